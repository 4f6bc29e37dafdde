/** Lengths of time in milliseconds, so that durations read `15 * MINUTE`. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A timer that has not run yet. `cancel` after it ran, or twice, does nothing. */
export interface Scheduled {
  cancel(): void;
}

/**
 * The only source of time for everything that decides.
 *
 * `nowMs` is the wall clock (ms since 1970, UTC): it may jump forwards and backwards. `schedule` counts real elapsed time
 * from the call, whatever the wall clock does meanwhile; a delay below 0 counts as 0, and `run` is never called before
 * `schedule` has returned.
 */
export interface Clock {
  nowMs(): number;
  schedule(delayMs: number, run: () => void): Scheduled;
}
