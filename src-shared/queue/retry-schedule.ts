import { MINUTE, SECOND } from '../time/clock.ts';

/** No stored delay exceeds this, so that a clock set wrong cannot strand a row. */
export const LONGEST_DELAY_MS = 15 * MINUTE;

export interface RetrySchedule {
  /** Delays after the first, second, … failed attempt; afterwards the last one doubles up to LONGEST_DELAY_MS. */
  readonly firstDelaysMs: readonly number[];
}

export const DEFAULT_SCHEDULE: RetrySchedule = { firstDelaysMs: [1 * SECOND, 5 * SECOND, 30 * SECOND] };

/** Attempts from which the sync queue shows a flag; there is no last attempt for money. */
export const MANY_ATTEMPTS = 20;

/**
 * The delay before the next try, in ms, at least 1. Full jitter: anywhere between 1 and the step, so that tills which lost
 * the same server do not come back together. A server's own Retry-After wins, up to LONGEST_DELAY_MS, without jitter.
 *
 * @param attempts failed tries so far, at least 1
 * @param random from 0 up to but not including 1
 */
export function retryDelayMs(
  schedule: RetrySchedule,
  attempts: number,
  retryAfterMs: number | null,
  random: () => number,
): number {
  if (retryAfterMs !== null) return Math.min(Math.max(retryAfterMs, 1), LONGEST_DELAY_MS);
  const steps = schedule.firstDelaysMs;
  const last = steps[steps.length - 1] ?? SECOND;
  const beyond = attempts - steps.length;
  const step = beyond <= 0 ? (steps[Math.max(attempts, 1) - 1] ?? last) : last * 2 ** Math.min(beyond, 30);
  return 1 + Math.floor(random() * Math.min(step, LONGEST_DELAY_MS));
}
