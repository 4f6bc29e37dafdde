import { expect, test } from 'vitest';
import { messageOf } from '../errors/messages-en.ts';
import { typedProfile } from './typed-profile.ts';

test.each([
  { phoneNumber: '600 555 777' },
  { phoneNumber: ' +34 (600) 555-777 ' },
  { email: 'nina.invented@example.org' },
  { birthday: '2004-02-29' },
  { allowedSms: true },
])('%j is taken', (profile) => {
  expect(typedProfile.safeParse(profile).success).toBe(true);
});

test.each([
  { phoneNumber: '60055' },
  { phoneNumber: '1234567890123456' },
  { phoneNumber: 'six hundred 555777' },
  { email: 'nina.example.org' },
  { email: 'nina @example.org' },
  { birthday: '2003-02-29' },
  { birthday: '29.02.2004' },
  { birthday: '0204-02-29' },
  { firstName: ' ' },
])('%j is refused at its field, in words', (profile) => {
  const refused = typedProfile.safeParse(profile);
  const [field = ''] = Object.keys(profile);
  expect(refused.error?.issues[0]?.path).toEqual([field]);
  const detail = { path: `profile.${field}`, why: refused.error?.issues[0]?.message ?? '' };
  expect(messageOf({ code: 'input-malformed', detail })).not.toContain('input');
});
