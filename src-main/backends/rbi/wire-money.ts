import { decimalText, parseDecimal, rescale } from '../../../src-shared/money/decimal.ts';
import { currency, exponentOf } from '../../../src-shared/money/money.ts';

/**
 * Minor units as the number in major units that a body holds (contract section 9: `price` and `tax`). No arithmetic on
 * fractions: the decimal text becomes the nearest number, which JSON writes with the same digits again.
 *
 * @param minor safe integer below 10^15, so that this holds.
 */
export const majorOf = (minor: number, currencyCode: string): number =>
  Number(decimalText(minor, exponentOf(currency(currencyCode))));

/** A number or text in major units as minor units; null where it is none, or finer than the currency. */
export function minorOf(major: number | string, currencyCode: string): number | null {
  const parsed = parseDecimal(String(major), '.');
  if (!parsed.ok) return null;
  const scaled = rescale(parsed.decimal, exponentOf(currency(currencyCode)));
  return scaled.ok ? scaled.value : null;
}
