import { decimalText } from './decimal.ts';
import { type Currency, exponentOf, type Minor } from './money.ts';

const formats = new Map<string, Intl.NumberFormat>();

/**
 * Writes an amount for people: `£1,234.50`, `1.234,50 €`. The number of decimals is ours (currency-exponents.ts); the digits
 * reach Intl as text, so that nothing is rounded on the way.
 *
 * @param locale BCP 47 tag.
 */
export function formatMoney(amount: Minor, code: Currency, locale: string): string {
  const key = `${locale} ${code}`;
  let format = formats.get(key);
  if (format === undefined) {
    const decimals = exponentOf(code);
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: code,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(key, format); // making one costs some 50 µs, a basket shows hundreds
  }
  return format.format(decimalText(amount, exponentOf(code)) as Intl.StringNumericLiteral);
}

/** Writes an amount for machines and exports: `-1234.50`, no grouping, no currency. */
export function moneyText(amount: Minor, code: Currency): string {
  return decimalText(amount, exponentOf(code));
}
