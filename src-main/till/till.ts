import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import type { Clock } from '../../src-shared/time/clock.ts';
import { DAY, HOUR, MINUTE } from '../../src-shared/time/clock.ts';
import type { BackEnd } from '../backends/backend.ts';
import { openBackEnd } from '../backends/registry.ts';
import { atomically } from '../database/atomically.ts';
import { isCopyDue, isCopyDueAtClose, makeCopy, purgeCopies } from '../database/copies.ts';
import { lockFolder } from '../database/lock.ts';
import { openTillDatabase } from '../database/open-till-database.ts';
import { recoveryLines } from '../database/recovery-lines.ts';
import { openReserve } from '../database/reserve.ts';
import { storageTroubleOf } from '../database/storage-error.ts';
import { createLogger } from '../logging/logger.ts';
import { deriveKey } from '../secrets/derive-key.ts';
import { pooledRandom } from '../secrets/pooled-random.ts';
import type { OsStore } from '../secrets/wraps.ts';
import { giveBackForgottenPays } from '../selling/give-back-pay.ts';
import { IdentifyForm } from '../selling/identify-ways.ts';
import { OpenSales } from '../selling/open-sales.ts';
import { letGoOfForgotten } from '../selling/opened-member.ts';
import { takeLoyaltyTender } from '../selling/pay-with-points.ts';
import { wantedPay } from '../selling/standing-pay.ts';
import { createStores } from '../stores/stores.ts';
import { Connectivity } from '../sync/connectivity.ts';
import { DeliveryDesk } from '../sync/delivery-desk.ts';
import { FastLane } from '../sync/fast-lane.ts';
import { InFlight } from '../sync/in-flight.ts';
import { Settling } from '../sync/settling.ts';
import { SyncLoop } from '../sync/sync-loop.ts';
import { keptApiKey } from './api-key.ts';
import { Changes } from './changes.ts';
import { backEndSection, type TillConfig } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import { folderKey } from './folder-key.ts';
import type { StartFailure } from './start-failure.ts';
import type { TillParts } from './till-parts.ts';

export interface OpenTillOptions {
  readonly folder: DataFolder;
  readonly config: TillConfig;
  /** From the configuration; null: it lies sealed in the folder since an earlier start. */
  readonly apiKey: string | null;
  /** Who opens the folder, as a second start is told: desktop, plugin, replay … */
  readonly door: string;
  readonly clock: Clock;
  /** The operating system's key store; null uses a key file. Never opened in training. */
  readonly osStore: OsStore | null;
  readonly logFolder: string;
  /** False: nothing is sent until `startSync`. */
  readonly startSync?: boolean;
  /** Another back end in place of the configured one, which it is given; for tests. */
  readonly backEnd?: (configured: BackEnd) => BackEnd;
}

export interface Till {
  readonly parts: TillParts;
  /** What a person should read once: a recovery code, a recovery report, where an old file went. One line each. */
  readonly notices: readonly string[];
  startSync(): void;
  /** Forgets members whose return window has passed, in the file and its copies. Returns how many. */
  purge(): Promise<number>;
  /** Ends the sync within its own limits, writes what is pending and closes every file. */
  close(): Promise<void>;
}

export type OpenTillResult =
  | { readonly ok: true; readonly till: Till }
  | { readonly ok: false; readonly failure: StartFailure };

/**
 * The composition root: given a configuration, a clock and a data folder it opens the database and builds every object
 * once. Both doors, the command line and most tests start here.
 */
