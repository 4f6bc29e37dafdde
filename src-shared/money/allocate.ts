import { type Minor, minor } from './money.ts';
import { multiplyDivide } from './rounding.ts';

/**
 * Splits an amount in proportion to weights so that the parts add up to it exactly (largest remainder; among equals the
 * first). Each part is less than one minor unit away from its exact share and has the sign of the amount, and a weight
 * of 0 gets 0.
 *
 * @param amount minor units, of either sign.
 * @param weights safe integers ≥ 0 with a safe sum; not all 0, unless the amount is 0.
 * @throws RangeError where there is nothing to give the amount to, or for a bad weight.
 */
export function allocate(amount: Minor, weights: readonly number[]): Minor[] {
  let total = 0;
  for (const weight of weights) {
    if (!Number.isSafeInteger(weight) || weight < 0) throw new RangeError(`not a weight: ${weight}`);
    total += weight;
  }
  if (!Number.isSafeInteger(total)) throw new RangeError('the weights are too large');
  if (amount === 0) return weights.map(() => minor(0));
  if (total === 0) throw new RangeError('nothing to share the amount by');

  const size = Math.abs(amount);
  const parts = weights.map((weight) => multiplyDivide(size, weight, total, 'towardsZero'));
  const rests = weights.map((weight, i) => restOf(size, weight, total, parts[i] ?? 0));
  let left = size;
  for (const part of parts) left -= part;
  const order = rests.map((_, i) => i).sort((a, b) => (rests[b] ?? 0) - (rests[a] ?? 0) || a - b);
  for (const i of order.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;
  return parts.map((part) => minor(amount < 0 ? -part : part));
}

/** size × weight − part × total: what of the share was cut off, in the unit 1 / total; exact at any size. */
function restOf(size: number, weight: number, total: number, part: number): number {
  const product = size * weight;
  if (Number.isSafeInteger(product)) return product - part * total;
  return Number(BigInt(size) * BigInt(weight) - BigInt(part) * BigInt(total));
}
