import type { Capabilities } from '../../src-shared/backend/capabilities.ts';
import type { OperationKind } from '../../src-shared/queue/operation.ts';
import { AFTER_CRASH, type NextStep, nextStep } from '../../src-shared/queue/operation-state.ts';
import type { Scheduled } from '../../src-shared/time/clock.ts';
import { SECOND } from '../../src-shared/time/clock.ts';
import { atomically, savepoint } from '../database/atomically.ts';
import { StorageError } from '../database/storage-error.ts';
import type { OperationFacts } from '../stores/operation-store.ts';
import type { Connectivity } from './connectivity.ts';
import type { Claimed, Delivered, DeliveryDesk, DeskOptions } from './delivery-desk.ts';

/** Kinds whose replay is safe for ever may be claimed and settled in groups of this size. */
const GROUP = 64;
const GROUP_WAIT_MS = 50;
const STOP_WAIT_MS = 5 * SECOND;
const STORAGE_RETRY_MS = 1 * SECOND;

export interface SyncLoopOptions extends DeskOptions {
  readonly desk: DeliveryDesk;
  readonly connectivity: Connectivity;
  /** Requests at once, the fast lane's own connection not counted. */
  readonly connections: number;
  /** Requests a second, or null for no limit. */
  readonly pacePerSecond: number | null;
  /** Told after each commit that moved rows, with their ids. */
  readonly onMoved: (operationIds: readonly string[]) => void;
  /** A settle could not be committed for lack of space: room may be made. */
  readonly onNoSpace: () => void;
}

/**
 * Sends what is due, in order, and settles what came of it. It claims no more than is sent at once, except operations
 * whose replay is safe for ever. Data are queued, never functions; the only timers are the clock's.
 */
export class SyncLoop {
  readonly #o: SyncLoopOptions;
  /** Claimed and committed, not started. */
  #ready: Claimed[] = [];
  /** Being sent or looked up, by operation id. */
  readonly #running = new Map<string, AbortController>();
  /** Answered, not yet committed. */
  #answered: Delivered[] = [];
  /** Rows that are "sending" in the database because of this loop or the fast lane. */
  readonly #mine = new Set<string>();
  #timer: Scheduled | null = null;
  #groupTimer: Scheduled | null = null;
  #ticking = false;
  #wakeAgain = false;
  #started = false;
  #stopping = false;
  #storageBlocked = false;
  #lastStartAtMs = Number.NEGATIVE_INFINITY;
  #clockWentBack = false;
  #idleWaiters: (() => void)[] = [];

  constructor(options: SyncLoopOptions) {
    this.#o = options;
  }

  /** Takes up what a former process left, then begins to send. */
  start(): void {
    this.#started = true;
    this.wake();
  }

  get isClockBack(): boolean {
    return this.#clockWentBack;
  }

