import { parseDecimal, rescale } from '../../../src-shared/money/decimal.ts';
import { currencyOf, exponentOf } from '../../../src-shared/money/money.ts';
import { divide } from '../../../src-shared/money/rounding.ts';

export interface Fiat {
  /** Minor units; digits beyond the currency's decimals are cut off, since money moves in whole ones. */
  readonly minor: number;
  /** False: something was cut off. */
  readonly exact: boolean;
}

/**
 * A fiat amount of the program, without a float: programs write `1200.00` for yen and `5.0` for euros as well. Null: no amount,
 * or of no currency that is known here.
 */
export function readFiat(text: string, code: string): Fiat | null {
  const known = currencyOf(code);
  const parsed = parseDecimal(text, '.');
  if (known === null || !parsed.ok) return null;
  const { digits, scale } = parsed.decimal;
  const beyond = scale - exponentOf(known);
  if (beyond > 0) {
    const unit = 10 ** beyond;
    return { minor: divide(digits, unit, 'towardsZero'), exact: digits % unit === 0 };
  }
  const scaled = rescale(parsed.decimal, exponentOf(known));
  return scaled.ok ? { minor: scaled.value, exact: true } : null;
}