export async function openTill(options: OpenTillOptions): Promise<OpenTillResult> {
  const { folder, config, clock } = options;
  const locked = lockFolder(folder.path, options.door, clock);
  if (!locked.ok) {
    return locked.error === 'in-use'
      ? { ok: false, failure: { kind: 'in-use', folder: folder.path, holder: locked.holder } }
      : { ok: false, failure: { kind: locked.error, where: folder.path } };
  }
  const logger = createLogger({ folder: options.logFolder, name: options.door, clock, level: 'info' });
  const { log } = logger;
  const giveUp = (failure: StartFailure): OpenTillResult => {
    logger.close();
    locked.lock.release();
    return { ok: false, failure };
  };
  try {
    const notices: string[] = [];
    const key = await folderKey(folder, options.osStore);
    if (!key.ok) return giveUp(key.failure);
    if (key.recoveryCode !== null && folder.kind !== 'training') {
      notices.push(`Recovery code of this till, shown only now: ${key.recoveryCode}. Keep it apart from the machine.`);
    }
    const opened = openTillDatabase({ folder: folder.path, clock, log: (line) => log.info({ step: 'open' }, line) });
    if (!opened.ok) return giveUp({ kind: 'database', failure: opened.failure });
    const { db } = opened;
    if (opened.recovery !== null) notices.push(...recoveryLines(opened.recovery));
    if (opened.restored) {
      notices.push(
        'An older copy of the database was put back. Everything unfinished in it is asked about before anything is sent again.',
      );
    }
    const reserve = openReserve(join(folder.path, 'reserve.bin'));
    const dataKey = key.key;
    const stores = createStores(db, dataKey, deriveKey(dataKey, 'index'));
    const apiKey = keptApiKey(options.apiKey, config, stores.settings, dataKey, clock.nowMs());
    if (apiKey === null) {
      opened.close();
      return giveUp({
        kind: 'config',
        file: folder.path,
        issues: [{ key: 'backEnd.apiKey', allowed: 'the key of this address; none is kept in this folder yet' }],
      });
    }
    const configured = openBackEnd(config.backEnd.name, backEndSection(config, apiKey), config.kind, clock);
    const backEnd = options.backEnd?.(configured) ?? configured;
    const account = stores.operations.account(backEnd.name, backEnd.account);
    const changes = new Changes();
    const schedule = { firstDelaysMs: config.sync.firstDelaysMs };
    const connectivity: Connectivity = new Connectivity({
      nowMs: () => clock.nowMs(),
      random: Math.random,
      schedule,
      signInProbeMs: config.sync.signInProbeMs,
      onChange: () => changes.changed(),
      onContact: () => loop.contacted(),
    });
    const desk = new DeliveryDesk({
      db,
      stores,
      backEnd,
      account,
      newId,
      clock,
      random: Math.random,
      schedule,
      log,
    });
    const onMoved = (ids: readonly string[]): void => changes.operationsMoved(ids);
    const base = { db, stores, backEnd, clock, log, desk };
    const settling = new Settling({ ...base, onMoved, onNoSpace: () => reserve.releaseReserve() });
    const shared = { ...base, connectivity, settling, inFlight: new InFlight() };
    const { connections, pacePerSecond = backEnd.capabilities.pacePerSecond } = config.sync;
    const loop: SyncLoop = new SyncLoop({ ...shared, connections, pacePerSecond });
    const fastLane = new FastLane({ ...shared, loop, onMoved });
    const openSales = new OpenSales(db, stores.sales, clock, (error) => {
      if (storageTroubleOf(error) === 'no-space') reserve.releaseReserve();
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'the basket could not be written');
    });
    const parts: TillParts = {
      config,
      clock,
      db,
      dataKey,
      stores,
      backEnd,
      account,
      connectivity,
      loop,
      fastLane,
      openSales,
      identifyForm: new IdentifyForm(),
      changes,
      log,
      newId,
      randomBytes: pooledRandom,
      generationLetter: opened.letter,
      mayRecord: () => reserve.state() === 'ready',
      noSpace: () => reserve.releaseReserve(),
    };
    takeUp(parts, !opened.restored && opened.recovery === null);
    const health: Health = { suspect: false };
    const upkeep = startUpkeep(parts, folder.path, health, opened.noteProgress, () => reserve.restoreReserve());
    if (options.startSync !== false) loop.start();
    let closing: Promise<void> | null = null;
    const close = async (): Promise<void> => {
      upkeep.stop();
      await loop.stop();
      openSales.close();
      await backEnd.close();
      await upkeep.whenDone();
      if (isCopyDueAtClose(folder.path, clock.nowMs())) await copy(folder.path, parts, health);
      opened.close(health.suspect);
      locked.lock.release();
      logger.close();
    };
    return {
      ok: true,
      till: {
        parts,
        notices,
        startSync: () => loop.start(),
        purge: () => purge(parts, folder.path),
        close: () => (closing ??= close()),
      },
    };
  } catch (error) {
    const trouble = storageTroubleOf(error);
    if (trouble === 'no-space' || trouble === 'read-only') return giveUp({ kind: trouble, where: folder.path });
    giveUp({ kind: 'usage', message: '' });
    throw error;
  }
}

