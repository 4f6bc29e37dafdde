import type { Database } from 'better-sqlite3';
import { atomically } from './atomically.ts';
import { COMMITTED_AT } from './high-water.ts';

/**
 * Records invented sales numbered from `from`, each with two lines, a cash tender and a submit; every third submit is
 * delivered, the others wait. Times are the sale's number in ms.
 */
export function recordSales(db: Database, letter: string, from: number, count: number): void {
  atomically(db, () => {
    db.exec("INSERT INTO account VALUES (1, 'rekonect', 'https://loyalty.example.com|B1|P1') ON CONFLICT DO NOTHING");
    const sale = db.prepare(
      `INSERT INTO sale (seq, sale_id, sale_number, reference, source, state, currency, staff_id, opened_at, closed_at, recorded_at, total_minor, extras)
       VALUES (@n, @saleId, @saleNumber, @saleNumber, 'till', 'completed', 'EUR', 's1', @n, @n, @n, 300, @padding)`,
    );
    const line = db.prepare(
      `INSERT INTO sale_line VALUES (? << 20 | ?, 'A1', 'Invented article', 'D1', 'Invented department', 'sale', 1000, 0, 150, 150, 150, 0, NULL)`,
    );
    const tender = db.prepare("INSERT INTO tender VALUES (? << 20 | 1, 'CASH', 300, 300, NULL)");
    const operation = db.prepare(
      `INSERT INTO operation (seq, id, key, sale_id, kind, account_number, state, happened, sealed_detail, recorded_at, first_sent_at, next_at, ended_at)
       VALUES (@n, @id, 'key', @saleId, 'submit', 1, @state, @happened, zeroblob(300), @n, @sentAt, @nextAt, @endedAt)`,
    );
    for (let n = from; n < from + count; n++) {
      const saleId = `sale-${n}`;
      sale.run({ n, saleId, saleNumber: saleNumber(letter, n), padding: '{}'.padEnd(200) });
      line.run(n, 1);
      line.run(n, 2);
      tender.run(n);
      const delivered = n % 3 === 0;
      operation.run({
        n,
        id: `op-${n}`,
        saleId,
        state: delivered ? 'delivered' : 'queued',
        happened: delivered ? 1 : 0,
        sentAt: delivered ? n : null,
        nextAt: delivered ? null : n,
        endedAt: delivered ? n : null,
      });
    }
    db.prepare(
      'INSERT INTO high_water VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)',
    ).run(COMMITTED_AT, from + count - 1);
  });
}

export const saleNumber = (letter: string, n: number): string => `T1-${letter}-${String(n).padStart(5, '0')}`;

/** The pages of a table or index and of everything below it, by number from 1. */
export function pagesOf(db: Database, name: string): readonly number[] {
  return db.prepare('SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno').pluck().all(name) as number[];
}
