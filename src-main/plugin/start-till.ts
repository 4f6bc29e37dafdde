import { join } from 'node:path';
import { messageOf } from '../../src-shared/errors/messages-en.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { StartedTill, TillStart } from '../api/started-till.ts';
import { createTillApi } from '../api/till-api.ts';
import type { OsStore } from '../secrets/wraps.ts';
import { readApiKey } from '../till/config.ts';
import { openTill } from '../till/till.ts';
import { DEMO_HINTS } from '../training/demo-till.ts';
import { openTrainingTill } from '../training/open-training-till.ts';
import type { StartPlan } from './plan-start.ts';

export interface DoorOptions {
  /** Names the log file and, to a second start, who has the folder. */
  readonly door: 'desktop' | 'plugin';
  readonly clock: Clock;
  /** The operating system's store for the data key; never opened in training. */
  readonly osStore: OsStore | null;
}

/** Opens the planned till: in training with its simulator, which outlives it. */
export async function startTill(
  { folder, config }: StartPlan,
  { door, clock, osStore }: DoorOptions,
): Promise<TillStart> {
  const logFolder = process.env['TILLBOX_LOG_DIR'] ?? join(folder.path, 'logs');
  if (config === null) {
    const opened = await openTrainingTill({ folder, door, clock, logFolder });
    if (!opened.ok) return opened;
    const { till, network, simulator } = opened.training;
    const api = createTillApi(till.parts, network, DEMO_HINTS);
    return { ok: true, till: started(till, api, folder, async () => await simulator.release()) };
  }
  const key = readApiKey(config.content.backEnd.keySource, process.env, config.path);
  if (!key.ok) return key;
  const opened = await openTill({
    folder,
    config: config.content,
    apiKey: key.apiKey,
    door,
    clock,
    osStore,
    logFolder,
  });
  if (!opened.ok) return opened;
  const api = createTillApi(opened.till.parts, null, null);
  return { ok: true, till: started(opened.till, api, folder, () => Promise.resolve()) };
}

type OpenedTill = Extract<Awaited<ReturnType<typeof openTill>>, { ok: true }>['till'];

const started = (
  till: OpenedTill,
  api: StartedTill['api'],
  folder: StartPlan['folder'],
  release: () => Promise<void>,
): StartedTill => ({
  folder,
  api,
  log: till.parts.log,
  messageOf: (problem) => messageOf(problem),
  notices: till.notices,
  wake: () => {
    till.parts.connectivity.tryNow();
    till.parts.loop.wake();
  },
  stop: async () => {
    await till.close();
    await release();
  },
});