const LAST_ACCOUNT = 'last-account';

/**
 * What a former process left: pays nobody waits for any more are dropped, confirmed ones count, other accounts wait.
 *
 * @param sameFile false after a recovery or a restored copy: what the file says of its last account may be old.
 */
function takeUp(parts: TillParts, sameFile: boolean): void {
  const { stores, db, clock, account, fastLane, openSales } = parts;
  const nowMs = clock.nowMs();
  fastLane.dropUnsent(nowMs);
  // Every unfinished row is looked at, so only where another account may have left some.
  if (!sameFile || stores.settings.get(LAST_ACCOUNT) !== String(account.number)) {
    atomically(db, () => {
      stores.operations.showOnlyAccount(account, nowMs);
      stores.settings.set(LAST_ACCOUNT, String(account.number), nowMs);
    });
  }
  letGoOfForgotten(parts, true);
  for (const open of openSales.all()) {
    const pay = wantedPay(open.sale.saleId, parts);
    if (pay?.standing === 'confirmed') takeLoyaltyTender(open, pay.operation, parts);
  }
}

async function purge({ stores, db, clock, config }: TillParts, folder: string): Promise<number> {
  const nowMs = clock.nowMs();
  const purged = atomically(db, () => stores.memberKeys.purge(nowMs - config.policy.returnWindowDays * DAY, nowMs));
  if (purged > 0) await purgeCopies(folder);
  return purged;
}

/** `suspect`: a damaged page was met, so the next open must check the whole file. */
interface Health {
  suspect: boolean;
}

async function copy(folder: string, { clock, log }: TillParts, health: Health): Promise<void> {
  const made = await makeCopy(folder, clock);
  if (made.ok) return;
  if (made.error === 'damaged') health.suspect = true;
  log.warn({ error: made.error }, 'no copy of the database could be made');
}

const newId = (): string => uuidV7({ random: pooledRandom(16) });

/** Copies once a day, the progress note once a minute, forgetting once an hour. */
function startUpkeep(
  parts: TillParts,
  folder: string,
  health: Health,
  noteProgress: () => void,
  restoreReserve: () => void,
): { stop(): void; whenDone(): Promise<void> } {
  const { clock, log } = parts;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const hourly = async (): Promise<void> => {
    if (isCopyDue(folder, clock.nowMs())) await copy(folder, parts, health);
    await purge(parts, folder);
  };
  const repeat = (everyMs: number, run: () => void): { cancel(): void } => {
    let timer = clock.schedule(everyMs, function tick() {
      if (stopped) return;
      run();
      timer = clock.schedule(everyMs, tick);
    });
    return { cancel: () => timer.cancel() };
  };
  const minute = repeat(MINUTE, () => {
    noteProgress();
    giveBackForgottenPays(parts);
    letGoOfForgotten(parts, false);
    if (!parts.mayRecord()) restoreReserve();
  });
  const hour = repeat(HOUR, () => {
    running = running.then(hourly).catch((error: unknown) => {
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'upkeep failed');
    });
  });
  return {
    stop: () => {
      stopped = true;
      minute.cancel();
      hour.cancel();
    },
    whenDone: () => running,
  };
}
