import type { OperationKind } from '../../src-shared/queue/operation.ts';
import { nextStep } from '../../src-shared/queue/operation-state.ts';
import { type Scheduled, SECOND } from '../../src-shared/time/clock.ts';
import { StorageError } from '../database/storage-error.ts';
import type { OperationFacts } from '../stores/operation-store.ts';
import type { Connectivity } from './connectivity.ts';
import type { Claimed, DeliveryDesk, DeskOptions } from './delivery-desk.ts';
import { ForgottenPays } from './forgotten-pays.ts';
import type { InFlight } from './in-flight.ts';
import { GROUP, type Settling } from './settling.ts';

const STOP_WAIT_MS = 5 * SECOND;
/** An aborted request answers at once; one that does not is left to the next start. */
const ABORT_WAIT_MS = 1 * SECOND;
/** After a mistake of ours the loop looks again, instead of spinning or standing still for ever. */
const MISTAKE_WAIT_MS = 30 * SECOND;
/** Clocks are corrected by fractions of a second all day; only more than this counts as set back. */
const CLOCK_TOLERANCE_MS = 1 * SECOND;

export interface SyncLoopOptions extends Pick<DeskOptions, 'stores' | 'backEnd' | 'clock' | 'log'> {
  readonly desk: DeliveryDesk;
  readonly settling: Settling;
  readonly inFlight: InFlight;
  readonly connectivity: Connectivity;
  /** Requests at once, the fast lane's own connection not counted. */
  readonly connections: number;
  /** Requests a second, or null for no limit. */
  readonly pacePerSecond: number | null;
}

/**
 * Sends what is due, in order, and settles what came of it (design.md 7). It claims no more than is sent at once, except
 * operations whose replay is safe for ever. Data are queued, never functions; the only timers are the clock's.
 */
export class SyncLoop {
  readonly #o: SyncLoopOptions;
  /** Claimed and committed, not started. */
  #ready: Claimed[] = [];
  /** Being sent or looked up by this loop, by operation id. */
  readonly #running = new Set<string>();
  /** Rows that somebody else works on. */
  readonly #lent = new Set<string>();
  #timer: Scheduled | null = null;
  #ticking = false;
  #wakeAgain = false;
  #started = false;
  #stopping: Promise<void> | null = null;
  #contacted = false;
  #lastStartAtMs = Number.NEGATIVE_INFINITY;
  /** The highest committed time; null until the first tick. */
  #highestMs: number | null = null;
  #lastSeenMs = Number.NEGATIVE_INFINITY;
  #clockIsBack = false;

  readonly #forgotten: ForgottenPays;

  constructor(options: SyncLoopOptions) {
    this.#o = options;
    this.#forgotten = new ForgottenPays(options.stores.operations);
    options.settling.onProgress = () => this.wake();
  }

  /** Takes up what a former process left, then begins to send. */
  start(): void {
    this.#started = true;
    this.#forgotten.takeUp(this.#o.clock.nowMs());
    this.wake();
  }

  /** The wall clock is earlier than the highest committed time. */
  get isClockBack(): boolean {
    return this.#clockIsBack;
  }

