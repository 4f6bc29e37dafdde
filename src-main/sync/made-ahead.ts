import type { OperationStore } from '../stores/operation-store.ts';
import type { DeliveryDesk, Prepared } from './delivery-desk.ts';

/**
 * Bytes of due rows, made while others are on their way, so that the commit that claims them is short and the line is not
 * left idle before it. Only a shortcut: what is not here, the claim makes itself.
 */
export class MadeAhead {
  readonly #desk: DeliveryDesk;
  readonly #operations: OperationStore;
  readonly #rows = new Map<string, Prepared>();
  /** What had been written when these rows were read; anything written since may have changed what they are made from. */
  #asOf = 0;

  constructor(desk: DeliveryDesk, operations: OperationStore) {
    this.#desk = desk;
    this.#operations = operations;
  }

  /** @throws whatever keeps the row from being made; its claim will say so. */
  make(id: string): void {
    this.#forgetOutdated();
    const prepared = this.#desk.prepare(id);
    if (prepared !== null) this.#rows.set(id, prepared);
  }

  /** Everything that still holds, by id; asked right before the commit that claims, and given out once. */
  take(): ReadonlyMap<string, Prepared> {
    this.#forgetOutdated();
    const rows = new Map(this.#rows);
    this.#rows.clear();
    return rows;
  }

  #forgetOutdated(): void {
    const writes = this.#operations.writes();
    if (writes !== this.#asOf) this.#rows.clear();
    this.#asOf = writes;
  }
}
