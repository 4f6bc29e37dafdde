import { expect, test } from 'vitest';
import { meaningOf, onRepeatOf } from './error-codes.ts';

test.each(['203', '4001012', 'MEMBER_NOT_FOUND'])('%s means no such member', (code) => {
  expect(meaningOf(code).notFound).toBe(true);
});

test('an unknown code is a generic refusal that names it', () => {
  expect(meaningOf('INVENTED_77')).toMatchObject({ notFound: false, unclear: false });
  expect(meaningOf('INVENTED_77').text).toContain('INVENTED_77');
});

test.each([
  ['204', 'enrol', 'means-done'],
  ['204', 'update-member', 'proves-nothing'],
  ['407', 'pay', 'proves-nothing'],
  ['203', 'submit', 'proves-nothing'],
  ['1001', 'submit', 'proves-nothing'],
  ['INVENTED_77', 'cancel-sale', 'proves-nothing'],
] as const)('%s on a repeated %s: %s', (code, kind, meaning) => {
  expect(onRepeatOf(code, kind)).toBe(meaning);
});
