import { type Clock, SECOND } from '../../src-shared/time/clock.ts';

/** The till's own limit is 5 s (design.md 7.15); a door waits a little longer before it leaves it alone. */
export const STOP_LIMIT_MS = 8 * SECOND;

export type StopOutcome = 'stopped' | 'failed' | 'gave-up';

/**
 * A stop that happens once, however often it is asked for, and always ends: what a person closes has to close. What is then
 * unfinished is on the disk and is taken up at the next start.
 */
export function boundedStop(stop: () => Promise<void>, clock: Clock): () => Promise<StopOutcome> {
  let outcome: Promise<StopOutcome> | null = null;
  return () => {
    outcome ??= new Promise((resolve) => {
      const limit = clock.schedule(STOP_LIMIT_MS, () => resolve('gave-up'));
      stop()
        .then(
          () => resolve('stopped'),
          () => resolve('failed'),
        )
        .finally(() => limit.cancel());
    });
    return outcome;
  };
}
