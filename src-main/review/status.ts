import type { StatusView } from '../../src-shared/contract/views.ts';
import { operationNameEn } from '../../src-shared/queue/reason-en.ts';
import { SECOND } from '../../src-shared/time/clock.ts';
import type { TillParts } from '../till/till-parts.ts';
import { connectionBanner } from './connection-banner.ts';

/** The training network switch; null outside training. */
export interface NetworkSwitch {
  isUp(): boolean;
  set(up: boolean): Promise<void>;
}

/** A difference that a person should do something about; below it, the measure itself is not exact enough. */
const DRIFT_SHOWN_MS = 30 * SECOND;

/** Connection and queue as two separate facts, with what needs to be said on top. */
export function statusOf(parts: TillParts, network: NetworkSwitch | null): StatusView {
  const { connectivity, stores, config, backEnd, account, loop, mayRecord } = parts;
  const facts = connectivity.facts();
  const counts = stores.operations.counts();
  const banners: StatusView['banners'] = [];
  const connection = connectionBanner(facts, config, backEnd.capabilities.programName);
  if (connection !== null) banners.push(connection);
  if (!mayRecord())
    banners.push({ code: 'no-space', text: 'The disk is full: no sale can be recorded. Free some space.' });
  if (loop.isClockBack)
    banners.push({
      code: 'clock-back',
      text: 'The clock of this machine was set back. Set it right; unclear operations are only asked about until then.',
    });
  if (facts.serverOffsetMs !== null && Math.abs(facts.serverOffsetMs) >= DRIFT_SHOWN_MS)
    banners.push({
      code: 'clock-drift',
      text: `The clock of this machine and that of ${backEnd.capabilities.programName} are ${Math.trunc(Math.abs(facts.serverOffsetMs) / SECOND)} seconds apart. Check the time of this machine.`,
    });
  for (const kind of facts.forbidden)
    banners.push({
      code: 'forbidden',
      text: `${backEnd.capabilities.programName} does not allow this till: ${operationNameEn(kind)}. Ask the program, then press "Ask the program now" in the sync queue.`,
    });
  const others = stores.operations.countOfOtherAccounts(account);
  if (others > 0)
    banners.push({
      code: 'other-account',
      text: `${others} operations belong to another branch, terminal or key and wait until that is set again.`,
    });
  return {
    folder: config.kind,
    programName: backEnd.capabilities.programName,
    connection: { state: facts.state, sinceMs: facts.sinceMs, why: facts.why, pausedUntilMs: facts.pausedUntilMs },
    waiting: { count: counts.waiting, oldestAtMs: counts.oldestAtMs },
    needsPerson: counts.needsPerson,
    banners,
    clockOffsetMs: facts.serverOffsetMs === null ? null : Math.trunc(facts.serverOffsetMs),
    networkUp: network === null ? null : network.isUp(),
  };
}
