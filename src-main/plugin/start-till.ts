import { join } from 'node:path';
import { messageOf } from '../../src-shared/errors/messages-en.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
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

export interface DoorOptions {
  /** Names the log file and, to a second start, who has the folder. */
  readonly door: 'desktop' | 'plugin';
  readonly clock: Clock;
  /** The operating system's store for the data key; never opened in training. */
  readonly osStore: OsStore | null;
}

/** Opens the planned till: in training with its simulator and demo shop around it. */
export async function startTill(
  { folder, config }: StartPlan,
  { door, clock, osStore }: DoorOptions,
): Promise<TillStart> {
  const logFolder = process.env['TILLBOX_LOG_DIR'] ?? join(folder.path, 'logs');
  const place = { folder, door, clock, logFolder };
  if (config === null) {
    const opened = await openTrainingTill(place);
    if (!opened.ok) return opened;
    const { till, network, simulator, demo } = opened.training;
    const api = createTillApi(till.parts, network, demo);
    // A till that is closed properly leaves nothing running; after a kill the next start finds the simulator.
    return { ok: true, till: asStarted(folder, till, api, till.notices, () => simulator.stop()) };
  }
  const key = readApiKey(config.content.backEnd.keySource, process.env, config.path);
  if (!key.ok) return key;
  const catalogue = readCatalogueFile(config.content);
  if (!catalogue.ok) return catalogue;
  const opened = await openTill({ ...place, config: config.content, apiKey: key.apiKey, osStore });
  if (!opened.ok) return opened;
  const { till } = opened;
  saveCatalogue(catalogue.articles, till.parts);
  const notices = [...till.notices, ...(await addFirstManager(till.parts))];
  return {
    ok: true,
    till: asStarted(folder, till, createTillApi(till.parts, null, null), notices, () => Promise.resolve()),
  };
}

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
