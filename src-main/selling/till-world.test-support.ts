import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { SaleView } from '../../src-shared/contract/views.ts';
import type { Result } from '../../src-shared/errors/error-codes.ts';
import type { IdMethod } from '../../src-shared/member/member.ts';
import type { Operation, OperationKind } from '../../src-shared/queue/operation.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import type { Caller } from '../api/caller.ts';
import type { TillApi } from '../api/procedures.ts';
import { createTillApi } from '../api/till-api.ts';
import type { Till } from '../till/till.ts';
import type { TillParts } from '../till/till-parts.ts';
import { ControlClient } from '../training/control-client.ts';
import type { BalanceAnswer } from '../training/control-messages.ts';
import { createSimulator, type Simulator } from '../training/create-simulator.ts';
import type { FaultRule } from '../training/fault-rule.ts';
import type { Posting } from '../training/posting.ts';
import {
  demoFolder,
  newFolder,
  openAt,
  ProcessClock,
  trainingOf,
  WORLD_QUIET_MS,
  type WorldOptions,
} from './open-world-till.test-support.ts';

/** As the till of the world is set: when an undecided pay may be asked about. */
export const PAY_QUIET_MS = WORLD_QUIET_MS;
export const RICH = '9900000000011';
export const RICH_PHONE = '600555011';
export const POOR = '9900000000028';
export const GIFTED = '9900000000035';
export const BLOCKED = '9900000000042';
export const UNKNOWN_CARD = '9900000000998';

export const CASHIER: Caller = {
  connectionId: 'page-1',
  door: 'plugin',
  staff: { id: 'demo-cashier-1', name: 'Casey Cashier', role: 'cashier' },
  posClient: null,
};
export const MANAGER: Caller = {
  connectionId: 'page-2',
  door: 'plugin',
  staff: { id: 'demo-manager', name: 'Morgan Manager', role: 'manager' },
  posClient: null,
};
export const POS: Caller = {
  connectionId: 'pos-1',
  door: 'pos',
  staff: null,
  posClient: { id: 'pos-1', name: 'Invented POS' },
};

