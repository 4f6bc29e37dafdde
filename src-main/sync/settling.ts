import type { Capabilities } from '../../src-shared/backend/capabilities.ts';
import { AFTER_CRASH, settlesAlone } from '../../src-shared/queue/operation-state.ts';
import { type Scheduled, SECOND } from '../../src-shared/time/clock.ts';
import { atomically, type Synchronous, savepoint } from '../database/atomically.ts';
import { StorageError } from '../database/storage-error.ts';
import type { Claimed, Delivered, DeliveryDesk, DeskOptions } from './delivery-desk.ts';

/** Operations whose replay is safe for ever are claimed and settled in groups of this size, or after this time. */
export const GROUP = 64;
const GROUP_WAIT_MS = 50;
const STORAGE_RETRY_MS = 1 * SECOND;

export interface SettlingOptions extends Pick<DeskOptions, 'db' | 'stores' | 'backEnd' | 'clock' | 'log'> {
  readonly desk: DeliveryDesk;
  /** Told after each commit that moved rows, with their ids. */
  readonly onMoved: (operationIds: readonly string[]) => void;
  /** A settle could not be committed for lack of space: room may be made. */
  readonly onNoSpace: () => void;
}

/**
 * The commits around sending, for the sync loop and the fast lane: claims before a byte leaves, and answers afterwards. An
 * answer that cannot be committed stays here, and nothing is claimed until it is (design.md 7.3).
 */
export class Settling {
  readonly #o: SettlingOptions;
  /** Rows that are "sending" in the file because of this process. */
  readonly #claimed = new Set<string>();
  /** Answered, not yet committed. */
  #answered: Delivered[] = [];
  #groupTimer: Scheduled | null = null;
  #retryTimer: Scheduled | null = null;
  #waiters = new Map<string, (() => void)[]>();
  #closed = false;
  /** Something may be due again. */
  onProgress: () => void = () => undefined;

  constructor(options: SettlingOptions) {
    this.#o = options;
  }

  /** The file refuses commits; it is tried again by itself. */
  get isBlocked(): boolean {
    return this.#retryTimer !== null;
  }

  /** A whole group waits: the next claim takes it into its commit, or it is written without one. */
  get isGroupFull(): boolean {
    return this.#answered.length >= GROUP;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /**
   * Freezes the bytes of these rows and commits; only then may they be sent. What waits to be settled goes into the same
   * commit. Rows that cannot be made are parked and left out.
   *
   * @throws StorageError
   */
  claim(ids: readonly string[]): Claimed[] {
    const settled = this.#group();
    this.#groupTimer?.cancel();
    this.#groupTimer = null;
    const claimed = this.#settling(settled, () => this.#o.desk.claim(ids));
    for (const row of claimed) this.#claimed.add(row.operation.id);
    this.#settled(settled);
    if (claimed.length < ids.length) this.#o.onMoved(ids);
    return claimed;
  }

  /**
   * One commit that settles `group` and then does the rest. Settling hardly ever fails: only after a mistake of ours, when
   * nothing was kept, is the group taken apart row by row.
   */
  #settling<T>(group: readonly Delivered[], rest: () => Synchronous<T>): T {
    const attempt = (settle: (delivered: Delivered) => void): T =>
      atomically(this.#o.db, () => {
        this.#raiseClock();
        for (const delivered of group) settle(delivered);
        return rest();
      });
    try {
      return attempt((delivered) => {
        this.#o.desk.settle(delivered);
      });
    } catch (error) {
      if (error instanceof StorageError || group.length === 0) throw error;
      return attempt((delivered) => this.#settleOne(delivered));
    }
  }

