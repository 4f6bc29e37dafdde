import type { Operation } from '../../src-shared/queue/operation.ts';
import { AFTER_DROP, type Move } from '../../src-shared/queue/operation-state.ts';
import { atomically } from '../database/atomically.ts';
import type { Connectivity } from './connectivity.ts';
import type { DeliveryDesk, DeskOptions } from './delivery-desk.ts';
import type { SyncLoop } from './sync-loop.ts';

export interface FastLaneOptions extends DeskOptions {
  readonly desk: DeliveryDesk;
  readonly loop: SyncLoop;
  readonly connectivity: Connectivity;
  readonly onMoved: (operationIds: readonly string[]) => void;
}

/**
 * Sends pays while a cashier waits; nothing else ever does. Each step settles alone, before the screen hears of it.
 */
export class FastLane {
  readonly #o: FastLaneOptions;

  constructor(options: FastLaneOptions) {
    this.#o = options;
  }

  /** Sends a pay that was just stored. Returns it as settled. */
  async send(id: string, signal: AbortSignal): Promise<Operation> {
    const { db, desk, loop, connectivity, onMoved, stores } = this.#o;
    loop.lend(id);
    try {
      const claimed = atomically(db, () => desk.claim(id));
      if (claimed !== null) {
        const delivered = await desk.send(claimed, signal);
        connectivity.seenDelivery(delivered.delivery);
        atomically(db, () => {
          desk.settle(delivered);
        });
      }
    } finally {
      loop.takeBack(id);
      onMoved([id]);
      loop.wake();
    }
    return this.#stored(stores.operations.byId(id));
  }

  /**
   * Asks about an unknown pay while the cashier waits. Proved absent, it is sent once more with the same content; a
   * doubtful answer parks it.
   */
  async askAgain(id: string, signal: AbortSignal): Promise<Operation> {
    const { db, desk, loop, connectivity, onMoved, stores } = this.#o;
    loop.lend(id);
    let absent = false;
    try {
      const found = await desk.lookUp(id, signal);
      if (found !== null) {
        connectivity.seenResolution(found.resolution);
        atomically(db, () => {
          if (stores.operations.factsById(id)?.state !== 'unknown') return;
          const wanted = stores.operations.undoerOf(id)?.state === 'owed';
          absent = wanted && found.resolution.kind === 'absent';
          desk.settleLookUp(found, (move) => (absent ? requeued(move) : move));
        });
      }
    } finally {
      loop.takeBack(id);
      onMoved([id]);
    }
    return absent ? this.send(id, signal) : this.#stored(stores.operations.byId(id));
  }

  /** A pay that was never sent: found queued at start, or its deadline passed. */
  dropUnsent(nowMs: number): void {
    const { db, stores } = this.#o;
    atomically(db, () => {
      for (const pay of stores.operations.paysIn('queued')) {
        stores.operations.settle(pay.id, 'queued', AFTER_DROP, { nowMs, nextAtMs: null });
      }
    });
  }

  #stored(operation: Operation | null): Operation {
    if (operation === null) throw new Error('the pay is not stored');
    return operation;
  }
}

/** Proved absent and still wanted: queued again with a new key, to be sent at once by the fast lane. */
const requeued = (move: Move): Move => ({ ...move, state: 'queued', happened: 0, firstSentAtMs: null, newKey: true });
