import { type Thousandths, thousandths } from './quantity.ts';

/** The check digit for the first twelve digits of an EAN-13. Throws RangeError where they are not twelve digits. */
function ean13CheckDigit(first12: string): string {
  if (!/^\d{12}$/.test(first12)) throw new RangeError('an EAN-13 is made from twelve digits');
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(first12[i]) * (i % 2 === 0 ? 1 : 3);
  return String((10 - (sum % 10)) % 10);
}

/** Twelve digits → the whole code. */
export function makeEan13(first12: string): string {
  return first12 + ean13CheckDigit(first12);
}

/** Thirteen digits whose check digit is right. */
export function isEan13(text: string): boolean {
  return /^\d{13}$/.test(text) && ean13CheckDigit(text.slice(0, 12)) === text[12];
}

/** What an in-store scale prints: `2A PPPPP WWWWW C`, the item and its weight in grams (GS1 leaves the prefixes 20-29 to shops). */
export interface WeighedCode {
  /** Second digit, 0-9: which kind of label this is in the shop. */
  readonly variant: number;
  /** Five digits. */
  readonly itemNumber: string;
  /** Kilograms in thousandths, which are grams: 0 to 99,999. */
  readonly weight: Thousandths;
}

/** Reads an in-store weighed code; null where it is no EAN-13 or another one. */
export function parseWeighedCode(text: string): WeighedCode | null {
  if (!isEan13(text) || text[0] !== '2') return null;
  return { variant: Number(text[1]), itemNumber: text.slice(2, 7), weight: thousandths(Number(text.slice(7, 12))) };
}

/** Makes the code a scale would print. Throws RangeError where a part does not fit. */
export function makeWeighedCode(code: WeighedCode): string {
  const { variant, itemNumber, weight } = code;
  if (!Number.isInteger(variant) || variant < 0 || variant > 9) throw new RangeError(`no label variant: ${variant}`);
  if (!/^\d{5}$/.test(itemNumber)) throw new RangeError(`no item number of five digits: ${itemNumber}`);
  if (weight < 0 || weight > 99_999) throw new RangeError(`does not fit in five digits of grams: ${weight}`);
  return makeEan13(`2${variant}${itemNumber}${String(weight).padStart(5, '0')}`);
}
