import { describe, expect, test } from 'vitest';
import { readMember } from './read-member.ts';
import { REKONECT_DEFAULT_SETTINGS, type RekonectSettings } from './rekonect-settings.ts';
import { wireMember, wirePhone } from './wire-member.ts';
import { wireMember as wireMemberSchema } from './wire-schemas.ts';

const read = (wire: Record<string, unknown>, settings: Partial<RekonectSettings> = {}, currency = 'EUR') =>
  readMember(
    wireMemberSchema.parse(wire),
    [{ method: 'phone', value: '600 000 007' }],
    { ...REKONECT_DEFAULT_SETTINGS, ...settings },
    currency,
  );

describe('balances', () => {
  test.each([
    ['a number', { points: 900, credit: 0 }, {}, 900, 0, 900],
    ['a pair', { points: { monetary: 9, nonMonetary: 900 } }, {}, 900, null, 9],
    ['credit', { points: 5, credit: 700 }, { spendFrom: 'credit' }, 5, 700, 700],
    ['below zero', { points: -12 }, {}, -12, null, -12],
    ['none', {}, {}, null, null, null],
    ['an unexpected form', { points: 'many' }, {}, null, null, null],
  ] as const)('%s', (_name, wire, settings, balancePoints, balanceCredit, spendableMinor) => {
    expect(read(wire, settings)).toMatchObject({ balancePoints, balanceCredit, spendableMinor });
  });

  test.each([
    ['EUR', 12_345],
    ['JPY', 123],
    ['KWD', 123_450],
  ])('in hundredths by setting: %s', (currency, spendableMinor) => {
    expect(read({ points: 12_345 }, { balancesInHundredths: true }, currency).spendableMinor).toBe(spendableMinor);
  });
});

test('identifiers: strongest first, what was scanned among them as it was', () => {
  expect(
    read({ phoneNumber: '600000007', email: 'nora@example.org', membershipKey: 'k', externalId: 'CARD-0007' })
      .identifiers,
  ).toEqual([
    { method: 'membership-key', value: 'k' },
    { method: 'card', value: 'CARD-0007' },
    { method: 'phone', value: '600 000 007' },
    { method: 'email', value: 'nora@example.org' },
  ]);
});

test.each([
  ['active', true],
  ['Active', true],
  ['blocked', false],
])('status %s', (status, active) => {
  expect(read({ status })).toMatchObject({ status, active });
});

test('gifts, also those that do not read', () => {
  const { gifts } = read({
    assets: [
      { key: 'g-1', name: 'Roll', redeemable: true, validUntil: '2026-04-01T00:00:00Z' },
      { key: 'g-2', redeemable: false, nonRedeemableCause: { code: 'X', message: 'Too small' } },
      { name: 'no key' },
      null,
    ],
  });
  expect(gifts).toMatchObject([
    {
      key: 'g-1',
      name: 'Roll',
      description: null,
      validUntil: '2026-04-01',
      redeemable: true,
      notRedeemableBecause: null,
    },
    {
      key: 'g-2',
      name: 'g-2',
      description: null,
      validUntil: null,
      redeemable: false,
      notRedeemableBecause: 'Too small',
    },
  ]);
});

test('marketing consent is known only where it is said', () => {
  expect(read({}).marketingConsent).toBeNull();
  expect(read({ allowedSMS: true }).marketingConsent).toEqual({ sms: true, email: false });
});

test.each([
  ['600 000 007', '600000007'],
  ['0600-000-007', '600000007'],
  ['+34 600 000 007', '600000007'],
  ['0034600000007', '600000007'],
  ['+44 7700 900000', '447700900000'],
])('phone %s', (typed, sent) => {
  expect(wirePhone(typed, { ...REKONECT_DEFAULT_SETTINGS, phoneCountryCode: '34' })).toBe(sent);
});

test('identifiers by their wire names', () => {
  expect(
    wireMember(
      [
        { method: 'code', value: '0b0c7e52-9f1d-4a36-b0de-5c1e27f4a911' },
        { method: 'card', value: ' CARD-0007 ' },
        { method: 'code', value: 'ABC' },
        { method: 'email', value: 'nora@example.org' },
      ],
      REKONECT_DEFAULT_SETTINGS,
    ),
  ).toEqual({
    membershipKey: '0b0c7e52-9f1d-4a36-b0de-5c1e27f4a911',
    externalId: 'CARD-0007',
    email: 'nora@example.org',
  });
});
