import type BetterSqlite3 from 'better-sqlite3';
import type { Logger } from 'pino';
import type { Operation } from '../../src-shared/queue/operation.ts';
import {
  AFTER_ABSENT_WANTED,
  afterClose,
  afterDelivery,
  afterResolution,
  afterUnclaim,
  afterUnsendable,
  type Move,
  type Next,
  type StateFacts,
} from '../../src-shared/queue/operation-state.ts';
import type { Delivery, Resolution } from '../../src-shared/queue/outcome.ts';
import { LONGEST_DELAY_MS, type RetrySchedule, retryDelayMs } from '../../src-shared/queue/retry-schedule.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { BackEnd, OutcomeOf } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import { storageTroubleOf } from '../database/storage-error.ts';
import type { Account } from '../stores/operation-store.ts';
import { UnreadableStoredValue } from '../stores/sealer.ts';
import type { Stores } from '../stores/stores.ts';
import { applyPlan } from './apply-plan.ts';
import { materialiseContext, resolveContext } from './operation-context.ts';

/** A row whose bytes are frozen and committed, with what it was before this claim. */
export interface Claimed {
  readonly operation: Operation;
  readonly before: StateFacts & { readonly nextAtMs: number | null };
}

export interface LookedUp {
  readonly resolution: Resolution;
  readonly operation: Operation;
  readonly atMs: number;
  readonly tookMs: number;
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
  readonly account: Account;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly schedule: RetrySchedule;
  readonly log: Logger;
}

/**
 * Claims, sends, looks up and settles single operations; the sync loop and the fast lane decide when. The claiming and
 * settling parts run inside the caller's commit.
 */
