import { expect, test } from 'vitest';
import { readFiat } from './read-fiat.ts';
import {
  fiatConversion,
  memberAnswer,
  purchaseSimulation,
  redemptionSimulation,
  wireTransaction,
} from './wire-schemas.ts';

test.each([
  ['12.34', 'EUR', 1_234, true],
  ['5', 'EUR', 500, true],
  ['5.0', 'EUR', 500, true],
  ['12.3400', 'EUR', 1_234, true],
  ['12.349', 'EUR', 1_234, false],
  ['340.35', 'EUR', 34_035, true],
  ['1200', 'JPY', 1_200, true],
  ['1200.00', 'JPY', 1_200, true],
  ['1.2', 'KWD', 1_200, true],
  ['1.2345', 'KWD', 1_234, false],
  ['-2.50', 'EUR', -250, true],
])('%s %s', (text, code, minor, exact) => {
  expect(readFiat(text, code)).toEqual({ minor, exact });
});

test.each([
  ['1e3', 'EUR'],
  ['', 'EUR'],
  ['99999999999999999', 'EUR'],
  ['1.00', 'XXXX'],
])('no amount: %s %s', (text, code) => {
  expect(readFiat(text, code)).toBeNull();
});

test('numbers and texts are read alike (section 10 rule 12), broken points not at all', () => {
  const read = (amount: unknown) => wireTransaction.parse({ id: 'tx_1', status: 'completed', amount }).amount;
  expect([42, '42', '42.5', 42.5, 'x', null, '99999999999999999'].map(read)).toEqual([
    42,
    42,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(memberAnswer.parse({ balance: '5000' }).balance).toBe(5_000);
  expect(memberAnswer.parse({ balance: null, tier: 'gold' }).balance).toBeUndefined();
  expect(memberAnswer.parse({ balance: 1, tier: { id: 't', level: 1, name: 'Gold' } }).balance).toBe(1);
  expect(purchaseSimulation.parse({ total: '7' }).total).toBe(7);
  expect(fiatConversion.parse({ loyalty_amount: '625' }).loyalty_amount).toBe(625);
  expect(redemptionSimulation.parse({ maximum_fiat_balance: 12.5 }).maximum_fiat_balance).toBe('12.5');
});
