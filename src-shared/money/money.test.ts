import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieces, thousandths } from '../sale/quantity.ts';
import { CURRENCY_EXPONENTS, CURRENCY_TABLE_DATE } from './currency-exponents.ts';
import { separatorOf } from './decimal.ts';
import { formatMoney, moneyText } from './format-money.ts';
import { lineAmount, percentOf } from './line-amount.ts';
import { currency, currencyOf, exponentOf, minor, negateMinor, subtractMinor, sumMinor } from './money.ts';
import { parseMoney } from './parse-money.ts';
import { moneyFor, points, pointsFor, sumPoints } from './points.ts';

const EUR = currency('EUR');
const MAX = Number.MAX_SAFE_INTEGER;

test('minor units are whole and exact, and never -0', () => {
  for (const bad of [0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])
    expect(() => minor(bad)).toThrow(RangeError);
  expect(Object.is(minor(-0), 0)).toBe(true);
  expect(Object.is(negateMinor(minor(0)), 0)).toBe(true);
  expect(sumMinor(minor(1), minor(2), minor(-5))).toBe(-2);
  expect(sumMinor()).toBe(0);
  expect(subtractMinor(minor(3), minor(5))).toBe(-2);
  expect(() => sumMinor(minor(MAX), minor(1))).toThrow(RangeError);
});

test('the table has every active code once, with the exponents where Intl is wrong', () => {
  expect(CURRENCY_TABLE_DATE).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(CURRENCY_EXPONENTS.size).toBe(16 + 140 + 7 + 2);
  for (const code of CURRENCY_EXPONENTS.keys()) expect(code).toMatch(/^[A-Z]{3}$/);
  const some: [string, number][] = [
    ['EUR', 2],
    ['GBP', 2],
    ['TRY', 2],
    ['HUF', 2],
    ['IDR', 2],
    ['LBP', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['CLP', 0],
    ['UGX', 0],
    ['IQD', 3],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['MGA', 2],
    ['MRU', 2],
    ['XOF', 0],
    ['SLE', 2],
    ['ZWG', 2],
    ['XCG', 2],
  ];
  for (const [code, exponent] of some) expect([code, exponentOf(currency(code))]).toEqual([code, exponent]);
});

test.each(['eur', 'XXX', 'XAU', 'XTS', 'HRK', 'BGN', 'ZWL', 'SLL', 'CUC', '', 'toString'])(
  '%s is no currency of a till',
  (code) => {
    expect(currencyOf(code)).toBeNull();
    expect(() => currency(code)).toThrow(RangeError);
  },
);

test.each([
  ['12.34', '.', 1234],
  ['12,34', ',', 1234],
  ['1,234.5', '.', 123450],
  ['1.234,5', ',', 123450],
  ['1 234,50', ',', 123450],
  ['1\u202f234,50', ',', 123450],
  ["1'234.50", '.', 123450],
  ['12,34,567.00', '.', 123456700],
  ['-0.05', '.', -5],
  ['−0.05', '.', -5],
  ['+3', '.', 300],
  ['-0', '.', 0],
  ['.5', '.', 50],
  ['5.', '.', 500],
  ['  7  ', '.', 700],
  ['0000000000000000000001', '.', 100],
  ['90071992547409.91', '.', MAX],
] as const)('reads %s with %s as %i', (text, separator, value) => {
  expect(parseMoney(text, EUR, separator)).toEqual({ ok: true, minor: value });
});

test.each([
  ['', '.', 'empty'],
  ['   ', '.', 'empty'],
  ['1.234', '.', 'too-many-decimals'],
  ['1.230', '.', 'too-many-decimals'],
  ['1,25', '.', 'not-a-number'],
  ['1,2345', '.', 'not-a-number'],
  ['1,234 567', '.', 'not-a-number'],
  ['1.2.3', '.', 'not-a-number'],
  ['12.3,4', '.', 'not-a-number'],
  ['.', '.', 'not-a-number'],
  ['-', '.', 'not-a-number'],
  ['1e3', '.', 'not-a-number'],
  ['0x10', '.', 'not-a-number'],
  ['5-', '.', 'not-a-number'],
  ['--5', '.', 'not-a-number'],
  ['€5', '.', 'not-a-number'],
  ['Infinity', '.', 'not-a-number'],
  ['90071992547409.92', '.', 'out-of-range'],
  ['99999999999999999999', '.', 'out-of-range'],
  ['90071992547410', '.', 'out-of-range'],
] as const)('refuses %s with %s: %s', (text, separator, error) => {
  expect(parseMoney(text, EUR, separator)).toEqual({ ok: false, error });
});

test('what is written is read back, in every currency, for people and for machines', () => {
  const codes = fc.constantFrom(...CURRENCY_EXPONENTS.keys()).map(currency);
  fc.assert(
    fc.property(fc.maxSafeInteger(), codes, (value, code) => {
      expect(parseMoney(moneyText(minor(value), code), code, '.')).toEqual({ ok: true, minor: minor(value) });
      const shown = formatMoney(minor(value), code, 'en-GB').replaceAll(/\p{L}+\.?|[^\d.,-]/gu, ''); // the symbol of XCG is "Cg."
      expect(parseMoney(shown, code, '.')).toEqual({ ok: true, minor: minor(value) });
    }),
  );
});

test('Intl writes the digits, the table decides how many decimals', () => {
  const gap = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');
  expect(formatMoney(minor(123450), currency('GBP'), 'en-GB')).toBe('£1,234.50');
  expect(gap(formatMoney(minor(123450), EUR, 'de-DE'))).toBe('1.234,50 €');
  expect(gap(formatMoney(minor(1500), currency('IQD'), 'en-GB'))).toBe('IQD 1.500');
  expect(gap(formatMoney(minor(1500), currency('HUF'), 'en-GB'))).toBe('HUF 15.00');
  expect(formatMoney(minor(MAX), currency('GBP'), 'en-GB')).toBe('£90,071,992,547,409.91');
  expect(moneyText(minor(-5), EUR)).toBe('-0.05');
  expect(moneyText(minor(-5), currency('JPY'))).toBe('-5');
});

test.each([
  [pieces(3), 199, 597],
  [thousandths(1_250), 399, 499], // 498.75
  [thousandths(500), 1, 1], // half away from zero
  [thousandths(-500), 1, -1],
  [thousandths(499), 1, 0],
  [pieces(-2), 250, -500],
  [thousandths(MAX), 1_000, MAX],
])('%i thousandths at %i make %i', (quantity, price, amount) => {
  expect(lineAmount(quantity, minor(price))).toBe(amount);
});

test('shares and points keep to whole units', () => {
  expect(percentOf(minor(999), 2_100)).toBe(210);
  expect(percentOf(minor(-50), 1_00)).toBe(-1);
  expect(pointsFor(minor(1_999), { points: 1, minor: 100 }, 'towardsZero')).toBe(19);
  expect(moneyFor(points(19), { points: 1, minor: 5 }, 'towardsZero')).toBe(95);
  expect(sumPoints(points(1), points(-3))).toBe(-2);
  expect(() => points(1.5)).toThrow(RangeError);
});

test('the separator is the one that people of a locale type', () => {
  expect(['en-GB', 'de-DE', 'es-ES', 'tr-TR', 'de-CH', 'ar-EG', 'fa-IR'].map(separatorOf).join(' ')).toBe(
    '. , , , . . .',
  );
});
