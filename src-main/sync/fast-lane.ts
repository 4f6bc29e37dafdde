import type { Operation } from '../../src-shared/queue/operation.ts';
import { AFTER_DROP, nextStep } from '../../src-shared/queue/operation-state.ts';
import { SECOND } from '../../src-shared/time/clock.ts';
import { atomically } from '../database/atomically.ts';
import type { Connectivity } from './connectivity.ts';
import type { Claimed, DeliveryDesk, DeskOptions } from './delivery-desk.ts';
import type { InFlight } from './in-flight.ts';
import type { Settling } from './settling.ts';
import type { SyncLoop } from './sync-loop.ts';

const DROP_AGAIN_MS = 1 * SECOND;

export interface FastLaneOptions extends Pick<DeskOptions, 'db' | 'stores' | 'backEnd' | 'clock' | 'log'> {
  readonly desk: DeliveryDesk;
  readonly settling: Settling;
  readonly inFlight: InFlight;
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

  /**
   * Sends a pay that was just stored, or was just proved absent. Returns it as settled.
   *
   * @throws StorageError where it could not even be claimed; then it is dropped, now or as soon as the file takes it.
   */
  async send(id: string, signal: AbortSignal): Promise<Operation> {
    const { desk, settling, loop, connectivity, onMoved } = this.#o;
    loop.lend(id);
    try {
      const claimed = this.#claim(id);
      if (claimed === null) onMoved([id]);
      else {
        const epoch = connectivity.epoch;
        await this.#run(id, signal, async (both) => {
          const delivered = await desk.send(claimed, both);
          settling.take(delivered);
          // What the cashier or a stop gave up says nothing about the connection.
          if (!both.aborted) connectivity.seenDelivery(delivered.delivery, 'pay', epoch);
        });
        await settling.whenSettled(id);
      }
    } finally {
      loop.takeBack(id);
      loop.watchPay(id);
    }
    return this.#stored(id);
  }

  /**
   * Asks about an unknown pay while the cashier waits: by a repeat where that returns the first answer, else by a look-up.
   * Proved absent, it is sent once more with the same content; a doubtful answer parks it.
   */
  async askAgain(id: string, signal: AbortSignal): Promise<Operation> {
    const { desk, settling, loop, connectivity, onMoved, stores } = this.#o;
    if (this.#repeatAnswers(id)) return await this.send(id, signal);
    let sendAgain = false;
    loop.lend(id);
    try {
      await this.#run(id, signal, async (both) => {
        const epoch = connectivity.epoch;
        const found = await desk.lookUp(id, both);
        if (found === null) return;
        connectivity.seenResolution(found.resolution, epoch);
        settling.commit(() => {
          if (stores.operations.factsById(id)?.state !== 'unknown') return;
          const wanted = stores.operations.isWanted(id) && !this.#wasRepeated(found.operation);
          desk.settleLookUp(found, wanted);
          sendAgain = wanted && found.resolution.kind === 'absent';
        });
      });
    } finally {
      loop.takeBack(id);
      loop.watchPay(id);
      onMoved([id]);
    }
    return sendAgain ? this.send(id, signal) : this.#stored(id);
  }

  /** Whether the same bytes under the same key are answered with what became of the first try. */
  #repeatAnswers(id: string): boolean {
    const { stores, backEnd, clock } = this.#o;
    const row = stores.operations.factsById(id);
    if (row?.state !== 'unknown') return false;
    const { replay, payReplayReturnsFirstAnswer } = backEnd.capabilities;
    return nextStep(row, { replay: replay.pay, payReplayReturnsFirstAnswer }, clock.nowMs()) === 'replay';
  }

  /** One repeat (contract section 6 rule 7): a pay that was sent under another key before is not sent a third time. */
  #wasRepeated({ seq, key }: Operation): boolean {
    return this.#o.stores.attempts.ofOperation(seq).some((attempt) => attempt.what === 'send' && attempt.key !== key);
  }

  #claim(id: string): Claimed | null {
    try {
      return this.#o.settling.claim([id])[0] ?? null;
    } catch (error) {
      this.#dropLater(id);
      throw error;
    }
  }

  /** Never sent, and nobody waits for it any more: dropped as soon as the file takes it. */
  #dropLater(id: string): void {
    const { settling, stores, clock, onMoved } = this.#o;
    if (settling.commit(() => stores.operations.drop(id, clock.nowMs()))) onMoved([id]);
    else if (!settling.isClosed) clock.schedule(DROP_AGAIN_MS, () => this.#dropLater(id));
  }

  async #run(id: string, signal: AbortSignal, work: (both: AbortSignal) => Promise<void>): Promise<void> {
    const { inFlight } = this.#o;
    try {
      await work(inFlight.begin(id, signal));
    } finally {
      inFlight.end(id);
    }
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

  #stored(id: string): Operation {
    const operation = this.#o.stores.operations.byId(id);
    if (operation === null) throw new Error('the pay is not stored');
    return operation;
  }
}
