import { expect, it } from 'vitest';
import { earnedPoints } from './earn-rule.ts';
import { REKONECT_DEFAULTS } from './rekonect-settings.ts';

const earned = (totalMinor: number, lines: readonly (readonly [string, number])[], paidMinor = 0) =>
  earnedPoints(
    {
      transactionId: 'T',
      totalMinor,
      tenders: [],
      warnings: [],
      lines: lines.map(([departmentCode, netMinor]) => ({
        departmentCode,
        netMinor,
        quantity: 1,
        isReturn: netMinor < 0,
      })),
    },
    paidMinor,
    REKONECT_DEFAULTS,
  );

it.each([
  ['5 % towards zero', 119, [['FOOD', 119]], 0, 5],
  ['a whole number stays whole', 120, [['FOOD', 120]], 0, 6],
  [
    'charges earn nothing',
    1_119,
    [
      ['FOOD', 119],
      ['CHARGES', 1_000],
    ],
    0,
    5,
  ],
  ['nor does what was paid with points', 1_000, [['FOOD', 1_000]], 400, 30],
  [
    'never below 0 on a sale',
    1_000,
    [
      ['FOOD', 100],
      ['CHARGES', 900],
    ],
    400,
    0,
  ],
  ['a return takes back towards zero', -119, [['FOOD', -119]], 0, -5],
  ['a return of charges takes nothing', -500, [['CHARGES', -500]], 0, 0],
  [
    'a sale with return lines earns on the rest',
    300,
    [
      ['FOOD', 500],
      ['FOOD', -200],
    ],
    0,
    15,
  ],
] as const)('%s', (_name, total, lines, paid, points) => {
  expect(earned(total, lines, paid)).toBe(points);
});
