import type { Clock, Scheduled } from './clock.ts';

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * A clock for tests: time passes only when told to.
 *
 * Wall time and elapsed time are apart, as on a real machine: `set` moves the wall clock alone (a jump, also backwards)
 * and lets no timer run; `advance` lets both pass.
 */
export class ManualClock implements Clock {
  #wallMs: number;
  #elapsedMs = 0;
  #order = 0;
  readonly #timers = new Set<Timer>();

  /** @param startMs wall time at the start; the default is 2026-03-11 09:00 UTC, in no way special. */
  constructor(startMs = Date.UTC(2026, 2, 11, 9)) {
    this.#wallMs = startMs;
  }

  nowMs(): number {
    return this.#wallMs;
  }

  schedule(delayMs: number, run: () => void): Scheduled {
    const timer = { dueAt: this.#elapsedMs + Math.max(0, delayMs), order: this.#order++, run };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** Timers that wait; a test can demand 0 at its end. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Wall time jumps; elapsed time stands still. */
  set(wallMs: number): void {
    this.#wallMs = wallMs;
  }

  /** Lets time pass and runs what falls due, in order, those included that are scheduled on the way. */
  advance(ms: number): void {
    const endMs = this.#elapsedMs + ms;
    for (let timer = this.#take(endMs); timer !== undefined; timer = this.#take(endMs)) timer.run();
    this.#passTo(endMs);
  }

  /** As `advance`, but promises (and I/O that is ready) settle before the first timer, between timers and after the last. */
  async advanceAsync(ms: number): Promise<void> {
    const endMs = this.#elapsedMs + ms;
    await settle();
    for (let timer = this.#take(endMs); timer !== undefined; timer = this.#take(endMs)) {
      timer.run();
      await settle();
    }
    this.#passTo(endMs);
  }

  /** Takes the next timer due by `endMs` off the list and moves time to it. */
  #take(endMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueAt > endMs) continue;
      if (next === undefined || timer.dueAt < next.dueAt || (timer.dueAt === next.dueAt && timer.order < next.order))
        next = timer;
    }
    if (next === undefined) return undefined;
    this.#timers.delete(next);
    this.#passTo(next.dueAt);
    return next;
  }

  #passTo(elapsedMs: number): void {
    this.#wallMs += elapsedMs - this.#elapsedMs;
    this.#elapsedMs = elapsedMs;
  }
}

type SetImmediate = (run: () => void) => unknown;

/** A full turn of the event loop where there is one (twice: a timer's I/O may answer in the second), else many microtasks. */
async function settle(): Promise<void> {
  const immediate = (globalThis as { setImmediate?: SetImmediate }).setImmediate;
  for (let turn = 0; turn < 2; turn++) {
    if (immediate !== undefined) await new Promise<void>((resolve) => void immediate(resolve));
    else for (let tick = 0; tick < 100; tick++) await Promise.resolve();
  }
}
