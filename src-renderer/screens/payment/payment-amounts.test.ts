import { expect, test } from 'vitest';
import { currency } from '../../../src-shared/money/money.ts';
import { cashPicks, mostPointsMinor, pointsPicks, secondsUntil } from './payment-amounts.ts';

const GBP = currency('GBP');
const JPY = currency('JPY');

test.each([
  { due: 1_234, picks: [1_500, 2_000, 5_000, 10_000] },
  { due: 415, picks: [500, 1_000, 2_000, 5_000] },
  { due: 2_000, picks: [5_000, 10_000, 20_000, 50_000] },
  { due: 61_234, picks: [61_500, 62_000, 65_000, 70_000] },
])('for $due customers hand over one of $picks', ({ due, picks }) => {
  expect(cashPicks(due, GBP)).toEqual(picks);
});

test('a currency without decimals has larger notes', () => {
  expect(cashPicks(1_234, JPY)).toEqual([1_500, 2_000, 5_000, 10_000]);
});

test('every pick covers the amount', () => {
  for (let due = 1; due < 30_000; due += 97) expect(cashPicks(due, GBP).every((pick) => pick > due)).toBe(true);
});

test.each([
  { spendable: 4_250, due: 1_000, most: 1_000 },
  { spendable: 250, due: 1_000, most: 250 },
  { spendable: null, due: 1_000, most: 0 },
  { spendable: 100, due: -50, most: 0 },
])('with $spendable for $due points pay at most $most', ({ spendable, due, most }) => {
  expect(mostPointsMinor(spendable, due)).toBe(most);
});

test('points are offered in round amounts and at most', () => {
  expect(pointsPicks(1_234, GBP)).toEqual([500, 1_000, 1_234]);
  expect(pointsPicks(500, GBP)).toEqual([500]);
  expect(pointsPicks(0, GBP)).toEqual([]);
});

test('a countdown ends at 0', () => {
  expect(secondsUntil(10_000, 9_001)).toBe(1);
  expect(secondsUntil(10_000, 10_000)).toBe(0);
  expect(secondsUntil(10_000, 99_000)).toBe(0);
});
