import { type DecimalError, type DecimalSeparator, decimalText, parseDecimal, rescale } from '../money/decimal.ts';

declare const thousandthsBrand: unique symbol;

/** A quantity in thousandths of its unit: 1000 is one piece, 1250 is 1.250 kg. A safe integer, never -0. */
export type Thousandths = number & { readonly [thousandthsBrand]: true };

/** Takes a number as thousandths. Throws RangeError for fractions, NaN and what is not exact. */
export function thousandths(value: number): Thousandths {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number of thousandths: ${value}`);
  return (value + 0) as Thousandths;
}

/** So many whole pieces. */
export function pieces(count: number): Thousandths {
  if (!Number.isSafeInteger(count)) throw new RangeError(`not a whole number of pieces: ${count}`);
  return thousandths(count * 1_000);
}

export type ParsedQuantity =
  | { readonly ok: true; readonly quantity: Thousandths }
  | { readonly ok: false; readonly error: DecimalError | 'too-many-decimals' };

/** Reads a weight or another quantity with up to three decimals (forms: see `parseDecimal`). */
export function parseQuantity(text: string, separator: DecimalSeparator): ParsedQuantity {
  return parseWith(text, separator, 3);
}

/** Reads a count of pieces; any decimal is `too-many-decimals`. */
export function parsePieces(text: string, separator: DecimalSeparator): ParsedQuantity {
  return parseWith(text, separator, 0);
}

function parseWith(text: string, separator: DecimalSeparator, decimals: number): ParsedQuantity {
  const parsed = parseDecimal(text, separator);
  if (!parsed.ok) return parsed;
  if (parsed.decimal.scale > decimals) return { ok: false, error: 'too-many-decimals' };
  const scaled = rescale(parsed.decimal, 3);
  return scaled.ok ? { ok: true, quantity: thousandths(scaled.value) } : scaled;
}

/** Writes a quantity for machines: whole pieces without decimals (`2`), anything else with three (`1.250`). */
export function quantityText(quantity: Thousandths): string {
  return quantity % 1_000 === 0 ? String(quantity / 1_000) : decimalText(quantity, 3);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Writes a quantity for people. `weighed` goods always show three decimals, pieces only where there is a fraction. */
export function formatQuantity(quantity: Thousandths, weighed: boolean, locale: string): string {
  const decimals = weighed || quantity % 1_000 !== 0 ? 3 : 0;
  const key = `${locale} ${decimals}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formats.set(key, format);
  }
  return format.format(decimalText(quantity, 3) as Intl.StringNumericLiteral);
}
