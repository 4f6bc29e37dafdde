import { expect, test } from 'vitest';
import { afterKey, type PadKey, textOfValue, valueOfText } from './digit-entry.ts';

const typed = (...keys: PadKey[]) => keys.reduce(afterKey, 0);

test.each([
  { keys: ['1', '2', '5', '0'] as const, value: 1_250 },
  { keys: ['2', '0', '00'] as const, value: 2_000 },
  { keys: ['0', '00', '5'] as const, value: 5 },
  { keys: ['1', '2', 'back', '3'] as const, value: 13 },
  { keys: ['back'] as const, value: 0 },
])('$keys is $value', ({ keys, value }) => {
  expect(typed(...keys)).toBe(value);
});

test('a digit too many is ignored instead of wrapping or rounding', () => {
  expect(afterKey(999_999_999, '9')).toBe(999_999_999);
  expect(afterKey(99_999_999, '00')).toBe(99_999_999);
});

test.each([
  { text: '12.503', value: 12_503 }, // a digit typed after 12.50
  { text: '12.5', value: 125 }, // one deleted
  { text: '£1,234.50', value: 123_450 },
  { text: '', value: 0 },
  { text: 'abc', value: 0 },
])('the field reads $text as $value', ({ text, value }) => {
  expect(valueOfText(text)).toBe(value);
});

test.each([
  { value: 1_250, decimals: 2, text: '12.50' },
  { value: 5, decimals: 2, text: '0.05' },
  { value: 500, decimals: 0, text: '500' },
  { value: 1_250, decimals: 3, text: '1.250' },
])('$value with $decimals decimals is shown as $text', ({ value, decimals, text }) => {
  expect(textOfValue(value, decimals)).toBe(text);
});
