import { MINUTE, SECOND } from '../../src-shared/time/clock.ts';

/** Wrong PINs that are forgiven before the first pause. */
const FREE_TRIES = 5;
const FIRST_PAUSE_MS = 30 * SECOND;
const LONGEST_PAUSE_MS = 15 * MINUTE;

/** What is stored with a member of staff: wrong PINs since the last right one, and when the last of them was (ms). */
export interface WrongPins {
  readonly count: number;
  readonly lastAt: number;
}

/** After a right PIN, or for somebody new. */
export const NO_WRONG_PINS: WrongPins = { count: 0, lastAt: 0 };

/** The state after one more wrong PIN. A try during a pause is refused without looking and must not be counted. */
export function afterWrongPin(before: WrongPins, nowMs: number): WrongPins {
  return { count: before.count + 1, lastAt: nowMs };
}

/**
 * How long no PIN is accepted, in ms; 0 when one may be tried. The fifth wrong PIN pauses for 30 s, each further one twice
 * as long, up to 15 min. A wall clock set back never makes a pause longer than it was at first.
 */
export function pinPauseMs(wrong: WrongPins, nowMs: number): number {
  if (wrong.count < FREE_TRIES) return 0;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (wrong.count - FREE_TRIES), LONGEST_PAUSE_MS);
  return Math.min(Math.max(wrong.lastAt + pauseMs - nowMs, 0), pauseMs);
}

/** Wrong PINs that may still be typed before the next pause; 0 during and after the first (each one pauses then). */
export function freePinTries(wrong: WrongPins): number {
  return Math.max(FREE_TRIES - wrong.count, 0);
}
