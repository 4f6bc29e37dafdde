import { type Minor, minor } from './money.ts';
import { multiplyDivide, type RoundingMode } from './rounding.ts';

declare const pointsBrand: unique symbol;

/** Loyalty points in the program's smallest unit; a safe integer, never -0, and never mixed up with money. */
export type Points = number & { readonly [pointsBrand]: true };

/** Takes a number as points. Throws RangeError for fractions, NaN and what is not exact. */
export function points(value: number): Points {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number of points: ${value}`);
  return (value + 0) as Points;
}

/** The sum; of nothing it is 0. */
export function sumPoints(...amounts: readonly Points[]): Points {
  let total = 0;
  for (const amount of amounts) total = points(total + amount);
  return points(total);
}

/** A rate between points and money, as a fraction of whole numbers: so many points for so many minor units. */
export interface PointsRate {
  readonly points: number;
  readonly minor: number;
}

/** Points that an amount of money stands for at this rate; programs mostly cut off what is not a whole point. */
export function pointsFor(amount: Minor, rate: PointsRate, mode: RoundingMode): Points {
  return points(multiplyDivide(amount, rate.points, rate.minor, mode));
}

/** Money that so many points stand for at this rate. */
export function moneyFor(amount: Points, rate: PointsRate, mode: RoundingMode): Minor {
  return minor(multiplyDivide(amount, rate.minor, rate.points, mode));
}
