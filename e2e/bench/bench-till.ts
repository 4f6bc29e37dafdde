import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { trainingConfig } from '../../src-main/till/config.ts';
import { resolveDataFolder } from '../../src-main/till/data-folder.ts';
import { systemClock } from '../../src-main/till/system-clock.ts';
import { openTill, type Till } from '../../src-main/till/till.ts';
import type { Program } from '../../src-main/training/posting.ts';
import { TRAINING_PROGRAMS } from '../../src-main/training/training-programs.ts';

export interface BenchTillOptions {
  readonly folder: string;
  /** Where the loyalty program answers on loopback; null: nobody does, and nothing is sent. */
  readonly port: number | null;
  /** Requests at once. */
  readonly connections: number;
  /** The loyalty program; default Rekonect. */
  readonly program?: Program;
}

/** Port 9 takes and throws away; nothing listens there. */
const NOBODY = 9;

/** The product's own till on a folder of its own, without a pace; it sends nothing before `startSync`. */
export async function openBenchTill({
  folder,
  port,
  connections,
  program = 'rekonect',
}: BenchTillOptions): Promise<Till> {
  mkdirSync(folder, { recursive: true });
  const dataDir = join(folder, 'data');
  const found = resolveDataFolder({
    dataDir,
    configKind: null,
    training: true,
    root: folder,
    program,
    clock: systemClock,
  });
  const training = TRAINING_PROGRAMS[program];
  if (!found.ok) throw new Error(`no data folder: ${JSON.stringify(found.failure)}`);
  const opened = await openTill({
    folder: found.folder,
    config: trainingConfig(training.backEndConfig(`http://127.0.0.1:${port ?? NOBODY}/v1/`), {
      shop: { name: 'Bench shop', currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/London' },
      terminal: { prefix: 'B1' },
      sync: { pacePerSecond: null, connections },
      offline: { longestMs: null },
    }),
    apiKey: training.apiKey,
    door: 'bench',
    clock: systemClock,
    osStore: null,
    logFolder: join(folder, 'logs'),
    startSync: false,
  });
  if (!opened.ok) throw new Error(`the till did not open: ${JSON.stringify(opened.failure)}`);
  return opened.till;
}
