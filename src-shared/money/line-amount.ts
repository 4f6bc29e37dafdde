import type { Thousandths } from '../sale/quantity.ts';
import { type Minor, minor } from './money.ts';
import { multiplyDivide } from './rounding.ts';

/**
 * Quantity × unit price, rounded half away from zero to the minor unit, once per line (replay.md rule 2). Either factor may
 * be negative.
 *
 * @param quantity thousandths of a piece or a kilogram.
 * @param unitPrice minor units for one piece or one kilogram.
 * @throws RangeError when the amount is no safe integer.
 */
export function lineAmount(quantity: Thousandths, unitPrice: Minor): Minor {
  return minor(multiplyDivide(quantity, unitPrice, 1_000, 'halfAwayFromZero'));
}

/** A share of an amount. @param basisPoints hundredths of a percent: 2100 is 21 %. */
export function percentOf(amount: Minor, basisPoints: number): Minor {
  return minor(multiplyDivide(amount, basisPoints, 10_000, 'halfAwayFromZero'));
}
