import { parseDecimal, rescale } from '../../../src-shared/money/decimal.ts';

/** Decimals of an account unit in the ledger: it counts in hundredths of a point, as for every program. */
const SCALE = 2;

/**
 * An amount of section 4.2 in hundredths: a number or a numeric string (P6), at most two decimals, above 0. Null for
 * anything else.
 */
export function unitAmount(value: unknown): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const parsed = parseDecimal(String(value), '.');
  const hundredths = parsed.ok ? rescale(parsed.decimal, SCALE) : null;
  return hundredths?.ok === true && hundredths.value > 0 ? hundredths.value : null;
}

/** Hundredths as the answers have them: 100050 is 1000.5, or 1000 cut to whole units. */
export const wireUnits = (hundredths: number, whole: boolean): number =>
  whole ? Math.trunc(hundredths / 100) : hundredths / 100;
