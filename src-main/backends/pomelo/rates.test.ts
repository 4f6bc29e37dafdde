import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { aLine, aPaidSale, aSale, someSettings, someTerms } from './queue.test-support.ts';
import { earnedPoints, pointsToPay, ratesOf, spendableMinor } from './rates.ts';

const { rates } = someTerms();
const charges = { departmentCode: 'CHARGES' };

describe('what a sale earns, at 5 points for 1.00', () => {
  it.each([
    ['whole points, rounded down', aSale(1_255), 62],
    ['not one whole point', aSale(19), 0],
    ['charges earn nothing', aSale(1_000, { lines: [aLine(600), aLine(400, charges)] }), 30],
    ['nor does what is paid with points', aPaidSale(1_000), 30],
    [
      'nor what a deal takes off',
      aSale(1_000, { deals: [{ type: 'X', amountMinor: 100, reason: null, sourceId: null }] }),
      45,
    ],
    ['a return takes back, towards zero', aSale(-1_255), -62],
    ['a return of charges takes nothing', aSale(-400, { lines: [aLine(-400, charges)] }), 0],
    [
      'nor does what a return gives back as points',
      aSale(-1_000, {
        tenders: [
          { tenderId: '1', type: 'CASH', amountMinor: -600, tenderedMinor: -600, payOperationId: null },
          { tenderId: '2', type: 'POINTS', amountMinor: -400, tenderedMinor: -400, payOperationId: 'pay' },
        ],
      }),
      -30,
    ],
    ['a sale whose returned lines weigh more', aSale(100, { lines: [aLine(-500), aLine(600, charges)] }), 0],
  ])('%s', (_name, sale, points) => {
    expect(earnedPoints(sale, rates)).toBe(points);
  });
});

test('what is spendable can be paid, whatever the rate and the currency', () => {
  const rate = fc.integer({ min: 1, max: 1_000_000 });
  const balance = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(rate, balance, fc.constantFrom('EUR', 'JPY', 'KWD'), (burnHundredthsPerMajor, points, currency) => {
      const some = ratesOf(someSettings({ burnHundredthsPerMajor }), currency);
      const amountMinor = spendableMinor(points, some);
      if (amountMinor > 0) expect(pointsToPay(amountMinor, some)).toBeLessThanOrEqual(points);
      expect(pointsToPay(amountMinor + 1, some)).toBeGreaterThan(points);
    }),
  );
});

it.each([
  [400, 10_000, 400],
  [1, 3_333, 1],
  [400, 3_333, 134],
])(
  '%i minor units at %i hundredths for 1.00 cost %i points, rounded up',
  (amountMinor, burnHundredthsPerMajor, points) => {
    expect(pointsToPay(amountMinor, someTerms({ burnHundredthsPerMajor }).rates)).toBe(points);
  },
);
