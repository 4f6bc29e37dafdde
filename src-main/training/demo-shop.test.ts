import { expect, it } from 'vitest';
import { isEan13, parseWeighedCode } from '../../src-shared/sale/ean13.ts';
import { DEMO_ARTICLES } from './demo-articles.ts';
import { DEMO_STAFF } from './demo-shop.ts';

it('has about 60 articles in a dozen departments, each found by its own valid code', () => {
  expect(DEMO_ARTICLES).toHaveLength(60);
  expect(new Set(DEMO_ARTICLES.map(({ departmentCode }) => departmentCode)).size).toBe(12);
  for (const field of ['code', 'ean', 'name'] as const)
    expect(new Set(DEMO_ARTICLES.map((article) => article[field])).size).toBe(DEMO_ARTICLES.length);
  for (const { ean, unit, priceMinor } of DEMO_ARTICLES) {
    expect(isEan13(ean)).toBe(true);
    expect(parseWeighedCode(ean)?.weight === 0).toBe(unit === 'kg');
    expect(priceMinor).toBeGreaterThan(0);
  }
});

it('has three staff, each with a PIN of his own', () => {
  expect(DEMO_STAFF.map(({ role }) => role)).toEqual(['cashier', 'cashier', 'manager']);
  expect(new Set(DEMO_STAFF.map(({ demoPin }) => demoPin)).size).toBe(3);
});
