import { expect, test } from 'vitest';
import { EMPTY_ENROLMENT, mayEnrol, profileOf } from './enrolment.ts';

const agreed = { ...EMPTY_ENROLMENT, phone: ' +44 1 ', terms: true, gdpr: true };

test('no consent is given beforehand', () => {
  expect(profileOf(EMPTY_ENROLMENT)).toEqual({
    termsOfUse: false,
    gdpr: false,
    allowedSms: false,
    allowedEmail: false,
  });
});

test('empty texts are left out, typed ones trimmed', () => {
  expect(profileOf(agreed)).toEqual({
    phoneNumber: '+44 1',
    termsOfUse: true,
    gdpr: true,
    allowedSms: false,
    allowedEmail: false,
  });
});

test.each([
  { what: 'agreed, with a phone number', form: agreed, may: true },
  { what: 'agreed, with an e-mail address', form: { ...agreed, phone: '', email: 'a@example.com' }, may: true },
  { what: 'nobody to reach', form: { ...agreed, phone: ' ' }, may: false },
  { what: 'no terms', form: { ...agreed, terms: false }, may: false },
  { what: 'no data consent', form: { ...agreed, gdpr: false }, may: false },
])('$what: $may', ({ form, may }) => {
  expect(mayEnrol(form)).toBe(may);
});
