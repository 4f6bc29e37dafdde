import type BetterSqlite3 from 'better-sqlite3';
import type { Logger } from 'pino';
import type { Operation } from '../../src-shared/queue/operation.ts';
import {
  afterDelivery,
  afterResolution,
  type Move,
  type Next,
  type StateFacts,
} from '../../src-shared/queue/operation-state.ts';
import type { Delivery, Resolution } from '../../src-shared/queue/outcome.ts';
import { LONGEST_DELAY_MS, type RetrySchedule, retryDelayMs } from '../../src-shared/queue/retry-schedule.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { BackEnd } from '../backends/backend.ts';
import { savepoint } from '../database/atomically.ts';
import type { Stores } from '../stores/stores.ts';
import { materialiseContext, resolveContext } from './operation-context.ts';

/** A row whose bytes are frozen and committed, with what it was before this claim. */
export interface Claimed {
  readonly operation: Operation;
  readonly before: StateFacts;
}

export interface Delivered {
  readonly claimed: Claimed;
  readonly delivery: Delivery;
  readonly atMs: number;
  readonly tookMs: number;
}

export interface DeskOptions {
  readonly db: BetterSqlite3.Database;
  readonly stores: Stores;
  readonly backEnd: BackEnd;
  readonly clock: Clock;
  readonly random: () => number;
  readonly schedule: RetrySchedule;
  readonly log: Logger;
}

const PARKED_BEFORE_SENDING = {
  firstSentAtMs: 'keep',
  next: { kind: 'no' },
  countsAttempt: false,
  newKey: false,
} as const;

/**
 * Claims, sends, looks up and settles single operations; the sync loop and the fast lane decide when. The claiming and
 * settling parts run inside the caller's commit.
 */
