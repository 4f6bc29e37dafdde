import { join } from 'node:path';
import { messageOf } from '../../src-shared/errors/messages-en.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { TrainingChoice } from '../api/cashier-procedures.ts';
import type { StartedTill, TillStart } from '../api/started-till.ts';
import { createTillApi } from '../api/till-api.ts';
import type { OsStore } from '../secrets/wraps.ts';
import { readCatalogueFile, saveCatalogue } from '../till/catalogue-file.ts';
import { readApiKey } from '../till/config.ts';
import type { DataFolder } from '../till/data-folder.ts';
import { openTill, type Till } from '../till/till.ts';
import { openTrainingTill } from '../training/open-training-till.ts';
import { addFirstManager } from './first-manager.ts';
import type { StartPlan } from './plan-start.ts';
import { startTrainingSwitch } from './training-switch.ts';

export interface DoorOptions {
  /** Names the log file and, to a second start, who has the folder. */
  readonly door: 'desktop' | 'plugin';
  readonly clock: Clock;
  /** The operating system's store for the data key; never opened in training. */
  readonly osStore: OsStore | null;
}

/** Opens the planned till: in training with its simulator and demo shop around it. */
export async function startTill(plan: StartPlan, options: DoorOptions): Promise<TillStart> {
  const { folder, config, places } = plan;
  if (config === null)
    return places === null
      ? await startTraining(folder, options, null)
      : await startTrainingSwitch(plan, places, (one, choice) => startTraining(one.folder, options, choice));
  const key = readApiKey(config.content.backEnd.keySource, process.env, config.path);
  if (!key.ok) return key;
  const catalogue = readCatalogueFile(config.content);
  if (!catalogue.ok) return catalogue;
  const opened = await openTill({
    ...placeOf(folder, options),
    config: config.content,
    apiKey: key.apiKey,
    osStore: options.osStore,
  });
  if (!opened.ok) return opened;
  const { till } = opened;
  saveCatalogue(catalogue.articles, till.parts);
  const notices = [...till.notices, ...(await addFirstManager(till.parts))];
  return {
    ok: true,
    till: asStarted(folder, till, createTillApi(till.parts, null, null), notices, () => Promise.resolve()),
  };
}

async function startTraining(
  folder: DataFolder,
  options: DoorOptions,
  choice: TrainingChoice | null,
): Promise<TillStart> {
  const opened = await openTrainingTill(placeOf(folder, options));
  if (!opened.ok) return opened;
  const { till, network, simulator, demo } = opened.training;
  const { pins, members } = demo;
  const issueCode = (label: string) => demo.issueCode(label);
  const api = createTillApi(till.parts, network, { pins, members, issueCode, choice });
  // A till that is closed properly leaves nothing running; after a kill the next start finds the simulator.
  return { ok: true, till: asStarted(folder, till, api, till.notices, () => simulator.stop()) };
}

const placeOf = (folder: DataFolder, { door, clock }: DoorOptions) => ({
  folder,
  door,
  clock,
  logFolder: process.env['TILLBOX_LOG_DIR'] ?? join(folder.path, 'logs'),
});

function asStarted(
  folder: DataFolder,
  till: Till,
  api: StartedTill['api'],
  notices: readonly string[],
  afterClose: () => Promise<void>,
): StartedTill {
  const { parts } = till;
  return {
    folder,
    api,
    log: parts.log,
    messageOf,
    notices,
    wake: () => parts.loop.wake(),
    stop: async () => {
      await till.close();
      await afterClose();
    },
  };
}
