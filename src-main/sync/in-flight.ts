/** Requests that are on their way, of the sync loop and the fast lane: what a stop waits for, and then gives up. */
export class InFlight {
  readonly #running = new Set<string>();
  /** One for all: a stop gives up everything at once, and nothing begins after it. */
  readonly #stop = new AbortController();
  #waiters: (() => void)[] = [];

  /** @param giveUp the caller's own wish to give up, beside a stop's. */
  begin(id: string, giveUp: AbortSignal | null): AbortSignal {
    this.#running.add(id);
    return giveUp === null ? this.#stop.signal : AbortSignal.any([giveUp, this.#stop.signal]);
  }

  end(id: string): void {
    this.#running.delete(id);
    if (this.#running.size === 0) for (const tell of this.#waiters.splice(0)) tell();
  }

  whenEmpty(): Promise<void> {
    return this.#running.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiters.push(resolve));
  }

  abortAll(): void {
    this.#stop.abort();
  }
}