export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.problem.code} ${JSON.stringify(result.problem.detail)}`);
}

/** The code of a "no"; null for a "yes". */
export const codeOf = (result: Result<unknown>): string | null => (result.ok ? null : result.problem.code);

// A whole till and its program stand in this process; on a machine that does other things as well they take their time.
vi.setConfig({ testTimeout: 20_000 });

let commands = 0;
export const newCommand = (): string => `command-${(commands++).toString().padStart(6, '0')}`;

/** A real till on a file of its own, its simulator in this process, and a clock that stands still until told. */
export class TillWorld {
  readonly clock: ManualClock;
  readonly control: ControlClient;
  readonly #simulator: Simulator;
  readonly #options: WorldOptions;
  readonly #folders: string[];
  #folder: string;
  #stopped = false;
  #ofProcess: ProcessClock;
  till: Till;
  api: TillApi;

  private constructor(
    options: WorldOptions,
    clock: ManualClock,
    simulator: Simulator,
    folder: string,
    till: Till,
    ofProcess: ProcessClock,
  ) {
    this.#ofProcess = ofProcess;
    this.#options = options;
    this.clock = clock;
    this.#simulator = simulator;
    this.control = new ControlClient(simulator);
    this.#folder = folder;
    this.#folders = [folder];
    this.till = till;
    this.api = createTillApi(till.parts, null, null);
  }

  static async start(options: WorldOptions = {}): Promise<TillWorld> {
    const clock = new ManualClock();
    const simulator = await createSimulator({
      folder: null,
      machineNowMs: () => clock.nowMs(),
      settings: options.program === undefined ? {} : { rekonect: options.program },
    });
    const folder = await demoFolder();
    const ofProcess = new ProcessClock(clock);
    const till = await openAt(folder, ofProcess, simulator, options);
    const world = new TillWorld(options, clock, simulator, folder, till, ofProcess);
    onTestFinished(() => world.stop());
    const name = options.backEnd ?? 'rekonect';
    const { demoMembers, demoSettings } = trainingOf(name);
    if (name !== 'rekonect') await world.control.applySettings({ [name]: demoSettings });
    await world.control.addMembers(name, demoMembers);
    return world;
  }

  get parts(): TillParts {
    return this.till.parts;
  }

  get cashier(): TillApi['procedures']['cashier'] {
    return this.api.procedures.cashier;
  }

  get manager(): TillApi['procedures']['manager'] {
    return this.api.procedures.manager;
  }

  get pos(): TillApi['procedures']['plugin'] {
    return this.api.procedures.plugin;
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#drop();
    await this.control.close();
    await this.#simulator.stop();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  /** Ends the till without closing it in good order, as a process that dies does. */
  async #drop(): Promise<void> {
    const { loop, backEnd, db } = this.parts;
    await loop.stop();
    await backEnd.close();
    this.#ofProcess.end();
    db.close();
  }

  #newFolder(): string {
    const folder = newFolder();
    this.#folders.push(folder);
    return folder;
  }

  /** The process is gone at this moment: the next till starts from what lies in the files now. */
  async crash(): Promise<void> {
    const folder = this.#newFolder();
    cpSync(this.#folder, folder, { recursive: true });
    await this.#drop();
    this.#folder = folder;
    this.#ofProcess = new ProcessClock(this.clock);
    this.till = await openAt(folder, this.#ofProcess, this.#simulator, this.#options);
    this.api = createTillApi(this.till.parts, null, null);
  }

  /** Closed and opened again in good order. */
  async restart(): Promise<void> {
    await this.till.close();
    this.#ofProcess = new ProcessClock(this.clock);
    this.till = await openAt(this.#folder, this.#ofProcess, this.#simulator, this.#options);
    this.api = createTillApi(this.till.parts, null, null);
  }

  /** Commits in the write-ahead log: frames that end a transaction. Checkpoints must not have happened in between. */
  commits(): number {
    const wal = readFileSync(join(this.#folder, 'till.db-wal'));
    const pageSize = wal.readUInt32BE(8);
    const salt = wal.subarray(16, 24);
    let count = 0;
    for (let at = 32; at + 24 + pageSize <= wal.length; at += 24 + pageSize) {
      if (!wal.subarray(at + 8, at + 16).equals(salt)) break;
      if (wal.readUInt32BE(at + 4) !== 0) count += 1;
    }
    return count;
  }

  /** Lets the sync loop work until nothing is due any more. */
  async drain(): Promise<void> {
    const { loop, stores, connectivity } = this.parts;
    for (let turn = 0; turn < 500; turn++) {
      loop.wake();
      await turnOfLoop();
      await loop.whenIdle();
      await turnOfLoop();
      const nextAtMs = stores.operations.soonestNextAtMs();
      const blocked = connectivity.admission(this.clock.nowMs()).kind === 'none';
      if (nextAtMs === null || nextAtMs > this.clock.nowMs() || blocked) return;
    }
    throw new Error('the queue does not come to rest');
  }

  /** Time passes, then the queue drains. */
  async later(ms: number): Promise<void> {
    await this.clock.advanceAsync(ms);
    await this.drain();
  }

  /** The answer of a call that waits for the clock: time passes while nothing else happens. */
  async hurried<T>(answer: Promise<T> | T): Promise<T> {
    let ended = false;
    const ending = Promise.resolve(answer).finally(() => {
      ended = true;
    });
    while (!ended) {
      await this.parts.loop.whenIdle();
      for (let turn = 0; turn < 10 && !ended; turn++) await turnOfLoop();
      if (!ended) this.clock.advance(50);
    }
    return await ending;
  }

  async offline(): Promise<void> {
    await this.control.setFaults({ offline: true });
    // One call meets the closed port, and the till knows.
    await this.parts.backEnd
      .identify([{ method: 'card', value: RICH }], null, new AbortController().signal)
      .then((answer) => this.parts.connectivity.seenDirect(answer));
  }

  async online(): Promise<void> {
    await this.control.setFaults({ offline: false });
    this.parts.connectivity.tryNow();
    await this.drain();
  }

  async fault(...add: FaultRule[]): Promise<void> {
    await this.control.setFaults({ add });
  }

  async clearFaults(): Promise<void> {
    await this.control.setFaults({ clear: true });
  }

  async balance(card: string): Promise<BalanceAnswer> {
    const found = (await this.control.balances()).find(({ identifiers }) => Object.values(identifiers).includes(card));
    if (found === undefined) throw new Error('nobody has this card');
    return found;
  }

  async points(card: string): Promise<number> {
    return (await this.balance(card)).points;
  }

  async postings(): Promise<Posting[]> {
    return (await this.control.postings()).filter((posting) => posting.kind !== 'opening');
  }

  /** What all postings since the beginning come to, the openings left out. */
  async ledgerSum(): Promise<{ points: number; salesMinor: number }> {
    const postings = await this.postings();
    const money = postings.filter(({ kind }) => kind === 'sale' || kind === 'sale-cancel');
    return {
      points: postings.reduce((sum, { points }) => sum + points, 0),
      salesMinor: money.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    };
  }

  operations(saleId: string): Operation[] {
    return this.parts.stores.operations.ofSale(saleId);
  }

  /** `kind:state` of a sale's operations, in order of recording. */
  states(saleId: string): string[] {
    return this.operations(saleId).map(({ kind, state }) => `${kind}:${state}`);
  }

  operation(saleId: string, kind: OperationKind): Operation {
    const found = this.operations(saleId).findLast((operation) => operation.kind === kind);
    if (found === undefined) throw new Error(`no ${kind}`);
    return found;
  }

  async open(): Promise<SaleView> {
    return unwrap(await this.cashier.sale.open({ commandId: newCommand() }, CASHIER, never));
  }

  async add(saleId: string, text: string, quantityThousandths?: number): Promise<SaleView> {
    const input = { saleId, commandId: newCommand(), text };
    return unwrap(
      await this.cashier.sale.addLine(
        quantityThousandths === undefined ? input : { ...input, quantityThousandths },
        CASHIER,
        never,
      ),
    );
  }

  async identify(saleId: string, value: string, method: IdMethod = 'card'): Promise<SaleView> {
    return unwrap(await this.tryIdentify(saleId, value, method));
  }

  async tryIdentify(
    saleId: string,
    value: string,
    method: IdMethod = 'card',
    details: Readonly<Record<string, string>> = {},
  ): Promise<Result<SaleView>> {
    return await this.cashier.member.identify(
      { saleId, commandId: newCommand(), method, value, details },
      CASHIER,
      never,
    );
  }

  async pay(saleId: string, amountMinor: number) {
    return await this.cashier.payment.payWithPoints({ saleId, commandId: newCommand(), amountMinor }, CASHIER, never);
  }

  async tender(saleId: string, type: 'CASH' | 'CARD', tenderedMinor: number): Promise<Result<SaleView>> {
    return await this.cashier.payment.addTender(
      { saleId, commandId: newCommand(), type, tenderedMinor },
      CASHIER,
      never,
    );
  }

  async complete(saleId: string, commandId = newCommand()) {
    return await this.cashier.sale.complete({ saleId, commandId }, CASHIER, never);
  }

  /** A sale of `pieces` articles, completed in cash after what was paid with points. */
  async sell(order: { card?: string; payMinor?: number; pieces?: number; article?: string } = {}): Promise<SaleView> {
    const { saleId } = await this.open();
    await this.add(saleId, order.article ?? ARTICLE, (order.pieces ?? 1) * 1_000);
    if (order.card !== undefined) await this.identify(saleId, order.card);
    if (order.payMinor !== undefined) unwrap(await this.pay(saleId, order.payMinor));
    const { totals } = unwrap(await this.cashier.sale.get({ saleId }, CASHIER, never));
    if (totals.dueMinor !== 0) unwrap(await this.tender(saleId, 'CASH', totals.dueMinor));
    unwrap(await this.complete(saleId));
    return unwrap(await this.cashier.sale.get({ saleId }, CASHIER, never));
  }

  async effects(saleId: string) {
    return unwrap(await this.cashier.history.effectsOfVoid({ saleId }, CASHIER, never));
  }

  /** What a manager would learn by asking the program: a repeated pay is answered with the first one's code (A7). */
  async confirmationCode(saleId: string): Promise<string> {
    const pay = this.operation(saleId, 'pay');
    if (pay.request === null) throw new Error('the pay has ended');
    const answer = await this.parts.backEnd.deliver(pay.request, pay, never);
    if (answer.kind !== 'done') throw new Error(answer.kind);
    return answer.answer.confirmationCode ?? '';
  }

  async close(id: string, happened: boolean, reference?: string) {
    const input = { commandId: newCommand(), id, happened, reason: 'asked the program' };
    return await this.manager.queue.close(reference === undefined ? input : { ...input, reference }, MANAGER, never);
  }

  async void(saleId: string, caller: Caller = CASHIER) {
    const { fingerprint } = await this.effects(saleId);
    return await this.cashier.history.void({ saleId, commandId: newCommand(), fingerprint }, caller, never);
  }
}

export const never = new AbortController().signal;

/** A coffee at 1.80, of a department that earns 5 %. */
export const ARTICLE = 'COFFEE-01';

async function turnOfLoop(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => void setImmediate(resolve));
}
