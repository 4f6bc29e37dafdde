/** Tells who waits that something changed: operations by id, and everything else as "the till". */
export class Changes {
  readonly #listeners = new Set<() => void>();
  readonly #operationWaiters = new Map<string, Set<() => void>>();

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  operationsMoved(ids: readonly string[]): void {
    for (const id of ids) for (const tell of [...(this.#operationWaiters.get(id) ?? [])]) tell();
    this.changed();
  }

  onOperationMoved(id: string, listener: () => void): () => void {
    const set = this.#operationWaiters.get(id) ?? new Set();
    set.add(listener);
    this.#operationWaiters.set(id, set);
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#operationWaiters.delete(id);
    };
  }
}
