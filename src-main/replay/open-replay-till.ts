import { join } from 'node:path';
import { SECOND } from '../../src-shared/time/clock.ts';
import { type TillConfig, trainingConfig } from '../till/config.ts';
import { readDataFolder, resolveDataFolder } from '../till/data-folder.ts';
import type { StartFailure } from '../till/start-failure.ts';
import { systemClock } from '../till/system-clock.ts';
import { openTill } from '../till/till.ts';
import { memberNamesOf } from './member-names.ts';
import type { ReplayTill } from './replay-till.ts';
import type { TillOrder } from './till-order.ts';
import { UseCaseTill } from './use-case-till.ts';

/** The simulated program, as the training of a till with it names it. */
export interface ReplayTillAddress {
  readonly backEnd: TillConfig['backEnd'];
  readonly apiKey: string;
}

export type OpenedReplayTill =
  | { readonly kind: 'opened'; readonly till: ReplayTill }
  /** A till that only looks, where none ever sold. */
  | { readonly kind: 'never-there' }
  | { readonly kind: 'failed'; readonly failure: StartFailure };

/** Opens the till of an order on its folder (`DATA/till-1` …), with the settings of replay.md rule 9. */
export async function openReplayTill(order: TillOrder, address: ReplayTillAddress): Promise<OpenedReplayTill> {
  const path = join(order.dataDir, `till-${order.till + 1}`);
  if (!order.sells && readDataFolder(path).kind === 'none') return { kind: 'never-there' };
  const found = resolveDataFolder({
    dataDir: path,
    configKind: null,
    training: true,
    program: order.backEnd,
    root: order.dataDir,
    clock: systemClock,
  });
  if (!found.ok) return { kind: 'failed', failure: found.failure };
  const opened = await openTill({
    folder: found.folder,
    config: configOf(order, address),
    apiKey: address.apiKey,
    door: 'replay',
    clock: systemClock,
    osStore: null,
    logFolder: process.env['TILLBOX_LOG_DIR'] ?? join(order.dataDir, 'logs'),
    startSync: order.sells,
  });
  return opened.ok
    ? { kind: 'opened', till: new UseCaseTill(opened.till, memberNamesOf(order.backEnd)) }
    : { kind: 'failed', failure: opened.failure };
}

function configOf({ till }: TillOrder, { backEnd }: ReplayTillAddress): TillConfig {
  const place = { branchId: 'REPLAY', posId: `till-${till + 1}`, sourceName: 'Tillbox replay' };
  return trainingConfig(
    { ...backEnd, ...place },
    {
      shop: { name: 'Replay', currency: 'GBP', locale: 'en-GB', timeZone: 'Europe/London' },
      terminal: { prefix: `R${till + 1}` },
      sync: {
        firstDelaysMs: [0.1 * SECOND, 0.5 * SECOND, 2 * SECOND],
        clientTimeoutMs: 2 * SECOND,
        pacePerSecond: null,
        signInProbeMs: 1 * SECOND,
      },
      offline: { longestMs: null },
    },
  );
}
