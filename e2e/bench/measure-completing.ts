import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DATABASE_PRAGMAS } from '../../src-main/database/open-database.ts';
import { complete, openPaidSale } from './bench-sale.ts';
import { openBenchTill } from './bench-till.ts';
import { type Figure, median, perSecond, ratio } from './figures-table.ts';
import { bytesOfSale } from './sale-bytes.ts';

/** Until both sides run as they do in a till that has sold for an hour. */
const WARM_UP = 1_500;
const SALES = 2_000;

/** A whole sale completed against a bare insert of as many bytes, both durable, one after the other all the time. */
export async function measureCompleting(folder: string): Promise<readonly Figure[]> {
  const till = await openBenchTill({ folder, port: null, connections: 1 });
  const { parts } = till;
  const raw = new Database(join(folder, 'raw.db'));
  for (const pragma of DATABASE_PRAGMAS) raw.pragma(pragma);
  raw.exec('CREATE TABLE raw (seq INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL) STRICT');
  const insert = raw.prepare('INSERT INTO raw (bytes) VALUES (?)');
  const probe = openPaidSale(parts);
  complete(probe, parts);
  const bytes = randomBytes(bytesOfSale(parts.db, probe.sale.saleId));

  const saleMs: number[] = [];
  const rawMs: number[] = [];
  for (let at = 0; at < WARM_UP + SALES; at++) {
    const open = openPaidSale(parts);
    const startedAt = performance.now();
    complete(open, parts);
    const completedAt = performance.now();
    insert.run(bytes);
    const insertedAt = performance.now();
    if (at < WARM_UP) continue;
    saleMs.push(completedAt - startedAt);
    rawMs.push(insertedAt - completedAt);
  }
  raw.close();
  await till.close();
  const sales = sum(saleMs);
  const inserts = sum(rawMs);
  const rate = inserts / sales;
  return [
    {
      what: 'whole sale completed / bare FULL insert of the same bytes',
      target: '>= 0.60',
      measured: `${ratio(rate)} (middle ones ${ratio(median(rawMs) / median(saleMs))})`,
      held: rate >= 0.6,
    },
    {
      what: `  sales completed; bare inserts of ${bytes.length} bytes`,
      target: '-',
      measured: `${perSecond(SALES, sales)}; ${perSecond(SALES, inserts)}`,
      held: null,
    },
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
