import { type DecimalError, type DecimalSeparator, parseDecimal, rescale } from './decimal.ts';
import { type Currency, exponentOf, type Minor, minor } from './money.ts';

/** `too-many-decimals`: more than the currency has, zeros included, since `1.500` may be meant as one thousand five hundred. */
export type MoneyError = DecimalError | 'too-many-decimals';

export type ParsedMoney =
  | { readonly ok: true; readonly minor: Minor }
  | { readonly ok: false; readonly error: MoneyError };

/**
 * Reads an amount of money as typed or as it stands in a file (forms: see `parseDecimal`), exactly.
 *
 * @param separator decimal separator of whoever wrote the text; `separatorOf(locale)` for a cashier.
 */
export function parseMoney(text: string, code: Currency, separator: DecimalSeparator): ParsedMoney {
  const parsed = parseDecimal(text, separator);
  if (!parsed.ok) return parsed;
  const scaled = rescale(parsed.decimal, exponentOf(code));
  return scaled.ok ? { ok: true, minor: minor(scaled.value) } : scaled;
}
