import { type Currency, exponentOf } from '../../../src-shared/money/money.ts';

/** Notes and coins that customers hand over, in whole units of the currency. */
const NOTES = [5, 10, 20, 50, 100, 200, 500] as const;
const MOST_PICKS = 4;

/**
 * What a customer is likely to hand over for an amount: the exact one, then the next notes above it.
 *
 * @param dueMinor what is still to pay, above 0.
 * @returns amounts in minor units, rising, without the exact one.
 */
export function cashPicks(dueMinor: number, code: Currency): number[] {
  const unit = 10 ** exponentOf(code);
  // A currency without decimals has notes of thousands rather than of five.
  const scale = unit === 1 ? 100 : unit;
  const picks = new Set<number>();
  for (const note of NOTES) {
    const noteMinor = note * scale;
    const upMinor = Math.ceil(dueMinor / noteMinor) * noteMinor;
    if (upMinor > dueMinor && upMinor - dueMinor < noteMinor) picks.add(upMinor);
  }
  return [...picks].sort((a, b) => a - b).slice(0, MOST_PICKS);
}

/** The most that points may pay: what the member has, what is still due. Never below 0. */
export const mostPointsMinor = (spendableMinor: number | null, dueMinor: number): number =>
  Math.max(0, Math.min(spendableMinor ?? 0, dueMinor));

/** Round amounts below the most, then the most itself. */
export function pointsPicks(mostMinor: number, code: Currency): number[] {
  const unit = 10 ** exponentOf(code);
  const scale = unit === 1 ? 100 : unit;
  const rounds = [5, 10, 20].map((round) => round * scale).filter((round) => round < mostMinor);
  return mostMinor > 0 ? [...rounds, mostMinor] : [];
}

/** Whole seconds until a time, never below 0; 0 means now. */
export const secondsUntil = (atMs: number, nowMs: number): number => Math.max(0, Math.ceil((atMs - nowMs) / 1_000));
