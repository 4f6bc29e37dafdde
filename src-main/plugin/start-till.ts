import type { Clock } from '../../src-shared/time/clock.ts';
import type { TillStart } from '../api/started-till.ts';
import type { OsStore } from '../secrets/wraps.ts';
import type { StartPlan } from './plan-start.ts';

export interface DoorOptions {
  /** Names the log file and, to a second start, who has the folder. */
  readonly door: 'desktop' | 'plugin';
  readonly clock: Clock;
  /** The operating system's store for the data key; never opened in training. */
  readonly osStore: OsStore | null;
}

/** Opens the planned till: in training with its simulator, which outlives it. */
export async function startTill(_plan: StartPlan, _options: DoorOptions): Promise<TillStart> {
  return { ok: false, failure: { kind: 'usage', message: 'There is no till behind this door yet.' } };
}
