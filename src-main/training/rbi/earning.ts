import { currency as currencyCode, exponentOf } from '../../../src-shared/money/money.ts';
import { multiplyDivide } from '../../../src-shared/money/rounding.ts';
import type { Basket } from './basket.ts';
import type { RbiSettings } from './rbi-options.ts';

/**
 * Whole points for what was really charged, deposits left out, rounded down once (section 9; A12). What was charged is what
 * was paid, so discounts need no second calculation.
 */
export function earnedPoints(
  { paidMinor, depositMinor }: Pick<Basket, 'paidMinor' | 'depositMinor'>,
  currency: string,
  { pointsPerUnit, earnMinimumMinor }: Pick<RbiSettings, 'pointsPerUnit' | 'earnMinimumMinor'>,
): number {
  const base = Math.max(0, paidMinor - depositMinor);
  if (base < earnMinimumMinor) return 0;
  return multiplyDivide(base, pointsPerUnit, 10 ** exponentOf(currencyCode(currency)), 'towardsZero');
}
