import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MINUTE } from '../time/clock.ts';
import { DEFAULT_SCHEDULE, LONGEST_DELAY_MS, retryDelayMs } from './retry-schedule.ts';

const ceiling = (attempts: number): number => retryDelayMs(DEFAULT_SCHEDULE, attempts, null, () => 1 - Number.EPSILON);

test('1 s, 5 s, 30 s, then doubling to 15 min and no further', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000].map(ceiling)).toEqual([
    1_000,
    5_000,
    30_000,
    60_000,
    120_000,
    240_000,
    480_000,
    LONGEST_DELAY_MS,
    LONGEST_DELAY_MS,
    LONGEST_DELAY_MS,
  ]);
  expect(LONGEST_DELAY_MS).toBe(15 * MINUTE);
});

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempts = fc.integer({ min: 0, max: 10_000 });
const schedule = fc
  .array(fc.integer({ min: 1, max: 15 * MINUTE }), { minLength: 1, maxLength: 10 })
  .map((firstDelaysMs) => ({ firstDelaysMs }));

test('a delay is a whole number from 1 ms to 15 min, whatever the schedule', () => {
  fc.assert(
    fc.property(schedule, attempts, random, (steps, tries, draw) => {
      const delay = retryDelayMs(steps, tries, null, () => draw);
      expect(Number.isSafeInteger(delay)).toBe(true);
      expect(delay).toBeGreaterThanOrEqual(1);
      expect(delay).toBeLessThanOrEqual(LONGEST_DELAY_MS);
    }),
  );
});

test('full jitter: from next to nothing up to the whole step', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), random, (tries, draw) => {
      expect(retryDelayMs(DEFAULT_SCHEDULE, tries, null, () => 0)).toBe(1);
      expect(retryDelayMs(DEFAULT_SCHEDULE, tries, null, () => draw)).toBeLessThanOrEqual(ceiling(tries));
    }),
  );
});

test('the server’s own wish wins, exactly, up to 15 min', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 10 ** 9 }), attempts, random, (wishMs, tries, draw) => {
      const delay = retryDelayMs(DEFAULT_SCHEDULE, tries, wishMs, () => draw);
      expect(delay).toBe(Math.min(Math.max(wishMs, 1), LONGEST_DELAY_MS));
    }),
  );
});
