import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatQuantity, parsePieces, parseQuantity, pieces, quantityText, thousandths } from './quantity.ts';

test('weights have up to three decimals, pieces none', () => {
  expect(parseQuantity('1.25', '.')).toEqual({ ok: true, quantity: 1250 });
  expect(parseQuantity('1,250', ',')).toEqual({ ok: true, quantity: 1250 });
  expect(parseQuantity('1.2505', '.')).toEqual({ ok: false, error: 'too-many-decimals' });
  expect(parsePieces('3', '.')).toEqual({ ok: true, quantity: 3000 });
  expect(parsePieces('3.0', '.')).toEqual({ ok: false, error: 'too-many-decimals' });
  expect(parsePieces('', '.')).toEqual({ ok: false, error: 'empty' });
  expect(parsePieces('three', '.')).toEqual({ ok: false, error: 'not-a-number' });
  expect(parsePieces('9999999999999', '.')).toEqual({ ok: false, error: 'out-of-range' });
});

test('pieces are shown whole, weights with three decimals', () => {
  expect(quantityText(pieces(2))).toBe('2');
  expect(quantityText(thousandths(-250))).toBe('-0.250');
  expect(formatQuantity(pieces(1_200), false, 'en-GB')).toBe('1,200');
  expect(formatQuantity(pieces(1), true, 'de-DE')).toBe('1,000');
  expect(formatQuantity(thousandths(1_250), false, 'en-GB')).toBe('1.250');
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (n) => {
      expect(parseQuantity(quantityText(thousandths(n)), '.')).toEqual({ ok: true, quantity: n });
    }),
  );
});

test('a fraction of a thousandth is refused', () => {
  expect(() => thousandths(0.5)).toThrow(RangeError);
  expect(() => pieces(0.5)).toThrow(RangeError);
});
