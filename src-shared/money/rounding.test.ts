import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divide, multiplyDivide, type RoundingMode } from './rounding.ts';

const MAX = Number.MAX_SAFE_INTEGER;

test.each([
  // numerator, denominator, half away, half even, towards zero
  [5, 2, 3, 2, 2],
  [-5, 2, -3, -2, -2],
  [7, 2, 4, 4, 3],
  [-7, 2, -4, -4, -3],
  [5, -2, -3, -2, -2],
  [-5, -2, 3, 2, 2],
  [1, 2, 1, 0, 0],
  [-1, 2, -1, 0, 0],
  [1, 3, 0, 0, 0],
  [-2, 3, -1, -1, 0],
  [6, 3, 2, 2, 2],
  [MAX, 2, 4503599627370496, 4503599627370496, 4503599627370495],
  [MAX, 1, MAX, MAX, MAX],
  [MAX - 1, MAX, 1, 1, 0],
])('%i / %i', (numerator, denominator, away, even, zero) => {
  expect(divide(numerator, denominator, 'halfAwayFromZero')).toBe(away);
  expect(divide(numerator, denominator, 'halfEven')).toBe(even);
  expect(divide(numerator, denominator, 'towardsZero')).toBe(zero);
});

test('fractions, unsafe numbers and division by zero are refused', () => {
  for (const [n, d] of [
    [1, 0],
    [0.5, 1],
    [1, 0.5],
    [2 ** 53, 1],
    [Number.NaN, 1],
  ] as const) {
    expect(() => divide(n, d, 'halfEven')).toThrow(RangeError);
  }
  expect(() => multiplyDivide(MAX, MAX, 0, 'halfEven')).toThrow(RangeError);
  expect(() => multiplyDivide(MAX, MAX, 2, 'halfEven')).toThrow(RangeError);
  expect(() => multiplyDivide(0.5, 2, 1, 'halfEven')).toThrow(RangeError);
});

/** The definition, by comparing distances: the nearest whole number, and on a tie the one the mode wants. */
function expected(n: bigint, d: bigint, mode: RoundingMode): bigint {
  const low = n / d;
  if (mode === 'towardsZero') return low;
  const away = n < 0n === d < 0n ? low + 1n : low - 1n;
  const abs = (x: bigint): bigint => (x < 0n ? -x : x);
  const toLow = abs(n - low * d);
  const toAway = abs(away * d - n);
  if (toLow !== toAway) return toLow < toAway ? low : away;
  return mode === 'halfAwayFromZero' ? away : low % 2n === 0n ? low : away;
}

const anyInt = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -50, max: 50 }));
const anyMode = fc.constantFrom<RoundingMode>('halfAwayFromZero', 'halfEven', 'towardsZero');

test('divide agrees with the definition', () => {
  fc.assert(
    fc.property(
      anyInt,
      anyInt.filter((d) => d !== 0),
      anyMode,
      (n, d, mode) => {
        const result = divide(n, d, mode);
        expect(Object.is(result, -0)).toBe(false);
        expect(BigInt(result)).toBe(expected(BigInt(n), BigInt(d), mode));
      },
    ),
  );
});

test('multiplyDivide agrees with the definition, also where the product is no safe integer', () => {
  fc.assert(
    fc.property(
      anyInt,
      anyInt,
      anyInt.filter((d) => d !== 0),
      anyMode,
      (a, b, d, mode) => {
        const exact = expected(BigInt(a) * BigInt(b), BigInt(d), mode);
        if (exact > BigInt(MAX) || exact < -BigInt(MAX))
          expect(() => multiplyDivide(a, b, d, mode)).toThrow(RangeError);
        else expect(BigInt(multiplyDivide(a, b, d, mode))).toBe(exact);
      },
    ),
  );
});
