/** An exact decimal: `digits` × 10^−`scale`. 1.250 is { digits: 1250, scale: 3 }. */
export interface Decimal {
  /** Safe integer, signed, never -0. */
  readonly digits: number;
  /** Number of decimals as written, 0 to 15. */
  readonly scale: number;
}

export type DecimalSeparator = '.' | ',';

export type DecimalError = 'empty' | 'not-a-number' | 'out-of-range';

export type ParsedDecimal =
  | { readonly ok: true; readonly decimal: Decimal }
  | { readonly ok: false; readonly error: DecimalError };

// Between groups: the other separator, apostrophes, and the spaces that locales use (plain, no-break, thin, narrow no-break).
const GROUP = { '.': ",'’ \u00a0\u2009\u202f", ',': ".'’ \u00a0\u2009\u202f" } as const;

const FORM: Record<DecimalSeparator, RegExp> = { '.': formOf('.'), ',': formOf(',') };

/** Groups of two or three (Indian grouping), one separator throughout, and the last always of three. */
function formOf(separator: DecimalSeparator): RegExp {
  return new RegExp(
    `^([-+−]?)(\\d{1,3}(?:([${GROUP[separator]}])(?:\\d{2,3}\\3)*\\d{3})|\\d*)(?:\\${separator}(\\d*))?$`,
  );
}

/**
 * Reads a number as people and files write it, without any floating point.
 *
 * Accepted: a leading sign (also U+2212), grouping that is well formed, a bare fraction (`.5`) and a bare separator at the
 * end (`5.`). Not accepted: exponents, currency signs, a sign at the end, grouping after the separator.
 *
 * @param separator the decimal separator. The other one counts as grouping only, so `1,25` with `.` is no number rather
 * than 125 or 1.25.
 */
export function parseDecimal(text: string, separator: DecimalSeparator): ParsedDecimal {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, error: 'empty' };
  const match = FORM[separator].exec(trimmed);
  const whole = (match?.[2] ?? '').replaceAll(/\D/g, '');
  const fraction = match?.[4] ?? '';
  if (match === null || whole + fraction === '') return { ok: false, error: 'not-a-number' };
  const digits = Number(whole + fraction);
  // A safe integer has at most 16 digits, and Number is exact for every text of one.
  if (!Number.isSafeInteger(digits) || fraction.length > 15) return { ok: false, error: 'out-of-range' };
  const negative = match[1] === '-' || match[1] === '−';
  return { ok: true, decimal: { digits: negative && digits !== 0 ? -digits : digits, scale: fraction.length } };
}

/** The decimal as a whole number of 10^−`scale`, or why not. */
export function rescale(
  decimal: Decimal,
  scale: number,
): { ok: true; value: number } | { ok: false; error: 'too-many-decimals' | 'out-of-range' } {
  if (decimal.scale > scale) return { ok: false, error: 'too-many-decimals' };
  const value = decimal.digits * 10 ** (scale - decimal.scale);
  return Number.isSafeInteger(value) ? { ok: true, value } : { ok: false, error: 'out-of-range' };
}

/** Writes `value` × 10^−`scale` with a point and all its decimals, for machines: (−5, 2) is `-0.05`. */
export function decimalText(value: number, scale: number): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  const at = digits.length - scale;
  return `${value < 0 ? '-' : ''}${digits.slice(0, at)}${scale > 0 ? '.' : ''}${digits.slice(at)}`;
}

/** The decimal separator that people of this locale type; `.` where the locale uses neither of the two. */
export function separatorOf(locale: string): DecimalSeparator {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1.5);
  return parts.find((part) => part.type === 'decimal')?.value === ',' ? ',' : '.';
}
