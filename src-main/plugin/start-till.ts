import { join } from 'node:path';
import { messageOf } from '../../src-shared/errors/messages-en.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { TillStart } from '../api/started-till.ts';
import { createTillApi } from '../api/till-api.ts';
import type { OsStore } from '../secrets/wraps.ts';
import { readApiKey } from '../till/config.ts';
import type { StartFailure } from '../till/start-failure.ts';
import { openTill } from '../till/till.ts';
import { addFirstRows } from './first-rows.ts';
import type { StartPlan } from './plan-start.ts';
import { startTraining, type Training } from './training-till.ts';

export interface DoorOptions {
  /** Names the log file and, to a second start, who has the folder. */
  readonly door: 'desktop' | 'plugin';
  readonly clock: Clock;
  /** The operating system's store for the data key; never opened in training. */
  readonly osStore: OsStore | null;
}

type Source =
  | { readonly ok: true; readonly apiKey: string | null }
  | { readonly ok: false; readonly failure: StartFailure };

/** Opens the planned till: in training with its simulator and demo shop around it. */
export async function startTill(
  { folder, config }: StartPlan,
  { door, clock, osStore }: DoorOptions,
): Promise<TillStart> {
  const logFolder = process.env['TILLBOX_LOG_DIR'] ?? join(folder.path, 'logs');
  const source: Source =
    config === null
      ? { ok: true, apiKey: null }
      : readApiKey(config.content.backEnd.keySource, process.env, config.path);
  if (!source.ok) return source;
  const training: Training | null = config === null ? await startTraining(folder.path, logFolder) : null;
  const content = training?.config ?? config?.content;
  if (content === undefined) throw new Error('a till is either configured or training');

  const apiKey = training?.apiKey ?? source.apiKey;
  const opened = await openTill({ folder, config: content, apiKey, door, clock, osStore, logFolder });
  if (!opened.ok) {
    if (training?.startedHere === true) await training.stop();
    return opened;
  }
  const { parts, notices, close } = opened.till;
  const firstNotices = await addFirstRows(parts);
  return {
    ok: true,
    till: {
      folder,
      api: createTillApi(parts, training?.network ?? null, training?.hints ?? null),
      log: parts.log,
      messageOf,
      notices: [...notices, ...firstNotices],
      wake: () => parts.loop.wake(),
      stop: async () => {
        await close();
        await training?.stop();
      },
    },
  };
}
