import { atomically } from '../../src-main/database/atomically.ts';
import type { TillParts } from '../../src-main/till/till-parts.ts';
import { complete, openPaidSale } from './bench-sale.ts';

const SALES_A_COMMIT = 1_000;

/** Records so many sales by the product's own way, many in one commit: only what comes afterwards is measured. */
export function fill(parts: TillParts, count: number): void {
  for (let left = count; left > 0; left -= SALES_A_COMMIT) {
    atomically(parts.db, () => {
      for (let at = Math.min(left, SALES_A_COMMIT); at > 0; at--) complete(openPaidSale(parts), parts);
    });
  }
  parts.db.pragma('wal_checkpoint(TRUNCATE)');
}

const HEADS = 500;

/** Makes the first operations of the queue wait, each for one of a few parked ones before them: none of them is ever due. */
export function fillBlocked(parts: TillParts, count: number): void {
  fill(parts, HEADS + count);
  const { db } = parts;
  atomically(db, () => {
    const first = db.prepare<[], number>('SELECT min(seq) FROM operation').pluck().get() ?? 0;
    db.prepare("UPDATE operation SET state = 'parked', next_at = NULL WHERE seq < ?").run(first + HEADS);
    db.prepare(
      `UPDATE operation SET next_at = NULL, after_id = (SELECT head.id FROM operation head WHERE head.seq = ? + operation.seq % ?)
       WHERE seq >= ?`,
    ).run(first, HEADS, first + HEADS);
  });
}
