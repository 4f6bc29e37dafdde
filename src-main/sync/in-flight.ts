/** Requests that are on their way, of the sync loop and the fast lane: what a stop waits for, and then gives up. */
export class InFlight {
  readonly #running = new Map<string, AbortController>();
  #waiters: (() => void)[] = [];

  /** @param giveUp the caller's own wish to give up, beside a stop's. */
  begin(id: string, giveUp: AbortSignal | null): AbortSignal {
    const own = new AbortController();
    this.#running.set(id, own);
    return giveUp === null ? own.signal : AbortSignal.any([giveUp, own.signal]);
  }

  end(id: string): void {
    this.#running.delete(id);
    if (this.#running.size === 0) for (const tell of this.#waiters.splice(0)) tell();
  }

  get size(): number {
    return this.#running.size;
  }

  whenEmpty(): Promise<void> {
    return this.#running.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiters.push(resolve));
  }

  abortAll(): void {
    for (const running of this.#running.values()) running.abort();
  }
}
