import { MINUTE } from '../../src-shared/time/clock.ts';
import type { OperationStore } from '../stores/operation-store.ts';

/** An undecided pay that no cashier has settled for so long is not waited for any more (design.md 7.8: a time-out). */
const FORGOTTEN_AFTER_MS = 15 * MINUTE;

/** Undecided pays of open sales, and until when somebody may still want them. */
export class ForgottenPays {
  readonly #operations: OperationStore;
  readonly #untilMs = new Map<string, number>();

  constructor(operations: OperationStore) {
    this.#operations = operations;
  }

  /** Those that a former process left; their time begins again, since a cashier may just have come back. */
  takeUp(nowMs: number): void {
    for (const { id } of this.#operations.paysIn('unknown')) this.add(id, nowMs);
  }

  add(id: string, nowMs: number): void {
    if (this.#operations.factsById(id)?.state === 'unknown' && this.#operations.isWanted(id))
      this.#untilMs.set(id, nowMs + FORGOTTEN_AFTER_MS);
  }

  nextAtMs(): number | null {
    return this.#untilMs.size === 0 ? null : Math.min(...this.#untilMs.values());
  }

  /** Ids whose time is over at `nowMs`. */
  overdue(nowMs: number): string[] {
    return [...this.#untilMs].filter(([, untilMs]) => untilMs <= nowMs).map(([id]) => id);
  }

  /** Its cancel becomes due and it is asked about by itself from now on. Inside the caller's commit. */
  giveUp(ids: readonly string[], nowMs: number): void {
    for (const id of ids) {
      const cancel = this.#operations.undoerOf(id);
      if (cancel?.state !== 'owed') continue;
      this.#operations.makeDue(cancel.id, nowMs);
      this.#operations.scheduleUnknown(id, nowMs);
    }
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.#untilMs.delete(id);
  }
}