export class DeliveryDesk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /**
   * Freezes the bytes of these rows and marks them as being sent. A row that cannot be made is parked with its reason and
   * left out. Inside the caller's commit.
   *
   * Each step is taken for all rows before the next one: a group costs a quarter less than when each row goes through all
   * of them, since the same code and the same pages are used again at once.
   */
  claim(ids: readonly string[]): Claimed[] {
    const { stores, backEnd, clock } = this.#options;
    const { operations } = stores;
    const nowMs = clock.nowMs();
    const failed: { readonly id: string; readonly error: unknown }[] = [];
    function step<T, R>(rows: readonly Row<T>[], work: (of: T, id: string) => R | null): Row<R>[] {
      return rows.flatMap(({ id, of }) => {
        try {
          const made = work(of, id);
          return made === null ? [] : [{ id, of: made }];
        } catch (error) {
          failed.push({ id, error });
          return [];
        }
      });
    }
    const found = step(
      ids.map((id) => ({ id, of: id })),
      (id) => claimable(operations.byId(id)),
    );
    const read = step(found, (operation) => ({
      operation,
      context: operation.request === null ? materialiseContext(operation, stores, nowMs) : null,
    }));
    const made = step(read, ({ operation, context }) => ({
      operation,
      frozen: operation.request,
      request: context === null ? operation.request : backEnd.materialise(operation, context),
    }));
    const sealed = step(made, ({ operation, frozen, request }, id) => ({
      operation: { ...operation, request, state: 'sending' as const },
      before: stateBefore(operation),
      bytes: frozen === null && request !== null ? operations.sealRequest(id, request) : null,
    }));
    for (const { of } of sealed) operations.claim(of.operation, of.bytes, nowMs);
    for (const { id, error } of failed) this.#parkUnsendable(id, error);
    return sealed.map(({ of: { operation, before } }) => ({ operation, before }));
  }

  #parkUnsendable(id: string, error: unknown): void {
    if (storageTroubleOf(error) !== null) throw error;
    const { stores, clock, log } = this.#options;
    const facts = stores.operations.factsById(id);
    if (facts === null) return;
    const text = error instanceof Error ? error.message : String(error);
    log.error({ operationId: id, kind: facts.kind, error: text }, 'operation cannot be sent as stored');
    const stored = { nowMs: clock.nowMs(), nextAtMs: null, errorCode: 'stored-data', errorText: text.slice(0, 300) };
    stores.operations.settle(id, facts.state, afterUnsendable(facts), stored);
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
    // Every attempt has its row in the attempt table; the log is for what needs a second look.
    log[delivery.kind === 'done' ? 'debug' : 'info'](
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
    const nowMs = clock.nowMs();
    stores.operations.settle(operation.id, 'sending', move, {
      nowMs,
      nextAtMs: this.#nextAtMs(operation, move, before.nextAtMs),
      lastAttemptAtMs: nowMs,
      ...errorOf(delivery),
      ...('answer' in delivery ? { answer: delivery.answer } : {}),
    });
    this.#follow(operation, move);
    stores.attempts.add(operation.seq, {
      what: 'send',
      atMs,
      tookMs,
      key: operation.key,
      outcome: 'why' in delivery ? `${delivery.kind}: ${delivery.why}` : delivery.kind,
      status: delivery.status,
      code: 'code' in delivery ? delivery.code : null,
      vendorRequestId: delivery.vendorRequestId,
      serverOffsetMs: delivery.serverOffsetMs,
    });
    return move;
  }

  /** Gives a claimed row back as it was; it was never started. */
  unclaim({ operation, before }: Claimed): void {
    const nowMs = this.#options.clock.nowMs();
    const facts = { nowMs, nextAtMs: before.nextAtMs ?? nowMs };
    this.#options.stores.operations.settle(operation.id, 'sending', afterUnclaim(before), facts);
  }

  /** Asks the back end whether an unknown operation happened. Changes nothing there. */
  async lookUp(id: string, signal: AbortSignal): Promise<LookedUp | null> {
    const { stores, backEnd, clock, log } = this.#options;
    const operation = this.#readable(id);
    if (operation === null || operation.state !== 'unknown') return null;
    const atMs = clock.nowMs();
    const startedAt = performance.now();
    let resolution: Resolution;
    try {
      resolution = await backEnd.resolve(operation, resolveContext(operation, stores, atMs), signal);
    } catch (error) {
      log.error({ operationId: id, error: error instanceof Error ? error.message : String(error) }, 'look-up threw');
      resolution = {
        kind: 'ask-again',
        afterMs: LONGEST_DELAY_MS,
        why: null,
        code: 'internal',
        text: 'The till could not read the answer',
      };
    }
    log.info({ operationId: id, kind: operation.kind, outcome: resolution.kind }, 'looked up');
    return { resolution, operation, atMs, tookMs: elapsedMs(startedAt) };
  }

  /** Null where its stored data cannot be read: then it is parked in doubt, since nothing can be asked about it. */
  #readable(id: string): Operation | null {
    const { stores, clock, log, db } = this.#options;
    try {
      return stores.operations.byId(id);
    } catch (error) {
      if (!(error instanceof UnreadableStoredValue)) throw error;
      log.error({ operationId: id, place: error.place }, 'stored operation cannot be read');
      const facts = stores.operations.factsById(id);
      if (facts === null || facts.state !== 'unknown') return null;
      const stored = { nowMs: clock.nowMs(), nextAtMs: null, errorCode: 'stored-data', errorText: error.message };
      atomically(db, () => stores.operations.settle(id, 'unknown', afterUnsendable(facts), stored));
      return null;
    }
  }

  /**
   * Writes what a look-up came to. Inside the caller's commit.
   *
   * @param wanted a cashier waits for this pay: proved absent, it is queued again for the fast lane, with a new key.
   */
  settleLookUp(found: LookedUp, wanted: boolean): Move {
    const { stores, clock } = this.#options;
    const { resolution, operation } = found;
    const sendAgain = wanted && resolution.kind === 'absent';
    const unwanted = stores.operations.undoerOf(operation.id)?.state === 'queued';
    const move = sendAgain ? AFTER_ABSENT_WANTED : afterResolution(operation, resolution, unwanted);
    stores.operations.settle(operation.id, 'unknown', move, {
      nowMs: clock.nowMs(),
      nextAtMs: this.#nextAtMs(operation, move, operation.nextAtMs),
      answer: resolution.kind === 'done' ? resolution.answer : null,
      evidence: 'evidence' in resolution ? resolution.evidence : null,
      errorCode: 'code' in resolution ? resolution.code : null,
      errorText: 'text' in resolution ? resolution.text.slice(0, 300) : null,
    });
    this.#follow(operation, move);
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

  /** What this outcome makes necessary, in the commit that settles it (`BackEnd.follow`). */
  #follow({ id, kind }: Operation, move: Move): void {
    const { stores, backEnd, clock, account, newId } = this.#options;
    if (!backEnd.capabilities.follows.includes(kind)) return;
    const outcome = followed(move);
    const operation = outcome === null ? null : stores.operations.byId(id);
    if (outcome === null || operation === null) return;
    const nowMs = clock.nowMs();
    const followUp = backEnd.follow(operation, outcome, materialiseContext(operation, stores, nowMs), newId);
    applyPlan(followUp, { stores, account, clock });
    const closing = followUp.close ? afterClose(operation, 0) : null;
    if (closing !== null) stores.operations.settle(id, 'parked', closing, { nowMs, nextAtMs: null });
  }

  #nextAtMs(operation: Operation, move: Move, beforeMs: number | null): number | null {
    const nowMs = this.#options.clock.nowMs();
    // Nobody asks about a pay by itself while the cashier may still want it, and nothing but the fast lane sends one.
    if (operation.kind === 'pay' && (move.state === 'queued' || this.#options.stores.operations.isWanted(operation.id)))
      return null;
    if (move.next.kind === 'as-before') return beforeMs ?? nowMs;
    return nowMs + this.#delayMs(operation, move.next);
  }

  #delayMs(operation: Operation, next: Exclude<Next, { kind: 'as-before' }>): number {
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

/** Null: nothing is settled yet, or a person decides. */
function followed({ state, happened }: Move): OutcomeOf | null {
  if (happened === 1) return 'delivered';
  if (state === 'dropped') return 'absent';
  return happened === 0 && (state === 'parked' || state === 'closed') ? 'refused' : null;
}

/** A row on its way through the steps of a claim. */
interface Row<T> {
  readonly id: string;
  readonly of: T;
}

const claimable = (operation: Operation | null): Operation | null =>
  operation?.state === 'queued' || operation?.state === 'unknown' ? operation : null;

const stateBefore = ({ kind, state, happened, firstSentAtMs, nextAtMs }: Operation): Claimed['before'] => ({
  kind,
  state,
  happened,
  firstSentAtMs,
  nextAtMs,
});

/** A refused credential is no fault of any row (rule 13): it leaves the row's own error as it is. */
function errorOf(delivery: Delivery): { errorCode?: string | null; errorText?: string | null } {
  switch (delivery.kind) {
    case 'done':
      return { errorCode: null, errorText: null };
    case 'not-final':
      return { errorCode: delivery.code, errorText: null };
    case 'not-arrived':
      if (delivery.why === 'not-signed-in') return {};
      return { errorCode: delivery.code, errorText: delivery.text.slice(0, 300) };
    case 'refused':
    case 'maybe':
      return { errorCode: delivery.code, errorText: delivery.text.slice(0, 300) };
  }
}

const elapsedMs = (startedAt: number): number => Math.trunc(performance.now() - startedAt);
