import type { Database } from 'better-sqlite3';
import { isUnreadable } from './readable-rows.ts';

/** What is known of sales whose row could not be carried over. */
export interface LostSales {
  /** Their numbers, where an index still named them. */
  readonly numbers: readonly string[];
  /** Places in the order of recording that are empty and unnamed: at most so many more sales are lost. */
  readonly unnamed: number;
  /** Where the end of the file was unreadable: every sale number given out after this one may be lost as well. */
  readonly after: string | null;
  /** Completed sales that are there without all their lines or tenders. */
  readonly incomplete: readonly string[];
}

export interface SaleTableState {
  /** The last rows of the sale table could not be read. */
  readonly endUnreadable: boolean;
  /** Some rows of the lines or tenders could not be read. */
  readonly partsUnreadable: boolean;
}

const NAMED_LOST = 10_000;

/**
 * Lists lost sales and gives each one that an index still names a row again, so that its operations keep their sale:
 * abandoned, without lines or amounts, source "recovered".
 */
export function findLostSales(target: Database, file: Database | null, state: SaleTableState): LostSales {
  const after = state.endUnreadable
    ? ((target.prepare('SELECT sale_number FROM sale ORDER BY seq DESC LIMIT 1').pluck().get() as string | undefined) ??
      '')
    : null;
  const lost = file === null ? [] : namedByIndex(file).filter(({ seq }) => !hasSale(target, seq));
  const insert = target.prepare(
    `INSERT INTO sale (seq, sale_id, sale_number, reference, source, state, currency, staff_id, opened_at)
     VALUES (@seq, @saleId, @saleNumber, @saleId, 'recovered', 'abandoned', coalesce((SELECT currency FROM sale LIMIT 1), 'EUR'), '', 0) ON CONFLICT DO NOTHING`,
  );
  for (const { seq, saleNumber, saleId } of lost) if (saleId !== null) insert.run({ seq, saleNumber, saleId });
  return {
    numbers: lost.map(({ saleNumber }) => saleNumber).sort(),
    unnamed: Math.max(0, emptyPlaces(target) - lost.filter(({ saleId }) => saleId === null).length),
    after,
    incomplete: state.partsUnreadable ? incompleteSales(target) : [],
  };
}

const hasSale = (target: Database, seq: number): boolean =>
  target.prepare('SELECT 1 FROM sale WHERE seq = ?').get(seq) !== undefined;

interface NamedSale {
  readonly seq: number;
  readonly saleNumber: string;
  readonly saleId: string | null;
}

/** Both unique columns have an index of their own, and an index holds the rowid: enough to know that a sale was there. */
function namedByIndex(file: Database): readonly NamedSale[] {
  const ids = new Map(columnByIndex(file, 'sale_id'));
  return columnByIndex(file, 'sale_number').map(([seq, saleNumber]) => ({
    seq,
    saleNumber,
    saleId: ids.get(seq) ?? null,
  }));
}

function columnByIndex(file: Database, column: 'sale_id' | 'sale_number'): [number, string][] {
  const found = new Map<number, string>();
  for (const direction of ['ASC', 'DESC']) {
    try {
      const index = file
        .prepare(
          "SELECT l.name FROM pragma_index_list('sale') l, pragma_index_info(l.name) i WHERE l.partial = 0 AND i.seqno = 0 AND i.name = ?",
        )
        .pluck()
        .get(column);
      const sql = `SELECT rowid AS seq, ${column} AS value FROM sale INDEXED BY "${String(index)}" ORDER BY ${column} ${direction}`;
      for (const { seq, value } of file.prepare(sql).iterate() as IterableIterator<{ seq: number; value: unknown }>) {
        if (typeof value === 'string' && Number.isSafeInteger(seq)) found.set(seq, value);
        if (found.size > NAMED_LOST * 1_000) break;
      }
      break;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
    }
  }
  return [...found];
}

/** Sales are numbered without holes and never deleted, so a hole below the last number is a lost sale. */
function emptyPlaces(target: Database): number {
  const last = target
    .prepare(
      "SELECT max(seq) FROM (SELECT seq FROM sqlite_sequence WHERE name = 'sale' UNION SELECT max(seq) FROM sale)",
    )
    .pluck()
    .get();
  const there = target.prepare('SELECT count(*) FROM sale').pluck().get();
  return Number(last ?? 0) - Number(there ?? 0);
}

/** A completed sale has a line, and its tenders make its total. */
const incompleteSales = (target: Database): readonly string[] =>
  target
    .prepare(
      `WITH sold AS MATERIALIZED (SELECT DISTINCT sale_seq AS seq FROM sale_line),
         paid AS MATERIALIZED (SELECT sale_seq AS seq, sum(amount_minor) AS minor FROM tender GROUP BY sale_seq)
       SELECT sale_number FROM sale LEFT JOIN sold USING (seq) LEFT JOIN paid USING (seq)
       WHERE state IN ('completed', 'voided') AND (sold.seq IS NULL OR total_minor <> coalesce(paid.minor, 0))
       ORDER BY seq`,
    )
    .pluck()
    .all() as string[];
