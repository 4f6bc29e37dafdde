import { CURRENCY_EXPONENTS } from './currency-exponents.ts';

declare const minorBrand: unique symbol;
declare const currencyBrand: unique symbol;

/** An amount in whole minor units (pence, cents) of a currency named elsewhere; a safe integer, never -0. */
export type Minor = number & { readonly [minorBrand]: true };

/** An active ISO 4217 code whose number of decimals is known. */
export type Currency = string & { readonly [currencyBrand]: true };

/** Takes a number as minor units. Throws RangeError for fractions, NaN and what is not exact (beyond ±2^53). */
export function minor(value: number): Minor {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number of minor units: ${value}`);
  return (value + 0) as Minor; // -0 becomes 0
}

/** The sum; of nothing it is 0. Throws RangeError when a partial sum is not exact. */
export function sumMinor(...amounts: readonly Minor[]): Minor {
  let total = 0;
  for (const amount of amounts) total = minor(total + amount);
  return minor(total);
}

/** a − b. */
export function subtractMinor(a: Minor, b: Minor): Minor {
  return minor(a - b);
}

/** The same amount with the other sign. */
export function negateMinor(amount: Minor): Minor {
  return minor(-amount);
}

/** The currency with this code, or null for a code that is unknown, retired, in lower case, or without a minor unit. */
export function currencyOf(code: string): Currency | null {
  return CURRENCY_EXPONENTS.has(code) ? (code as Currency) : null;
}

/** As `currencyOf`, for codes already checked (constants, validated config): throws RangeError for an unknown one. */
export function currency(code: string): Currency {
  const known = currencyOf(code);
  if (known === null) throw new RangeError(`not an active ISO 4217 currency with a minor unit: ${code}`);
  return known;
}

/** Decimals of the currency: 2 for EUR, 0 for JPY, 3 for KWD. */
export function exponentOf(code: Currency): number {
  const exponent = CURRENCY_EXPONENTS.get(code);
  if (exponent === undefined) throw new RangeError(`not a currency: ${code}`);
  return exponent;
}
