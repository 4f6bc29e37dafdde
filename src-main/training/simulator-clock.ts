/** The simulated server's own clock: the machine's, moved by an offset that a test sets. It decides expiry, never delays. */
export class SimulatorClock {
  readonly #machineNowMs: () => number;
  #offsetMs = 0;

  /** @param machineNowMs ms since 1970, UTC */
  constructor(machineNowMs: () => number) {
    this.#machineNowMs = machineNowMs;
  }

  nowMs(): number {
    return this.#machineNowMs() + this.#offsetMs;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** @param offsetMs how far the server is ahead of the machine, in ms; below 0 it is behind */
  setOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs;
  }
}
