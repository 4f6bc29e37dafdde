import pino from 'pino';
import { v7 as uuidV7 } from 'uuid';
import type { Operation, OperationDraft } from '../../src-shared/queue/operation.ts';
import { DEFAULT_SCHEDULE } from '../../src-shared/queue/retry-schedule.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import type { BackEnd } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import { type StoresOnFile, storesOnFile } from '../database/stores-on-file.test-support.ts';
import type { Account } from '../stores/operation-store.ts';
import { Connectivity } from './connectivity.ts';
import { DeliveryDesk } from './delivery-desk.ts';
import { FakeBackEnd } from './fake-back-end.test-support.ts';
import { FastLane } from './fast-lane.ts';
import { InFlight } from './in-flight.ts';
import { Settling } from './settling.ts';
import { SyncLoop } from './sync-loop.ts';

export interface SyncWorldOptions {
  readonly connections?: number;
  readonly pacePerSecond?: number | null;
  readonly signInProbeMs?: number;
}

/** Everything that sends, on a file of its own, with a back end and a clock in the test's hands. Delays are the whole step. */
export class SyncWorld<B extends BackEnd = FakeBackEnd> {
  readonly clock: ManualClock;
  readonly backEnd: B;
  readonly file: StoresOnFile;
  readonly account: Account;
  readonly connectivity: Connectivity;
  readonly settling: Settling;
  readonly inFlight = new InFlight();
  readonly loop: SyncLoop;
  readonly fastLane: FastLane;
  /** Ids, a list for each commit that moved rows. */
  readonly moved: (readonly string[])[] = [];
  readonly noSpace: number[] = [];
  /** The clock of this process: its timers end with it. */
  readonly own: Clock;
  #alive = true;
  readonly #options: SyncWorldOptions;

  constructor(options: SyncWorldOptions, clock: ManualClock, backEnd: B, file: StoresOnFile) {
    this.#options = options;
    this.clock = clock;
    this.backEnd = backEnd;
    this.file = file;
    const { db, stores } = file;
    // A killed process loses nothing that was written; only a power cut needs the fsync, and this saves its time.
    db.pragma('synchronous = OFF');
    const own: Clock = {
      nowMs: () => clock.nowMs(),
      schedule: (delayMs, run) => clock.schedule(delayMs, () => this.#alive && run()),
    };
    this.own = own;
    const random = (): number => 1 - Number.EPSILON;
    const log = pino({ level: 'silent' });
    const schedule = DEFAULT_SCHEDULE;
    this.account = stores.operations.account(backEnd.name, backEnd.account);
    this.connectivity = new Connectivity({
      nowMs: () => clock.nowMs(),
      random,
      schedule,
      signInProbeMs: options.signInProbeMs ?? 60_000,
      onChange: () => undefined,
      onContact: () => this.loop.contacted(),
    });
    const desk = new DeliveryDesk({
      db,
      stores,
      backEnd,
      account: this.account,
      newId: uuidV7,
      clock: own,
      random,
      schedule,
      log,
    });
    const onMoved = (ids: readonly string[]): void => void this.moved.push(ids);
    const base = { db, stores, backEnd, clock: own, log, desk };
    this.settling = new Settling({ ...base, onMoved, onNoSpace: () => this.noSpace.push(clock.nowMs()) });
    const shared = { ...base, connectivity: this.connectivity, settling: this.settling, inFlight: this.inFlight };
    const { connections = 4, pacePerSecond = null } = options;
    this.loop = new SyncLoop({ ...shared, connections, pacePerSecond });
    this.fastLane = new FastLane({ ...shared, loop: this.loop, onMoved });
    this.fastLane.dropUnsent(clock.nowMs());
    atomically(db, () => stores.operations.showOnlyAccount(this.account, clock.nowMs()));
  }

  get operations() {
    return this.file.stores.operations;
  }

  add(...drafts: OperationDraft[]): void {
    atomically(this.file.db, () => this.operations.append(drafts, this.account, this.clock.nowMs()));
  }

  get(id: string): Operation {
    const operation = this.operations.byId(id);
    if (operation === null) throw new Error(`no operation ${id}`);
    return operation;
  }

  states(...ids: string[]): string[] {
    return ids.map((id) => this.get(id).state);
  }

  /** Starts sending, or looks again, and lets everything settle that needs no time. */
  async run(): Promise<void> {
    this.loop.start();
    await this.clock.advanceAsync(0);
  }

  async later(ms: number): Promise<void> {
    await this.clock.advanceAsync(ms);
  }

  /** The process is gone; another one opens the file. */
  crash(): SyncWorld<B> {
    this.#alive = false;
    return new SyncWorld(this.#options, this.clock, this.backEnd, this.file.reopen());
  }
}

/** A world with a back end that does what the test says. */
export function syncWorld(options: SyncWorldOptions = {}): SyncWorld {
  const clock = new ManualClock();
  return new SyncWorld(options, clock, new FakeBackEnd(), storesOnFile(clock));
}