export class DeliveryDesk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Freezes the bytes and marks the row as being sent. Null: it could not be made and is parked now, with its reason. */
  claim(id: string): Claimed | null {
    const { stores, backEnd, clock } = this.#options;
    const nowMs = clock.nowMs();
    const facts = stores.operations.factsById(id);
    if (facts === null) return null;
    try {
      return savepoint(this.#options.db, () => {
        const operation = stores.operations.byId(id);
        if (operation === null) return null;
        const request = operation.request ?? backEnd.materialise(operation, materialiseContext(operation, stores));
        stores.operations.claim(id, operation.request === null ? request : null, nowMs);
        const before: StateFacts = {
          kind: operation.kind,
          state: operation.state,
          happened: operation.happened,
          firstSentAtMs: operation.firstSentAtMs,
        };
        return { operation: { ...operation, request, state: 'sending' as const }, before };
      });
    } catch (error) {
      if (error instanceof Error && error.name === 'StorageError') throw error;
      const text = error instanceof Error ? error.message : String(error);
      this.#options.log.error({ operationId: id, kind: facts.kind, error: text }, 'operation cannot be sent as stored');
      stores.operations.settle(
        id,
        facts.state,
        { ...PARKED_BEFORE_SENDING, state: 'parked', happened: facts.state === 'queued' ? 0 : null },
        { nowMs, nextAtMs: null, errorCode: 'stored-data', errorText: text.slice(0, 300) },
      );
      return null;
    }
  }

  /** Sends the frozen bytes. Never throws: a bug in a back end counts as "it may have happened". */
  async send(claimed: Claimed, signal: AbortSignal): Promise<Delivered> {
    const { backEnd, clock, log } = this.#options;
    const { operation } = claimed;
    const atMs = clock.nowMs();
    const startedAt = performance.now();
    let delivery: Delivery;
    try {
      if (operation.request === null) throw new Error('no frozen request');
      delivery = await backEnd.deliver(operation.request, operation, signal);
    } catch (error) {
      log.error(
        { operationId: operation.id, error: error instanceof Error ? error.message : String(error) },
        'back end threw',
      );
      delivery = {
        kind: 'maybe',
        why: 'unreadable',
        retryAfterMs: null,
        code: 'internal',
        text: 'The till could not read the answer',
        status: null,
        vendorRequestId: null,
        serverOffsetMs: null,
      };
    }
    const tookMs = elapsedMs(startedAt);
    log.info(
      {
        operationId: operation.id,
        kind: operation.kind,
        attempt: operation.attempts + 1,
        outcome: delivery.kind,
        code: 'code' in delivery ? delivery.code : null,
        status: delivery.status,
        tookMs,
      },
      'sent',
    );
    return { claimed, delivery, atMs, tookMs };
  }

  /** Writes what an attempt came to. Inside the caller's commit. */
  settle({ claimed, delivery, atMs, tookMs }: Delivered): Move {
    const { stores, clock } = this.#options;
    const { operation, before } = claimed;
    const move = afterDelivery(before, delivery);
    const done = delivery.kind === 'done';
    stores.operations.settle(operation.id, 'sending', this.#heldPay(operation, move), {
      nowMs: clock.nowMs(),
      nextAtMs: this.#nextAtMs(operation, move),
      answer: done ? delivery.answer : null,
      errorCode: done ? null : delivery.code,
      errorText:
        delivery.kind === 'refused' || delivery.kind === 'maybe' || delivery.kind === 'not-arrived'
          ? delivery.text.slice(0, 300)
          : null,
    });
    stores.attempts.add(operation.seq, {
      what: 'send',
      atMs,
      tookMs,
      key: operation.key,
      outcome: 'why' in delivery ? `${delivery.kind}: ${delivery.why}` : delivery.kind,
      status: delivery.status,
      code: done ? null : delivery.code,
      vendorRequestId: delivery.vendorRequestId,
      serverOffsetMs: delivery.serverOffsetMs,
    });
    return move;
  }

  /** Gives a claimed row back as it was; it was never started. */
  unclaim({ operation, before }: Claimed): void {
    const nowMs = this.#options.clock.nowMs();
    this.#options.stores.operations.settle(
      operation.id,
      'sending',
      before.state === 'queued'
        ? { ...PARKED_BEFORE_SENDING, state: 'queued', happened: 0, firstSentAtMs: null }
        : { ...PARKED_BEFORE_SENDING, state: 'unknown', happened: null },
      { nowMs, nextAtMs: nowMs },
    );
  }

  /** Asks the back end whether an unknown operation happened. Changes nothing there. */
  async lookUp(
    id: string,
    signal: AbortSignal,
  ): Promise<{ resolution: Resolution; operation: Operation; atMs: number; tookMs: number } | null> {
    const { stores, backEnd, clock, log } = this.#options;
    const operation = stores.operations.byId(id);
    if (operation === null || operation.state !== 'unknown') return null;
    const atMs = clock.nowMs();
    const startedAt = performance.now();
    let resolution: Resolution;
    try {
      resolution = await backEnd.resolve(operation, resolveContext(operation, stores), signal);
    } catch (error) {
      log.error({ operationId: id, error: error instanceof Error ? error.message : String(error) }, 'look-up threw');
      resolution = {
        kind: 'ask-again',
        afterMs: LONGEST_DELAY_MS,
        code: 'internal',
        text: 'The till could not read the answer',
      };
    }
    log.info({ operationId: id, kind: operation.kind, outcome: resolution.kind }, 'looked up');
    return { resolution, operation, atMs, tookMs: elapsedMs(startedAt) };
  }

  /** Writes what a look-up came to. `move` may be replaced by the fast lane, which has a person waiting. */
  settleLookUp(
    found: { resolution: Resolution; operation: Operation; atMs: number; tookMs: number },
    override: ((move: Move) => Move) | null,
  ): Move {
    const { stores, clock } = this.#options;
    const { resolution, operation } = found;
    const proposed = afterResolution(operation, resolution);
    const move = override === null ? proposed : override(proposed);
    stores.operations.settle(operation.id, 'unknown', move, {
      nowMs: clock.nowMs(),
      nextAtMs: operation.kind === 'pay' && override !== null ? null : this.#nextAtMs(operation, move),
      answer: resolution.kind === 'done' ? resolution.answer : null,
      evidence: resolution.kind === 'ask-again' ? null : resolution.evidence,
      errorCode: 'code' in resolution ? resolution.code : null,
      errorText: 'text' in resolution ? resolution.text.slice(0, 300) : null,
    });
    stores.attempts.add(operation.seq, {
      what: 'look-up',
      atMs: found.atMs,
      tookMs: found.tookMs,
      key: operation.key,
      outcome: resolution.kind,
      status: null,
      code: 'code' in resolution ? resolution.code : null,
      vendorRequestId: null,
      serverOffsetMs: null,
    });
    return move;
  }

  /** A pay that provably did not arrive is not sent later: no cashier waits for it then. */
  #heldPay(operation: Operation, move: Move): Move {
    return operation.kind === 'pay' && move.state === 'queued' ? { ...move, state: 'dropped' } : move;
  }

  #nextAtMs(operation: Operation, move: Move): number | null {
    const nowMs = this.#options.clock.nowMs();
    // Nobody asks about a pay by itself while the cashier may still want it.
    if (operation.kind === 'pay' && move.state === 'unknown') {
      const cancel = this.#options.stores.operations.undoerOf(operation.id);
      if (cancel === null || cancel.state === 'owed') return null;
    }
    return nowMs + this.#delayMs(operation, move.next);
  }

  #delayMs(operation: Operation, next: Next): number {
    switch (next.kind) {
      case 'now':
      case 'no':
        return 0;
      case 'after':
        return Math.min(Math.max(next.ms, 0), LONGEST_DELAY_MS);
      case 'retry':
        return retryDelayMs(this.#options.schedule, operation.attempts + 1, null, this.#options.random);
    }
  }
}

const elapsedMs = (startedAt: number): number => Math.trunc(performance.now() - startedAt);