  /** The one way to say that something may be due. Cheap, may be called from anywhere, never sends twice. */
  wake(): void {
    if (!this.#started || this.#stopping) return;
    if (this.#ticking) {
      this.#wakeAgain = true;
      return;
    }
    this.#ticking = true;
    queueMicrotask(() => {
      try {
        do {
          this.#wakeAgain = false;
          this.#tick();
        } while (this.#wakeAgain && !this.#stopping);
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        this.#blockForStorage(error);
      } finally {
        this.#ticking = false;
      }
    });
  }

  /** Rows the fast lane works on are neither taken here nor taken for a crash's. */
  lend(id: string): void {
    this.#mine.add(id);
  }

  takeBack(id: string): void {
    this.#mine.delete(id);
  }

  /** Settles once nothing is being sent and nothing waits for its commit. */
  whenIdle(): Promise<void> {
    return this.#isIdle() ? Promise.resolve() : new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  #isIdle(): boolean {
    return this.#running.size === 0 && this.#ready.length === 0 && this.#answered.length === 0;
  }

  #tick(): void {
    if (this.#storageBlocked) return;
    this.#noticeClock();
    this.#takeUpAbandoned();
    const { clock, connectivity, connections } = this.#o;
    this.#timer?.cancel();
    this.#timer = null;
    for (;;) {
      const admission = connectivity.admission(clock.nowMs());
      if (admission.kind === 'none') {
        this.#handBackReady();
        this.#sleepUntil(admission.untilMs);
        break;
      }
      const limit = admission.kind === 'probe' ? 1 : connections;
      // One claimed row is the probe itself: handing it back would claim it again for ever.
      if (admission.kind === 'probe' && this.#ready.length > 1) this.#handBackReady();
      if (this.#running.size >= limit) break;
      const paceAtMs = this.#paceAtMs();
      if (paceAtMs > clock.nowMs()) {
        this.#sleepUntil(paceAtMs);
        break;
      }
      if (!this.#startOne(limit - this.#running.size)) {
        const soonest = this.#o.stores.operations.soonestNextAtMs();
        if (soonest !== null && this.#running.size < limit) this.#sleepUntil(Math.max(soonest, clock.nowMs() + 1));
        break;
      }
    }
    this.#flushIfQuiet();
    if (this.#isIdle()) for (const tell of this.#idleWaiters.splice(0)) tell();
  }

  /** Starts one due row. False: nothing is due. */
  #startOne(free: number): boolean {
    const next = this.#ready.shift();
    if (next !== undefined) {
      this.#send(next);
      return true;
    }
    const { clock, stores } = this.#o;
    const due = stores.operations
      .due(clock.nowMs(), GROUP + this.#running.size + this.#mine.size)
      .filter((row) => !this.#running.has(row.id) && !this.#mine.has(row.id));
    const first = due[0];
    if (first === undefined) return false;
    const step = this.#stepOf(first);
    if (step === 'look-up') {
      this.#lookUp(first.id);
      return true;
    }
    const probing = this.#o.connectivity.admission(clock.nowMs()).kind !== 'all';
    const group = probing || !this.#isSafeForEver(first) ? [first] : this.#groupFrom(due, free);
    this.#ready.push(...this.#claim(group));
    return true;
  }

  #groupFrom(due: readonly OperationFacts[], free: number): OperationFacts[] {
    const group: OperationFacts[] = [];
    for (const row of due) {
      if (!this.#isSafeForEver(row) || this.#stepOf(row) === 'look-up') break;
      group.push(row);
      if (group.length >= Math.max(GROUP, free)) break;
    }
    return group;
  }

  #stepOf(row: OperationFacts): NextStep {
    const replay = this.#o.backEnd.capabilities.replay[row.kind];
    if (replay === null) return 'send';
    return nextStep(row, replay, this.#o.clock.nowMs(), this.#clockWentBack);
  }

  #isSafeForEver(row: { readonly kind: OperationKind }): boolean {
    const capabilities: Capabilities = this.#o.backEnd.capabilities;
    return capabilities.replay[row.kind]?.kind === 'safe-for-ever';
  }

  #claim(rows: readonly OperationFacts[]): Claimed[] {
    const claimed = atomically(this.#o.db, () => {
      this.#raiseClock();
      return rows.map((row) => this.#o.desk.claim(row.id)).filter((row) => row !== null);
    });
    for (const row of claimed) this.#mine.add(row.operation.id);
    if (claimed.length < rows.length) this.#o.onMoved(rows.map((row) => row.id));
    return claimed;
  }

  #send(claimed: Claimed): void {
    const abort = new AbortController();
    this.#lastStartAtMs = this.#o.clock.nowMs();
    this.#running.set(claimed.operation.id, abort);
    void this.#o.desk.send(claimed, abort.signal).then((delivered) => {
      this.#answered.push(delivered);
      this.#running.delete(claimed.operation.id);
      this.#o.connectivity.seenDelivery(delivered.delivery);
      if (this.#answered.length >= GROUP || !this.#isSafeForEver(claimed.operation)) this.#flush();
      this.#afterAnswer();
    });
  }

  #lookUp(id: string): void {
    const abort = new AbortController();
    this.#lastStartAtMs = this.#o.clock.nowMs();
    this.#running.set(id, abort);
    void this.#o.desk.lookUp(id, abort.signal).then((found) => {
      this.#running.delete(id);
      if (found !== null) {
        this.#o.connectivity.seenResolution(found.resolution);
        this.#commit(() => {
          if (this.#o.stores.operations.factsById(id)?.state === 'unknown') this.#o.desk.settleLookUp(found, null);
        });
        this.#o.onMoved([id]);
      }
      this.#afterAnswer();
    });
  }

  #afterAnswer(): void {
    if (this.#stopping) {
      this.#flush();
      if (this.#isIdle()) for (const tell of this.#idleWaiters.splice(0)) tell();
      return;
    }
    this.wake();
  }

  /** Answers wait for a full group, or 50 ms, or until nothing else is on its way. */
  #flushIfQuiet(): void {
    if (this.#answered.length === 0) return;
    if (this.#running.size === 0 && this.#ready.length === 0) this.#flush();
    else
      this.#groupTimer ??= this.#o.clock.schedule(GROUP_WAIT_MS, () => {
        this.#groupTimer = null;
        this.#flush();
        this.wake();
      });
    if (this.#answered.length === 0 && this.#isIdle()) this.wake();
  }

  #flush(): void {
    this.#groupTimer?.cancel();
    this.#groupTimer = null;
    const group = this.#answered;
    if (group.length === 0) return;
    const committed = this.#commit(() => {
      for (const delivered of group) this.#settleOne(delivered);
    });
    if (!committed) return;
    this.#answered = [];
    for (const delivered of group) this.#mine.delete(delivered.claimed.operation.id);
    this.#o.onMoved(group.map((delivered) => delivered.claimed.operation.id));
  }

  #settleOne(delivered: Delivered): void {
    try {
      savepoint(this.#o.db, () => {
        this.#o.desk.settle(delivered);
      });
    } catch (error) {
      if (error instanceof StorageError) throw error;
      // A bug: the row stays "sending" and is taken up as unknown at the next tick, so nothing is lost or sent blindly.
      this.#o.log.error(
        { operationId: delivered.claimed.operation.id, error: error instanceof Error ? error.message : String(error) },
        'an answer could not be settled',
      );
    }
  }

  /** False: the disk refused; the answers stay in memory and nothing is claimed until they are written. */
  #commit(work: () => void): boolean {
    try {
      atomically(this.#o.db, () => {
        this.#raiseClock();
        work();
      });
      return true;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#blockForStorage(error);
      return false;
    }
  }

  #blockForStorage(error: StorageError): void {
    this.#o.log.error({ trouble: error.trouble }, 'the queue cannot be written');
    if (error.trouble === 'no-space') this.#o.onNoSpace();
    this.#storageBlocked = true;
    this.#o.clock.schedule(STORAGE_RETRY_MS, () => {
      this.#storageBlocked = false;
      this.#flush();
      this.wake();
    });
  }

  /** Rows marked as being sent that nobody here is sending: a crash, or a settle that failed. They may have arrived. */
  #takeUpAbandoned(): void {
    const { stores, clock } = this.#o;
    if (stores.operations.countSending() === this.#mine.size) return;
    const abandoned = stores.operations.sending().filter((row) => !this.#mine.has(row.id));
    if (abandoned.length === 0) return;
    const nowMs = clock.nowMs();
    atomically(this.#o.db, () => {
      for (const row of abandoned) {
        const wanted = row.kind === 'pay' && stores.operations.undoerOf(row.id)?.state === 'owed';
        stores.operations.settle(row.id, 'sending', AFTER_CRASH, { nowMs, nextAtMs: wanted ? null : nowMs });
      }
    });
    this.#o.onMoved(abandoned.map((row) => row.id));
  }

  #handBackReady(): void {
    if (this.#ready.length === 0) return;
    const rows = this.#ready;
    this.#ready = [];
    atomically(this.#o.db, () => {
      for (const claimed of rows) this.#o.desk.unclaim(claimed);
    });
    for (const claimed of rows) this.#mine.delete(claimed.operation.id);
  }

  #paceAtMs(): number {
    const pace = this.#o.pacePerSecond;
    return pace === null ? 0 : this.#lastStartAtMs + 1000 / pace;
  }

  #sleepUntil(atMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#o.clock.schedule(Math.max(1, atMs - this.#o.clock.nowMs()), () => {
      this.#timer = null;
      this.wake();
    });
  }

  /** A wall clock earlier than the highest committed time: windows are over and delays mean nothing. */
  #noticeClock(): void {
    const { stores, clock } = this.#o;
    const nowMs = clock.nowMs();
    const back = nowMs < stores.settings.highWater('time') - SECOND;
    if (back && !this.#clockWentBack) {
      this.#clockWentBack = true;
      atomically(this.#o.db, () => stores.operations.makeDelayedDue(nowMs));
    } else if (!back) this.#clockWentBack = false;
  }

  #raiseClock(): void {
    this.#o.stores.settings.raise('time', this.#o.clock.nowMs());
  }

  /**
   * No new claims; unsent rows go back as they were; what runs gets 5 s, then it is aborted; every answer is committed.
   */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#timer?.cancel();
    this.#handBackReady();
    if (this.#running.size > 0) {
      let timer: Scheduled | null = null;
      const limit = new Promise<void>((resolve) => {
        timer = this.#o.clock.schedule(STOP_WAIT_MS, resolve);
      });
      await Promise.race([this.whenIdle(), limit]);
      (timer as Scheduled | null)?.cancel();
      for (const abort of this.#running.values()) abort.abort();
      if (this.#running.size > 0) await this.whenIdle();
    }
    this.#flush();
  }
}
