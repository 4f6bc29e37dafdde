/** What becomes of a fraction; a till's money is rounded half away from zero unless a program says otherwise. */
export type RoundingMode = 'halfAwayFromZero' | 'halfEven' | 'towardsZero';

/**
 * numerator ÷ denominator as a whole number, exact at any size (no floating division decides).
 *
 * @param numerator safe integer.
 * @param denominator safe integer, not 0.
 * @throws RangeError for anything else.
 */
export function divide(numerator: number, denominator: number, mode: RoundingMode): number {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator === 0) {
    throw new RangeError(`no exact division: ${numerator} / ${denominator}`);
  }
  const rest = numerator % denominator;
  // Exact: the numerator less its rest is a multiple, so the true quotient is an integer and representable.
  const quotient = (numerator - rest) / denominator;
  if (rest === 0 || mode === 'towardsZero') return quotient + 0;
  // |rest| against |denominator| − |rest| says more or less than half without doubling, which could overflow.
  const part = Math.abs(rest);
  const gap = Math.abs(denominator) - part;
  const away = part > gap || (part === gap && (mode === 'halfAwayFromZero' || quotient % 2 !== 0));
  const sign = numerator < 0 === denominator < 0 ? 1 : -1;
  return quotient + (away ? sign : 0) + 0;
}

/**
 * a × b ÷ denominator as a whole number, exact even where a × b is no safe integer.
 *
 * @throws RangeError when an argument or the result is no safe integer, or the denominator is 0.
 */
export function multiplyDivide(a: number, b: number, denominator: number, mode: RoundingMode): number {
  const product = a * b;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(a) && Number.isSafeInteger(b))
    return divide(product, denominator, mode);
  if (denominator === 0) throw new RangeError('no exact division: by 0');
  const result = Number(divideBig(BigInt(a) * BigInt(b), BigInt(denominator), mode));
  if (!Number.isSafeInteger(result)) throw new RangeError(`result out of range: ${a} × ${b} / ${denominator}`);
  return result;
}

function divideBig(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n || mode === 'towardsZero') return quotient;
  const twice = 2n * (rest < 0n ? -rest : rest);
  const whole = denominator < 0n ? -denominator : denominator;
  const away = twice > whole || (twice === whole && (mode === 'halfAwayFromZero' || quotient % 2n !== 0n));
  if (!away) return quotient;
  return numerator < 0n === denominator < 0n ? quotient + 1n : quotient - 1n;
}
