import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEan13, makeEan13, makeWeighedCode, parseWeighedCode } from './ean13.ts';
import { thousandths } from './quantity.ts';

test('known codes', () => {
  expect(makeEan13('400638133393')).toBe('4006381333931');
  expect(isEan13('4006381333931')).toBe(true);
  for (const bad of ['4006381333932', '400638133393', '40063813339310', '400638133393X', ' 4006381333931'])
    expect(isEan13(bad)).toBe(false);
  expect(() => makeEan13('1')).toThrow(RangeError);
});

test('every single wrong digit is found', () => {
  const code = '4006381333931';
  for (let at = 0; at < 13; at++) {
    for (let digit = 0; digit < 10; digit++) {
      if (String(digit) !== code[at]) expect(isEan13(code.slice(0, at) + digit + code.slice(at + 1))).toBe(false);
    }
  }
});

test('weighed codes carry item and grams', () => {
  const code = makeWeighedCode({ variant: 1, itemNumber: '00042', weight: thousandths(1_250) });
  expect(code).toMatch(/^210004201250\d$/);
  expect(parseWeighedCode(code)).toEqual({ variant: 1, itemNumber: '00042', weight: 1250 });
  expect(parseWeighedCode('4006381333931')).toBeNull();
  expect(parseWeighedCode(`${code.slice(0, 12)}${(Number(code[12]) + 1) % 10}`)).toBeNull();
  expect(() => makeWeighedCode({ variant: 1, itemNumber: '42', weight: thousandths(1) })).toThrow(RangeError);
  expect(() => makeWeighedCode({ variant: 1, itemNumber: '00042', weight: thousandths(100_000) })).toThrow(RangeError);
});

test('made codes are read back', () => {
  const itemNumbers = fc.integer({ min: 0, max: 99_999 }).map((n) => String(n).padStart(5, '0'));
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9 }),
      itemNumbers,
      fc.integer({ min: 0, max: 99_999 }),
      (variant, itemNumber, grams) => {
        const code = { variant, itemNumber, weight: thousandths(grams) };
        expect(parseWeighedCode(makeWeighedCode(code))).toEqual(code);
      },
    ),
  );
});
