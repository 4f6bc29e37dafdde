import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate } from './allocate.ts';
import { minor } from './money.ts';

test.each([
  [100, [1, 1, 1], [34, 33, 33]],
  [-100, [1, 1, 1], [-34, -33, -33]],
  [5, [3, 7], [2, 3]], // 1.5 and 3.5: equal remainders, the first gets it
  [1, [0, 5, 5], [0, 1, 0]],
  [10, [1], [10]],
  [0, [0, 0], [0, 0]],
  [0, [], []],
  [2, [1, 1, 98], [0, 0, 2]],
])('%i by %j is %j', (amount, weights, parts) => {
  expect(allocate(minor(amount), weights)).toEqual(parts);
});

test('what cannot be shared is refused', () => {
  for (const weights of [[], [0, 0], [-1, 2], [0.5], [Number.MAX_SAFE_INTEGER, 1]]) {
    expect(() => allocate(minor(1), weights)).toThrow(RangeError);
  }
});

test('nothing is lost, every part is within one unit of its exact share, and the sign mirrors', () => {
  const amounts = fc.oneof(fc.integer({ min: -10_000, max: 10_000 }), fc.maxSafeInteger());
  const weights = fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2 ** 48 })), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(
      amounts,
      weights.filter((list) => list.some((weight) => weight > 0)),
      (amount, list) => {
        const parts = allocate(minor(amount), list);
        const total = list.reduce((sum, weight) => sum + BigInt(weight), 0n);
        expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(amount));
        parts.forEach((part, i) => {
          const off = BigInt(part) * total - BigInt(amount) * BigInt(list[i] ?? 0);
          expect(off < total && off > -total).toBe(true);
          if (list[i] === 0) expect(part).toBe(0);
        });
        expect(allocate(minor(-amount), list)).toEqual(parts.map((part) => minor(-part)));
      },
    ),
  );
});
