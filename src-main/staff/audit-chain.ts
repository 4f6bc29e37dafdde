import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '../secrets/derive-key.ts';

/** What an audit row says, without its hash. Numbers are finite; anything nested is put in as text by the caller. */
export type AuditRow = Readonly<Record<string, string | number | boolean | null>>;

/** The hash before the first row. */
export const CHAIN_START = '0'.repeat(64);

/**
 * The hash of a row, which seals the row and, through `previous`, all before it: HMAC-SHA-256 under a key made from the data
 * key, in hex. Whoever has only the database file can neither change, insert, swap nor remove a row unnoticed.
 */
export function nextHash(dataKey: KeyObject, previous: string, row: AuditRow): string {
  const hmac = createHmac('sha256', deriveKey(dataKey, 'audit'));
  return hmac.update(previous).update('\n').update(canonical(row)).digest('hex');
}

/** One text per row content, whatever order the columns came in. */
function canonical(row: AuditRow): string {
  const entries = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [column, value] of entries) {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`not a finite number: ${column}`);
  }
  return JSON.stringify(entries);
}

export interface ChainedRow {
  readonly row: AuditRow;
  readonly hash: string;
}

/** `at` is the index of the first row that does not fit. `head-differs`: all rows fit, but rows are missing at the end. */
export type ChainCheck =
  | { readonly ok: true; readonly head: string; readonly rows: number }
  | { readonly ok: false; readonly error: 'row-differs'; readonly at: number }
  | { readonly ok: false; readonly error: 'head-differs'; readonly head: string };

/**
 * Checks the rows in order from the first.
 *
 * @param expectedHead the head noted elsewhere (printed on a day report, kept in another table), which alone can show that
 * the newest rows were cut off; null where none is known.
 */
export function verifyChain(dataKey: KeyObject, rows: Iterable<ChainedRow>, expectedHead: string | null): ChainCheck {
  let head = CHAIN_START;
  let count = 0;
  for (const { row, hash } of rows) {
    const due = nextHash(dataKey, head, row);
    if (!equal(due, hash)) return { ok: false, error: 'row-differs', at: count };
    head = due;
    count += 1;
  }
  if (expectedHead !== null && !equal(head, expectedHead)) return { ok: false, error: 'head-differs', head };
  return { ok: true, head, rows: count };
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