  /** The one way to say that something may be due. Cheap, may be called from anywhere, never sends twice. */
  wake(): void {
    if (!this.#started || this.#stopping !== null) return;
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
        } while (this.#wakeAgain);
      } catch (error) {
        this.#caught(error);
      } finally {
        this.#ticking = false;
      }
    });
  }

  /** First contact after an outage or a pause: delayed rows are due. */
  contacted(): void {
    this.#contacted = true;
    this.wake();
  }

  /** A row that somebody else works on is not taken here until it is taken back. */
  lend(id: string): void {
    this.#lent.add(id);
  }

  takeBack(id: string): void {
    this.#lent.delete(id);
  }

  /** A pay came back undecided: it is given up by itself if nobody settles it in time. */
  watchPay(id: string): void {
    this.#forgotten.add(id, this.#o.clock.nowMs());
    this.wake();
  }

  /** Resolves when nothing is being sent, asked or waiting for its commit. */
  async whenIdle(): Promise<void> {
    while (this.#running.size > 0 || this.#ready.length > 0) await this.#o.inFlight.whenEmpty();
    await this.#o.settling.whenEmpty();
  }

  #caught(error: unknown): void {
    if (error instanceof StorageError) {
      this.#o.settling.block(error);
      return;
    }
    this.#o.log.error({ error: error instanceof Error ? error.message : String(error) }, 'the sync loop met a mistake');
    this.#sleepUntil(this.#o.clock.nowMs() + MISTAKE_WAIT_MS);
  }

  #tick(): void {
    const { clock, connectivity, connections, settling } = this.#o;
    if (this.#stopping !== null || settling.isBlocked) return;
    this.#timer?.cancel();
    this.#timer = null;
    this.#noticeClock();
    this.#noticeContact();
    if (this.#ready.length === 0) settling.takeUpAbandoned();
    this.#giveUpForgotten();
    for (;;) {
      const admission = connectivity.admission(clock.nowMs());
      if (admission.kind !== 'all') this.#handBackReady();
      if (admission.kind === 'none') {
        this.#sleepUntil(admission.untilMs);
        break;
      }
      const free = (admission.kind === 'probe' ? 1 : connections) - this.#running.size;
      if (free <= 0) break;
      const paceAtMs = this.#paceAtMs();
      if (paceAtMs > clock.nowMs()) {
        this.#sleepUntil(paceAtMs);
        break;
      }
      if (this.#startOne(admission.kind === 'probe')) continue;
      const soonest = this.#o.stores.operations.soonestNextAtMs(this.#inHand());
      if (soonest !== null) this.#sleepUntil(soonest);
      break;
    }
    const forgottenAtMs = this.#forgotten.nextAtMs();
    if (forgottenAtMs !== null && this.#timer === null) this.#sleepUntil(forgottenAtMs);
    // Nothing more is on its way that could share the commit, or enough waits. What it finishes may make other rows due.
    const isQuiet = this.#running.size === 0 && this.#ready.length === 0;
    if ((isQuiet || settling.isGroupFull) && settling.flush()) this.#wakeAgain = true;
  }

  /** Rows that stand in the due index although they are being worked on: look-ups, and what is lent. */
  #inHand(): Set<string> {
    return new Set([...this.#running, ...this.#lent]);
  }

  /** Starts one due row, or drops one. False: nothing is due. */
  #startOne(probing: boolean): boolean {
    const next = this.#ready.shift();
    if (next !== undefined) {
      this.#send(next);
      return true;
    }
    const { clock, stores, settling } = this.#o;
    const inHand = this.#inHand();
    const due = stores.operations.due(clock.nowMs(), GROUP + inHand.size).filter((row) => !inHand.has(row.id));
    const first = due[0];
    if (first === undefined) return false;
    switch (this.#stepOf(first)) {
      case 'look-up':
        this.#lookUp(first);
        return true;
      case 'drop':
        return settling.commit(() => stores.operations.drop(first.id, clock.nowMs()));
      case 'send':
      case 'replay': {
        const group = probing || !this.#isSafeForEver(first) ? [first] : this.#groupFrom(due);
        const [started, ...ready] = settling.claim(group.map((row) => row.id));
        this.#ready = ready;
        if (started !== undefined) this.#send(started);
        return true;
      }
    }
  }

  /** The due rows from the first on that may be claimed ahead, in their order. */
  #groupFrom(due: readonly OperationFacts[]): OperationFacts[] {
    const end = due.findIndex((row) => !this.#isSafeForEver(row) || !['send', 'replay'].includes(this.#stepOf(row)));
    return due.slice(0, end === -1 ? GROUP : Math.min(end, GROUP));
  }

  #stepOf(row: OperationFacts) {
    const { replay, payReplayReturnsFirstAnswer } = this.#o.backEnd.capabilities;
    return nextStep(row, { replay: replay[row.kind], payReplayReturnsFirstAnswer }, this.#o.clock.nowMs());
  }

  #isSafeForEver(row: { readonly kind: OperationKind }): boolean {
    return this.#o.backEnd.capabilities.replay[row.kind]?.kind === 'safe-for-ever';
  }

  #send(claimed: Claimed): void {
    const { desk, connectivity, settling } = this.#o;
    const { id, kind } = claimed.operation;
    const epoch = connectivity.epoch;
    this.#run(id, async (signal) => {
      const delivered = await desk.send(claimed, signal);
      settling.take(delivered);
      connectivity.seenDelivery(delivered.delivery, kind, epoch);
    });
  }

  #lookUp({ id }: OperationFacts): void {
    const { desk, connectivity, settling, stores } = this.#o;
    const epoch = connectivity.epoch;
    this.#run(id, async (signal) => {
      const found = await desk.lookUp(id, signal);
      // A look-up that cannot be written is asked again later; nothing is lost by that.
      const isStopped = this.#stopping !== null && signal.aborted;
      if (found === null || isStopped) return;
      connectivity.seenResolution(found.resolution, epoch);
      settling.commit(() => {
        if (stores.operations.factsById(id)?.state === 'unknown') desk.settleLookUp(found, false);
      });
      settling.moved([id]);
    });
  }

  #run(id: string, work: (signal: AbortSignal) => Promise<void>): void {
    const { clock, inFlight } = this.#o;
    this.#lastStartAtMs = clock.nowMs();
    this.#running.add(id);
    void work(inFlight.begin(id, null))
      .catch((error: unknown) => this.#caught(error))
      .finally(() => {
        this.#running.delete(id);
        inFlight.end(id);
        this.wake();
      });
  }

  #handBackReady(): void {
    if (this.#ready.length === 0) return;
    this.#o.settling.unclaim(this.#ready);
    this.#ready = [];
  }

  #paceAtMs(): number {
    const pace = this.#o.pacePerSecond;
    return pace === null ? 0 : this.#lastStartAtMs + 1000 / pace;
  }

  #sleepUntil(atMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#o.clock.schedule(Math.max(1, Math.ceil(atMs - this.#o.clock.nowMs())), () => {
      this.#timer = null;
      this.wake();
    });
  }

  /** A wall clock earlier than the highest committed time: windows are over and delays mean nothing (rule 11). */
  #noticeClock(): void {
    const { stores, clock, settling, connectivity, log } = this.#o;
    const nowMs = clock.nowMs();
    // Read once: from then on every committed time was now at one of these ticks, or between two of them.
    this.#highestMs ??= stores.settings.highWater('time');
    const isBack = nowMs < this.#highestMs - CLOCK_TOLERANCE_MS;
    const setBackAgain = nowMs < this.#lastSeenMs - CLOCK_TOLERANCE_MS;
    if ((isBack && !this.#clockIsBack) || setBackAgain) {
      log.warn({ byMs: this.#highestMs - nowMs }, 'the clock was set back');
      connectivity.clockWentBack();
      this.#lastStartAtMs = Math.min(this.#lastStartAtMs, nowMs);
      if (!settling.commit(() => stores.operations.clockWentBack(nowMs))) return;
    }
    this.#highestMs = Math.max(this.#highestMs, nowMs);
    this.#lastSeenMs = nowMs;
    this.#clockIsBack = isBack;
  }

  #giveUpForgotten(): void {
    const { clock, settling } = this.#o;
    const nowMs = clock.nowMs();
    const ids = this.#forgotten.overdue(nowMs);
    if (ids.length === 0 || !settling.commit(() => this.#forgotten.giveUp(ids, nowMs))) return;
    this.#forgotten.forget(ids);
    settling.moved(ids);
  }

  #noticeContact(): void {
    const { stores, clock, settling } = this.#o;
    if (!this.#contacted || !settling.commit(() => stores.operations.makeDelayedDue(clock.nowMs()))) return;
    this.#contacted = false;
  }

  /**
   * No new claims; unsent rows go back as they were; what runs, the fast lane's pays included, gets 5 s, then it is aborted;
   * every answer is committed (rule 15). Bounded, whatever the server does.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { inFlight, settling, log } = this.#o;
    this.#timer?.cancel();
    try {
      this.#handBackReady();
    } catch (error) {
      // They are found at the next start and asked about.
      log.error(
        { error: error instanceof Error ? error.message : String(error) },
        'unsent rows could not be given back',
      );
    }
    await this.#within(STOP_WAIT_MS, inFlight.whenEmpty());
    inFlight.abortAll();
    await this.#within(ABORT_WAIT_MS, inFlight.whenEmpty());
    settling.close();
  }

  async #within(limitMs: number, done: Promise<void>): Promise<void> {
    let timer: Scheduled | null = null;
    const limit = new Promise<void>((resolve) => {
      timer = this.#o.clock.schedule(limitMs, resolve);
    });
    await Promise.race([done, limit]);
    (timer as Scheduled | null)?.cancel();
  }
}
