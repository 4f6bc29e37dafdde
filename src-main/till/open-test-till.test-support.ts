import { createSecretKey, randomBytes } from 'node:crypto';
import pino from 'pino';
import { v7 as uuidV7 } from 'uuid';
import type { ManualClock } from '../../src-shared/time/manual-clock.ts';
import type { BackEnd } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import { type StoresOnFile, storesOnFile } from '../database/stores-on-file.test-support.ts';
import { IdentifyForm } from '../selling/identify-ways.ts';
import { OpenSales } from '../selling/open-sales.ts';
import { takeLoyaltyTender } from '../selling/pay-with-points.ts';
import { wantedPay } from '../selling/standing-pay.ts';
import { SyncWorld, type SyncWorldOptions } from '../sync/sync-world.test-support.ts';
import { Changes } from './changes.ts';
import { trainingConfig } from './config.ts';
import type { TillParts } from './till-parts.ts';

export const TEST_ARTICLE = 'INV-14';

export interface TestTill<B extends BackEnd> {
  readonly parts: TillParts;
  readonly world: SyncWorld<B>;
  /** The process is gone at this moment; another one opens the file. */
  readonly crash: () => TestTill<B>;
}

/**
 * A till over a file of its own and a back end of the test's, without folder, lock and key files: it opens in a few
 * milliseconds. It sells one article at 10.00 and is sending already.
 */
export function openTestTill<B extends BackEnd>(
  backEnd: B,
  clock: ManualClock,
  options: SyncWorldOptions = {},
  file: StoresOnFile = storesOnFile(clock),
): TestTill<B> {
  return around(new SyncWorld(options, clock, backEnd, file));
}

function around<B extends BackEnd>(world: SyncWorld<B>): TestTill<B> {
  const { own: clock, backEnd, account, connectivity, loop, fastLane } = world;
  const { db, stores } = world.file;
  const parts: TillParts = {
    config: CONFIG,
    clock,
    db,
    dataKey: createSecretKey(Buffer.alloc(32, 7)),
    stores,
    backEnd,
    account,
    connectivity,
    loop,
    fastLane,
    identifyForm: new IdentifyForm(),
    openSales: new OpenSales(db, stores.sales, clock, () => undefined),
    changes: new Changes(),
    log: pino({ level: 'silent' }),
    newId: uuidV7,
    randomBytes: (count) => randomBytes(count),
    generationLetter: 'A',
    mayRecord: () => true,
    noSpace: () => undefined,
  };
  atomically(db, () =>
    stores.catalogue.save({
      articleCode: TEST_ARTICLE,
      scanCode: null,
      name: 'Invented roll',
      departmentCode: 'FOOD',
      departmentName: 'Food',
      unitPriceMinor: 1_000,
      weighed: false,
      taxRateBp: 1_000,
    }),
  );
  for (const open of parts.openSales.all()) {
    const pay = wantedPay(open.sale.saleId, parts);
    if (pay?.standing === 'confirmed') takeLoyaltyTender(open, pay.operation, parts);
  }
  loop.start();
  return { parts, world, crash: () => openAgain(world) };
}

function openAgain<B extends BackEnd>(world: SyncWorld<B>): TestTill<B> {
  const next = world.crash();
  next.file.db.pragma('synchronous = OFF');
  return around(next);
}

const CONFIG = trainingConfig(
  {
    name: 'rekonect',
    baseUrl: 'http://127.0.0.1:1/',
    keySource: { from: 'sealed' },
    branchId: 'B1',
    posId: 'P1',
    sourceName: 'Tillbox',
    settings: {},
  },
  {
    shop: { name: 'Invented shop', currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Madrid' },
    terminal: { prefix: 'T1' },
    policy: { maySpend: ['card'] },
  },
);
