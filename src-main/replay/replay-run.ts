import { join, resolve } from 'node:path';
import { exitCode } from '../till/exit-codes.ts';
import { drawJourneys } from './draw-journeys.ts';
import { dueFromFile, untoldOf } from './due.ts';
import { type FolderMemory, writeFolderMemory } from './folder-memory.ts';
import type { Inspection, ReplaySimulators } from './inspection.ts';
import { memberNamesOf } from './member-names.ts';
import { digestTradingFile, type TradingDigest } from './plan-invoices.ts';
import { rulesOf } from './program-rules.ts';
import { Progress } from './progress.ts';
import { reconcile } from './reconcile.ts';
import { tradingFigures } from './replay-figures.ts';
import type { ReplayBackEnd, ReplayOptions } from './replay-options.ts';
import { faultsOfResult, killsOf, type ReplayResult, resultOf } from './replay-result.ts';
import type { TillFigures } from './replay-till.ts';
import type { TillOrder } from './till-order.ts';
import { runTillProcesses } from './till-processes.ts';

export interface ReplayParts {
  /** Finds the simulators of a folder, or starts them on what is there. */
  readonly startSimulators: (folder: string, backEnd: ReplayBackEnd) => Promise<ReplaySimulators>;
  readonly tillEntry: string;
  readonly stderr: NodeJS.WriteStream;
}

export interface ReplayEnd {
  readonly exitCode: number;
  /** Null where the run did not come to a result. */
  readonly result: ReplayResult | null;
}

/** What the tills and the program's side say when all is done. */
interface Proof {
  readonly tills: readonly TillFigures[];
  readonly inspection: Inspection;
}

/** One run on a folder that is this process's alone. */
export class ReplayRun {
  readonly #options: ReplayOptions;
  readonly #parts: ReplayParts;
  readonly #digest: TradingDigest;
  readonly #dataDir: string;
  #memory: FolderMemory;

  constructor(
    options: ReplayOptions,
    parts: ReplayParts,
    digest: TradingDigest,
    dataDir: string,
    memory: FolderMemory,
  ) {
    this.#options = options;
    this.#parts = parts;
    this.#digest = digest;
    this.#dataDir = dataDir;
    this.#memory = memory;
  }

  async sellAndVerify(): Promise<Proof> {
    const before = this.#memory;
    // "Offline first" lasts until everything is recorded; a later run on the folder only sends.
    const offline = this.#options.offlineFirst && !before.recorded;
    this.#remember({ begun: before.begun + 1, offlineFirst: before.offlineFirst || this.#options.offlineFirst });
    try {
      const simulators = await this.#simulators();
      try {
        await this.#prepare(simulators, offline);
        const tills = await this.#runTills(simulators, offline);
        return { tills, inspection: await simulators.inspect() };
      } finally {
        await simulators.stop();
      }
    } finally {
      this.#remember({ ended: this.#memory.ended + 1 });
    }
  }

  /** Asks tills and simulators for what is there and changes nothing. */
  async verify(): Promise<Proof> {
    const tills = await runTillProcesses({
      entry: this.#parts.tillEntry,
      orders: this.#orders({ offline: false, sells: false }),
      onRecorded: () => undefined,
      onAllRecorded: async () => undefined,
    });
    const simulators = await this.#simulators();
    try {
      return { tills, inspection: await simulators.inspect() };
    } finally {
      await simulators.stop();
    }
  }

  /** Reads the file again, compares, prints, and decides the exit code. */
  async end({ tills, inspection }: Proof, seconds: number): Promise<ReplayEnd> {
    const { stderr } = this.#parts;
    const memory = this.#memory;
    const digest = await digestTradingFile(this.#options.file);
    const rules = rulesOf(memory.backEnd);
    const { nameOf } = memberNamesOf(memory.backEnd);
    const journeys = drawJourneys(digest, memory.journeys, rules);
    const due = dueFromFile(digest, journeys, rules);
    const kills = killsOf(memory);
    const anyPayMayBeCash = memory.offlineFirst || memory.faults !== null;
    const reconciliation = reconcile(due, inspection, {
      members: new Map(digest.customers.map((customerId) => [customerId, nameOf(customerId)])),
      openingPoints: rules.openingPoints,
      cost: rules.cost,
      paysThatMayBeMissing: anyPayMayBeCash ? Number.POSITIVE_INFINITY : kills,
      inDoubt: new Map(tills.flatMap(({ inDoubt }) => inDoubt.map(({ reference, minor }) => [reference, minor]))),
    });
    const result = resultOf({
      figures: tradingFigures(digest, journeys),
      untold: untoldOf(due),
      tills,
      faults: inspection.faults,
      reconciliation,
      seconds: Math.trunc(seconds * 10) / 10,
    });
    const wrong = faultsOfResult(result, tills, inspection.faults, memory, kills);
    for (const finding of reconciliation.findings.slice(0, 20)) stderr.write(`${finding}\n`);
    for (const one of wrong) stderr.write(`WRONG: ${one}\n`);
    if (wrong.length === 0) stderr.write('the ledger agrees with the file\n');
    return { exitCode: exitCode(wrong.length === 0 ? 'done' : 'check-failed'), result };
  }

  async #simulators(): Promise<ReplaySimulators> {
    return await this.#parts.startSimulators(join(this.#dataDir, 'simulators'), this.#memory.backEnd);
  }

  async #prepare(simulators: ReplaySimulators, offline: boolean): Promise<void> {
    await simulators.addMembers(this.#digest.customers, rulesOf(this.#memory.backEnd).openingPoints);
    if (this.#memory.faults !== null) await simulators.drawFaults(this.#memory.faults);
    await simulators.setOffline(offline);
  }

  async #runTills(simulators: ReplaySimulators, offline: boolean): Promise<readonly TillFigures[]> {
    const progress = new Progress(this.#parts.stderr, this.#digest.invoices.length);
    let recorded = 0;
    return await runTillProcesses({
      entry: this.#parts.tillEntry,
      orders: this.#orders({ offline, sells: true }),
      onRecorded: () => progress.recorded(++recorded),
      onAllRecorded: async () => {
        this.#remember({ recorded: true });
        if (offline) await simulators.setOffline(false);
        progress.say('everything is recorded; sending what is left');
      },
    });
  }

  #orders({ offline, sells }: { offline: boolean; sells: boolean }): readonly TillOrder[] {
    const { backEnd, tills, journeys } = this.#memory;
    return Array.from({ length: tills }, (_, till) => ({
      file: resolve(this.#options.file),
      dataDir: this.#dataDir,
      backEnd,
      till,
      tills,
      journeys,
      offline,
      sells,
    }));
  }

  #remember(change: Partial<FolderMemory>): void {
    this.#memory = { ...this.#memory, ...change };
    writeFolderMemory(this.#dataDir, this.#memory);
  }
}
