import { decimalText } from '../../src-shared/money/decimal.ts';

/**
 * Amounts as a till takes them: digits move in from the right, so that 1 2 5 0 is 12.50. All of it counts in whole units of the
 * last decimal; no floating point comes near it.
 */
const LARGEST = 999_999_999;

/** A key of the pad. */
export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | 'back';

/** The value after a key; a digit that would make it larger than the pad can show is ignored. */
export function afterKey(value: number, key: PadKey): number {
  if (key === 'back') return Math.floor(value / 10);
  const next = value * 10 ** key.length + Number(key);
  return next > LARGEST ? value : next;
}

/** The value of a text as it stands in the field after typing, pasting or deleting: its digits, whatever is between them. */
export function valueOfText(text: string): number {
  const digits = text.replaceAll(/\D/g, '').slice(0, 15);
  return Math.min(Number(digits === '' ? '0' : digits), LARGEST);
}

/** @param decimals of the unit: 2 for most money, 3 for weights. */
export const textOfValue = (value: number, decimals: number): string => decimalText(value, decimals);
