import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { HOUR } from '../../src-shared/time/clock.ts';
import { storageTroubleOf } from '../database/storage-error.ts';
import type { NetworkSwitch } from '../review/status.ts';
import { trainingConfig } from '../till/config.ts';
import type { TrainingConfigInput } from '../till/config-schema.ts';
import type { DataFolder } from '../till/data-folder.ts';
import { type OpenTillOptions, type OpenTillResult, openTill, type Till } from '../till/till.ts';
import { DemoDesk } from './demo-desk.ts';
import { DEMO_CURRENCY, DEMO_SHOP } from './demo-shop.ts';
import { fillDemoTill } from './demo-till.ts';
import { PROGRAMS, type Program } from './posting.ts';
import { type RunningSimulator, startSimulator } from './start-simulator.ts';
import type { TrainingProgram } from './training-program.ts';
import { TRAINING_PROGRAMS } from './training-programs.ts';

/** A till that sits unused keeps its simulator for so long; the next start takes the same ledger up again. */
const SIMULATOR_IDLE_MS = 12 * HOUR;

export interface TrainingTill {
  readonly till: Till;
  readonly simulator: RunningSimulator;
  readonly network: NetworkSwitch;
  readonly demo: DemoDesk;
}

export type OpenTrainingResult =
  | { readonly ok: true; readonly training: TrainingTill }
  | Extract<OpenTillResult, { ok: false }>;

const DEMO_PARTS: TrainingConfigInput = {
  shop: {
    name: DEMO_SHOP.name,
    address: [...DEMO_SHOP.addressLines],
    currency: DEMO_CURRENCY,
    locale: 'en-GB',
    timeZone: 'Europe/Madrid',
  },
  terminal: { prefix: 'T1' },
  sync: { payQuietMs: 10_000, clientTimeoutMs: 4_000, pacePerSecond: null },
};

/**
 * Opens a training till with its demo shop. Its simulator runs in a process of its own, with its own files in the data
 * folder, and outlives this one; no other address can be reached from here. The folder says which program it trains with.
 */
export async function openTrainingTill(
  options: Omit<OpenTillOptions, 'config' | 'apiKey' | 'osStore'> & { readonly simulatorEntry?: string },
): Promise<OpenTrainingResult> {
  const name = PROGRAMS.find((one) => one === options.folder.program);
  if (name === undefined) return unknownProgram(options.folder);
  const program = TRAINING_PROGRAMS[name];
  const launched = await launchSimulator(name, program, options);
  if (!launched.ok) return launched;
  const { simulator } = launched;
  const config = trainingConfig(program.backEndConfig(simulator.url(name)), DEMO_PARTS);
  const opened = await openTill({ ...options, config, apiKey: program.apiKey, osStore: null });
  if (!opened.ok) {
    // One that ran before belongs to the till that has the folder.
    await (simulator.started ? simulator.stop() : simulator.release());
    return opened;
  }
  await fillDemoTill(opened.till.parts);
  const training = {
    till: opened.till,
    simulator,
    network: await networkSwitch(simulator),
    demo: new DemoDesk(name, program.hints, simulator.control),
  };
  return { ok: true, training };
}

const unknownProgram = ({ path, program }: DataFolder): OpenTrainingResult => ({
  ok: false,
  failure: {
    kind: 'not-a-till-folder',
    folder: path,
    reason: `it trains with ${program}, which this version does not know`,
  },
});

type Launched = { readonly ok: true; readonly simulator: RunningSimulator } | Extract<OpenTillResult, { ok: false }>;

/** A folder that takes no files is told like any other start failure. */
async function launchSimulator(
  name: Program,
  program: TrainingProgram,
  { folder, logFolder, simulatorEntry }: Parameters<typeof openTrainingTill>[0],
): Promise<Launched> {
  try {
    // Told here: the simulator could only end without a word for the till.
    accessSync(folder.path, constants.W_OK | constants.X_OK);
    const simulator = await startSimulator({
      folder: join(folder.path, 'simulators'),
      detached: true,
      settings: { [name]: program.demoSettings },
      exitWhenIdleMs: SIMULATOR_IDLE_MS,
      logFile: join(logFolder, 'simulator.log'),
      ...(simulatorEntry === undefined ? {} : { entry: simulatorEntry }),
    });
    await simulator.control.addMembers(name, program.demoMembers);
    return { ok: true, simulator };
  } catch (error) {
    const trouble = storageTroubleOf(error);
    if (trouble !== 'no-space' && trouble !== 'read-only') throw error;
    return { ok: false, failure: { kind: trouble, where: folder.path } };
  }
}

/** Pulls and plugs the line between the till and its simulator: the listening socket is really closed. */
async function networkSwitch({ control }: RunningSimulator): Promise<NetworkSwitch> {
  // A killed till may have left it pulled.
  let up = !(await control.faults()).offline;
  return {
    isUp: () => up,
    async set(wanted) {
      await control.setFaults({ offline: !wanted });
      up = wanted;
    },
  };
}