  /** Gives back claimed rows that were never started. @throws StorageError; then they are still claimed. */
  unclaim(rows: readonly Claimed[]): void {
    atomically(this.#o.db, () => {
      for (const row of rows) this.#o.desk.unclaim(row);
    });
    for (const row of rows) this.#claimed.delete(row.operation.id);
  }

  /** Writes an answer: at once and alone where its code cannot be asked again, else with others. Never throws. */
  take(delivered: Delivered): void {
    if (this.#closed) return;
    const { kind } = delivered.claimed.operation;
    this.#answered.push(delivered);
    if (settlesAlone(kind, this.#capabilities.replay[kind])) this.#flushAlone(delivered);
    else this.#groupTimer ??= this.#o.clock.schedule(GROUP_WAIT_MS, () => this.#flushInTime());
  }

  #flushInTime(): void {
    this.#groupTimer = null;
    this.#flushFromTimer();
  }

  /** A timer has nobody who could catch a mistake of ours. */
  #flushFromTimer(): void {
    try {
      this.flush();
    } catch (error) {
      this.#o.log.error(
        { error: error instanceof Error ? error.message : String(error) },
        'answers could not be written',
      );
    }
    this.onProgress();
  }

  /** Rows that were moved by a commit of the caller's. */
  moved(ids: readonly string[]): void {
    this.#o.onMoved(ids);
  }

  /** Writes everything that waits. False: nothing waited, or the file refused. */
  flush(): boolean {
    this.#groupTimer?.cancel();
    this.#groupTimer = null;
    for (const delivered of [...this.#answered]) {
      const { kind } = delivered.claimed.operation;
      if (settlesAlone(kind, this.#capabilities.replay[kind]) && !this.#flushAlone(delivered)) return false;
    }
    const group = this.#group();
    if (group.length === 0) return false;
    const committed = this.#guarded(() => this.#settling(group, () => undefined));
    if (committed) this.#settled(group);
    return committed;
  }

  #group(): Delivered[] {
    return this.#answered.filter(
      ({ claimed: { operation } }) => !settlesAlone(operation.kind, this.#replay(operation)),
    );
  }

  #replay({ kind }: { readonly kind: Delivered['claimed']['operation']['kind'] }) {
    return this.#capabilities.replay[kind];
  }

  #flushAlone(delivered: Delivered): boolean {
    const committed = this.commit(() => this.#settleOne(delivered));
    if (committed) this.#settled([delivered]);
    return committed;
  }

  /** Resolves when this row's answer is in the file, or will never be because the till closes. */
  whenSettled(id: string): Promise<void> {
    if (!this.#answered.some((one) => one.claimed.operation.id === id)) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.set(id, [...(this.#waiters.get(id) ?? []), resolve]));
  }

  /** Resolves when no answer waits for its commit. */
  async whenEmpty(): Promise<void> {
    for (let first = this.#answered[0]; first !== undefined && !this.#closed; first = this.#answered[0])
      await this.whenSettled(first.claimed.operation.id);
  }

  #settled(group: readonly Delivered[]): void {
    if (group.length === 0) return;
    const gone = new Set(group);
    this.#answered = this.#answered.filter((one) => !gone.has(one));
    const ids = group.map((delivered) => delivered.claimed.operation.id);
    for (const id of ids) this.#claimed.delete(id);
    for (const id of ids) this.#tell(id);
    this.#o.onMoved(ids);
  }

  #tell(id: string): void {
    const waiters = this.#waiters.get(id) ?? [];
    this.#waiters.delete(id);
    for (const tell of waiters) tell();
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

  /** Runs `work` in a commit. False: the file refused, and it is tried again later. */
  commit(work: () => void): boolean {
    return this.#guarded(() =>
      atomically(this.#o.db, () => {
        this.#raiseClock();
        work();
      }),
    );
  }

  #guarded(commit: () => void): boolean {
    if (this.#closed) return false;
    try {
      commit();
      return true;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.block(error);
      return false;
    }
  }

  /** Stops claiming until what waits could be written. */
  block(error: StorageError): void {
    if (this.#closed) return;
    this.#o.log.error({ trouble: error.trouble, waiting: this.#answered.length }, 'the queue cannot be written');
    if (error.trouble === 'no-space') this.#o.onNoSpace();
    this.#retryTimer ??= this.#o.clock.schedule(STORAGE_RETRY_MS, () => {
      this.#retryTimer = null;
      this.#flushFromTimer();
    });
  }

  /** Rows marked as being sent that nobody here is sending: a crash, or a settle that failed. They may have arrived. */
  takeUpAbandoned(): void {
    const { stores, clock } = this.#o;
    if (stores.operations.countSending() === this.#claimed.size) return;
    const abandoned = stores.operations.sending().filter((row) => !this.#claimed.has(row.id));
    if (abandoned.length === 0) return;
    const nowMs = clock.nowMs();
    atomically(this.#o.db, () => {
      for (const row of abandoned) {
        // A pay that its cashier may still want is asked about by him alone.
        const nextAtMs = row.kind === 'pay' && stores.operations.isWanted(row.id) ? null : nowMs;
        stores.operations.settle(row.id, 'sending', AFTER_CRASH, { nowMs, nextAtMs, lastAttemptAtMs: nowMs });
      }
    });
    this.#o.onMoved(abandoned.map((row) => row.id));
  }

  /** The last flush; answers that come later are for the next start, which finds their rows unsettled. */
  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    this.#groupTimer?.cancel();
    this.#retryTimer?.cancel();
    this.#retryTimer = null;
    for (const id of [...this.#waiters.keys()]) this.#tell(id);
  }

  get #capabilities(): Capabilities {
    return this.#o.backEnd.capabilities;
  }

  #raiseClock(): void {
    this.#o.stores.settings.noteTime(this.#o.clock.nowMs());
  }
}
