import { statSync } from 'node:fs';
import { join } from 'node:path';
import { atomically } from '../../src-main/database/atomically.ts';
import { FOLDER_FILES } from '../../src-main/database/folder-files.ts';
import { DeliveryDesk } from '../../src-main/sync/delivery-desk.ts';
import type { Till } from '../../src-main/till/till.ts';
import type { TillParts } from '../../src-main/till/till-parts.ts';
import { DEFAULT_SCHEDULE } from '../../src-shared/queue/retry-schedule.ts';
import { complete, openPaidSale } from './bench-sale.ts';
import { openBenchTill } from './bench-till.ts';
import { type Figure, median, ratio } from './figures-table.ts';
import { fill, fillBlocked } from './fill.ts';
import { requestOf } from './request-of.ts';

const SALES = 1_500;
const CLAIMS = 20;
const ROWS_A_CLAIM = 64;
const OPENS = 5;

export interface Size {
  readonly operations: number;
  readonly blocked: number;
}

/** A till with a long queue against one that was empty a moment ago, turn by turn, so that the disk's moods hit both. */
export async function measureGrowth(folder: string, size: Size): Promise<readonly Figure[]> {
  const grown = { folder: join(folder, 'grown'), port: null, connections: 1 };
  const large = await openBenchTill(grown);
  if (size.blocked > 0) fillBlocked(large.parts, size.blocked);
  fill(large.parts, size.operations - size.blocked);
  const empty = await openBenchTill({ folder: join(folder, 'empty'), port: null, connections: 1 });
  const recorded = turnByTurn(SALES, [empty, large], recordOne);
  const claimed = turnByTurn(CLAIMS, [empty, large], claimGroup);
  await empty.close();
  await large.close();
  const openMs = await openingMs(grown);
  const blocked = size.blocked > 0 ? `, ${size.blocked.toLocaleString('en')} of them blocked` : '';
  const name = `${size.operations.toLocaleString('en')} operations${blocked}`;
  const isWhole = size.operations >= 1_000_000;
  return [
    {
      what: `${name}: record rate / empty store`,
      target: '>= 0.95',
      measured: ratio(recorded),
      held: recorded >= 0.95,
    },
    { what: '  claim rate / empty store', target: '>= 0.95', measured: ratio(claimed), held: claimed >= 0.95 },
    {
      what: '  till open',
      target: isWhole ? '<= 50 ms' : '-',
      measured: `${openMs.toFixed(0)} ms`,
      held: isWhole ? openMs <= 50 : null,
    },
  ];
}

/** The second till's rate relative to the first one's; the middle of all turns each. */
function turnByTurn(turns: number, tills: readonly [Till, Till], work: (parts: TillParts) => number): number {
  const first: number[] = [];
  const second: number[] = [];
  const [a, b] = tills;
  for (const till of tills) work(till.parts);
  for (let turn = 0; turn < turns; turn++) {
    // Whoever comes second may find a warmer disk.
    if (turn % 2 === 0) first.push(work(a.parts));
    second.push(work(b.parts));
    if (turn % 2 === 1) first.push(work(a.parts));
  }
  return median(first) / median(second);
}

function recordOne(parts: TillParts): number {
  const open = openPaidSale(parts);
  const startedAt = performance.now();
  complete(open, parts);
  return performance.now() - startedAt;
}

/** What the sync loop does before it sends: take the due rows, freeze their bytes, commit. */
function claimGroup(parts: TillParts): number {
  const { db, stores, clock } = parts;
  const desk = new DeliveryDesk({ ...parts, random: Math.random, schedule: DEFAULT_SCHEDULE });
  const startedAt = performance.now();
  const due = stores.operations.due(clock.nowMs(), ROWS_A_CLAIM);
  const claimed = atomically(db, () => desk.claim(due.map((row) => row.id)));
  const elapsedMs = performance.now() - startedAt;
  if (claimed.length !== ROWS_A_CLAIM) throw new Error('not all rows could be claimed');
  return elapsedMs;
}

async function openingMs(options: Parameters<typeof openBenchTill>[0]): Promise<number> {
  const times: number[] = [];
  for (let left = OPENS; left > 0; left--) {
    const startedAt = performance.now();
    const till = await openBenchTill(options);
    times.push(performance.now() - startedAt);
    await till.close();
  }
  return median(times);
}

/** What a queued sale takes on the disk, all tables and indexes of it, per KB of the request that it will become. */
export async function measureBytes(folder: string): Promise<readonly Figure[]> {
  const till = await openBenchTill({ folder, port: null, connections: 1 });
  const { parts } = till;
  const file = join(folder, 'data', FOLDER_FILES.database);
  const submitId = complete(openPaidSale(parts), parts);
  fill(parts, 100);
  const before = statSync(file).size;
  const sales = 10_000;
  fill(parts, sales);
  const each = (statSync(file).size - before) / sales;
  const body = Buffer.byteLength(requestOf(submitId, parts).body);
  await till.close();
  const perKilobyte = each / body;
  return [
    {
      what: 'bytes on disk for a queued sale of 1 KB',
      target: '<= 1.6 KB',
      measured: `${perKilobyte.toFixed(2)} KB (${each.toFixed(0)} bytes, its request ${body})`,
      held: perKilobyte <= 1.6,
    },
  ];
}
