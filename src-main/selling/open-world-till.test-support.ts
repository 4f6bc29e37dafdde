import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Scheduled } from '../../src-shared/time/clock.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { trainingConfig } from '../till/config.ts';
import type { TrainingConfigInput } from '../till/config-schema.ts';
import { resolveDataFolder } from '../till/data-folder.ts';
import { openTill, type Till } from '../till/till.ts';
import { fillDemoTill } from '../training/demo-till.ts';
import type { Program } from '../training/posting.ts';
import type { RekonectSettingsPatch } from '../training/rekonect/rekonect-options.ts';
import type { TrainingProgram } from '../training/training-program.ts';
import { TRAINING_PROGRAMS } from '../training/training-programs.ts';

export const trainingOf = (name: Program): TrainingProgram => TRAINING_PROGRAMS[name];

export const WORLD_QUIET_MS = 60_000;

export interface WorldOptions {
  readonly config?: Omit<TrainingConfigInput, 'shop' | 'terminal'>;
  readonly program?: RekonectSettingsPatch;
  /** The loyalty program of the world; default Rekonect. */
  readonly backEnd?: Program;
  /** Settings of that back end, laid over those of its training. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'tillbox-selling-'));

/** A training till in a folder, against this simulator. */
export async function openAt(
  path: string,
  clock: Clock,
  simulator: { readonly urls: Readonly<Partial<Record<Program, string>>> },
  options: WorldOptions,
): Promise<Till> {
  const found = resolveDataFolder({
    dataDir: path,
    configKind: null,
    training: true,
    root: path,
    clock,
  });
  if (!found.ok) throw new Error(JSON.stringify(found.failure));
  const name = options.backEnd ?? 'rekonect';
  const training = trainingOf(name);
  const backEnd = training.backEndConfig(simulator.urls[name] ?? 'http://127.0.0.1:9/');
  // Without the earn rule that training sets: an unclear pay is in doubt as at a real shop.
  const settings = name === 'rekonect' ? {} : { ...backEnd.settings, ...options.settings };
  const config = trainingConfig(
    { ...backEnd, settings },
    {
      shop: { name: 'Invented shop', currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Madrid' },
      terminal: { prefix: 'T1' },
      ...options.config,
      sync: { clientTimeoutMs: 400, pacePerSecond: null, payQuietMs: WORLD_QUIET_MS, ...options.config?.sync },
    },
  );
  const opened = await openTill({
    folder: found.folder,
    config,
    apiKey: training.apiKey,
    door: 'test',
    clock,
    osStore: null,
    logFolder: join(path, 'logs'),
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  // A killed process loses nothing that was written; only a power cut needs the fsync, and this saves its time.
  opened.till.parts.db.pragma('synchronous = OFF');
  return opened.till;
}

let template: Promise<string> | null = null;

/** A folder with the demo shop in it. Making one costs ten times what copying it costs, so it is made once a file. */
export async function demoFolder(): Promise<string> {
  template ??= makeDemoFolder();
  const folder = newFolder();
  cpSync(await template, folder, { recursive: true });
  return folder;
}

async function makeDemoFolder(): Promise<string> {
  const folder = newFolder();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const till = await openAt(folder, new ManualClock(), { urls: { rekonect: 'http://127.0.0.1:9/v1/' } }, {});
  await fillDemoTill(till.parts);
  await till.close();
  return folder;
}

/** The clock as one process sees it: when the process is gone, its timers are. */
export class ProcessClock implements Clock {
  readonly #clock: Clock;
  #alive = true;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  schedule(delayMs: number, run: () => void): Scheduled {
    return this.#clock.schedule(delayMs, () => {
      if (this.#alive) run();
    });
  }

  end(): void {
    this.#alive = false;
  }
}
