import type { Clock, Scheduled } from '../../src-shared/time/clock.ts';

// setTimeout fires at once, with a warning only, for anything longer than a signed 32-bit number of ms.
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's own clock. Its timers keep the process alive until they ran or were cancelled. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule(delayMs: number, run: () => void): Scheduled {
    let leftMs = Math.max(0, delayMs);
    let timeout: NodeJS.Timeout;
    const wait = (): void => {
      const partMs = Math.min(leftMs, LONGEST_TIMEOUT_MS);
      leftMs -= partMs;
      timeout = setTimeout(leftMs > 0 ? wait : run, partMs);
    };
    wait();
    return { cancel: () => clearTimeout(timeout) };
  },
};
