import type { Database } from 'better-sqlite3';
import { storageTroubleOf } from './storage-error.ts';
import { quoted, type TableShape, wholeIndexesOf } from './table-shape.ts';

/** A row as read: the rowid first (null without one), then the columns in the shape's order. */
export type RawRow = readonly unknown[];

/** A stretch between two readable rows, both ends excluded. Null ends: nothing was readable on that side. */
export interface Gap {
  readonly above: bigint | null;
  readonly below: bigint | null;
}

export interface Reading {
  /** What could not be read in one go; empty for a table that was read from end to end. */
  readonly gaps: readonly Gap[];
  /** Rowids that an index names and no page gave: rows that were there and are lost. */
  readonly lostRowids: readonly bigint[];
}

/** Where the rows go. */
export interface RowTarget {
  /** May be called twice for a row. */
  take(row: RawRow): void;
  /** Whether the row has been taken; only asked for tables with a rowid. */
  has(rowid: bigint): boolean;
}

const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;
/** Rowids tried one by one in a gap; each failing try costs some 20 µs. */
const MOST_PROBES = 1_000_000n;

/**
 * Hands over every row that can still be read: from the front until a page fails, from the back until a page fails, then
 * each rowid between, those first that an index still names. What SQLite calls readable is believed; the target's
 * constraints and the seals over personal data find rows that are garbage.
 */
export function readRows(db: Database, shape: TableShape, target: RowTarget): Reading {
  return shape.withoutRowid ? readByKey(db, shape, target) : readByRowid(db, shape, target);
}

function readByRowid(db: Database, shape: TableShape, target: RowTarget): Reading {
  const take = (row: RawRow): void => target.take(row);
  const columns = ['rowid', ...shape.columns.map(quoted)].join(', ');
  const from = `SELECT ${columns} FROM ${quoted(shape.name)} NOT INDEXED`;
  const up = scan(db, `${from} WHERE rowid >= ? ORDER BY rowid`, [LOWEST], take, (at, last) => at > last);
  let below: bigint | null = null;
  if (!up.whole) {
    const down = scan(db, `${from} WHERE rowid <= ? ORDER BY rowid DESC`, [HIGHEST], take, (at, last) => at < last);
    below = down.last;
  }
  const one = `${from} WHERE rowid = ?`;
  const missing = rowidsByIndex(db, shape, target);
  for (const rowid of missing) scan(db, one, [rowid], take, () => true);
  const above = up.last;
  if (!up.whole && above !== null && below !== null && below - above <= MOST_PROBES) {
    const probe = prober(db, one, take);
    for (let rowid = above + 1n; rowid < below; rowid++) probe(rowid);
  }
  return {
    gaps: up.whole ? [] : [{ above, below }],
    lostRowids: [...missing].filter((rowid) => !target.has(rowid)),
  };
}

function readByKey(db: Database, shape: TableShape, target: RowTarget): Reading {
  const take = (row: RawRow): void => target.take(row);
  const columns = ['NULL', ...shape.columns.map(quoted)].join(', ');
  const key = shape.primaryKey.map(quoted);
  const from = `SELECT ${columns} FROM ${quoted(shape.name)}`;
  const leading = 1 + shape.columns.indexOf(shape.primaryKey[0] ?? '');
  const ends: (bigint | null)[] = [];
  for (const direction of ['ASC', 'DESC']) {
    let last: bigint | null = null;
    const noted = (row: RawRow): void => {
      const value = row[leading];
      if (typeof value === 'bigint') last = value;
      take(row);
    };
    const order = key.map((column) => `${column} ${direction}`).join(', ');
    if (scan(db, `${from} ORDER BY ${order}`, [], noted, () => true).whole) return { gaps: [], lostRowids: [] };
    ends.push(last);
  }
  const [above = null, below = null] = ends;
  if (above !== null && below !== null && below - above <= MOST_PROBES) {
    const probe = prober(db, `${from} WHERE ${key[0]} = ?`, take);
    for (let value = above; value <= below; value++) probe(value);
  }
  return { gaps: [{ above, below }], lostRowids: [] };
}

/** Rowids that an index names and that are not yet taken; each index is read from both its ends. */
function rowidsByIndex(db: Database, shape: TableShape, target: RowTarget): ReadonlySet<bigint> {
  const found = new Set<bigint>();
  for (const index of indexesOf(db, shape.name)) {
    for (const direction of ['ASC', 'DESC']) {
      const sql = `SELECT rowid FROM ${quoted(shape.name)} INDEXED BY ${quoted(index.name)} ORDER BY ${quoted(index.column)} ${direction}`;
      const add = (row: RawRow): void => {
        if (typeof row[0] === 'bigint' && !target.has(row[0])) found.add(row[0]);
      };
      if (scan(db, sql, [], add, () => true).whole) break;
    }
  }
  return found;
}

function indexesOf(db: Database, table: string): { readonly name: string; readonly column: string }[] {
  try {
    return wholeIndexesOf(db, table).flatMap((name) => {
      const column = db.prepare('SELECT name FROM pragma_index_info(?) WHERE seqno = 0').pluck().get(name);
      return typeof column === 'string' ? [{ name, column }] : [];
    });
  } catch (error) {
    if (isUnreadable(error)) return [];
    throw error;
  }
}

interface Scan {
  readonly whole: boolean;
  readonly last: bigint | null;
}

/** Reads until the end or the first unreadable page. Rows out of order mean that a damaged tree leads in a circle. */
function scan(
  db: Database,
  sql: string,
  values: readonly bigint[],
  take: (row: RawRow) => void,
  inOrder: (at: bigint, last: bigint) => boolean,
): Scan {
  let last: bigint | null = null;
  try {
    const rows = db
      .prepare(sql)
      .raw()
      .safeIntegers()
      .iterate(...values) as IterableIterator<RawRow>;
    for (const row of rows) {
      const at = row[0];
      if (typeof at === 'bigint') {
        if (last !== null && !inOrder(at, last)) return { whole: false, last };
        last = at;
      }
      take(row);
    }
    return { whole: true, last };
  } catch (error) {
    if (isUnreadable(error)) return { whole: false, last };
    throw error;
  }
}

function prober(db: Database, sql: string, take: (row: RawRow) => void): (key: bigint) => void {
  const statement = db.prepare(sql).raw().safeIntegers();
  return (key) => {
    let rows: RawRow[];
    try {
      rows = statement.all(key) as RawRow[];
    } catch (error) {
      if (isUnreadable(error)) return;
      throw error;
    }
    for (const row of rows) take(row);
  };
}

/** A missing table or an index that cannot be used counts as well: the schema itself may be damaged. */
export function isUnreadable(error: unknown): boolean {
  if (storageTroubleOf(error) === 'damaged' || storageTroubleOf(error) === 'io') return true;
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR';
}
