import type { Database, Statement } from 'better-sqlite3';
import SqliteDatabase from 'better-sqlite3';
import { type Gap, isUnreadable, type RawRow, type RowTarget, readRows } from './readable-rows.ts';
import { quoted, sharedShape, type TableShape, tablesOf } from './table-shape.ts';

/** What became of one table, in rows. */
export interface CarriedOver {
  readonly fromFile: number;
  /** Unreadable in the file, taken from the newest copy. */
  readonly fromCopy: number;
  /** Read, but refused by the table's own rules: garbage on a page that still looks whole. */
  readonly rejected: number;
  /** Named by an index, but neither readable nor in the copy. */
  readonly lost: number;
  /** The file's table was read from end to end. */
  readonly whole: boolean;
  /** Its last rows were read, so nothing newer than them is lost. */
  readonly endRead: boolean;
}

/** The files a new database is filled from; either may be missing. */
export interface Sources {
  readonly file: Database | null;
  readonly copy: Database | null;
}

/** Fills one table of the new file. What the file still has is newer than the copy and comes first. */
export function carryOverTable(target: Database, shape: TableShape, sources: Sources): CarriedOver {
  let fromCopy = 0;
  let rejected = 0;
  const fileShape = sharedShape(shape, shapesOf(sources.file));
  const copyShape = sharedShape(shape, shapesOf(sources.copy));

  const hasStmt = shape.withoutRowid ? null : target.prepare(`SELECT 1 FROM ${quoted(shape.name)} WHERE rowid = ?`);
  const has = (rowid: bigint): boolean => hasStmt?.get(rowid) !== undefined;
  let gaps: readonly Gap[] = [{ above: null, below: null }];
  let lostRowids: readonly bigint[] = [];
  let fromFile = 0;
  if (sources.file !== null && fileShape !== null) {
    const insert = inserter(target, fileShape);
    const into: RowTarget = {
      take: (row) => {
        const done = insert(row);
        if (done === 'refused') rejected++;
        else fromFile += done;
      },
      has,
    };
    ({ gaps, lostRowids } = readRows(sources.file, fileShape, into));
  }
  if (sources.copy !== null && copyShape !== null) {
    const insert = inserter(target, copyShape);
    const take = (row: RawRow): void => {
      const done = insert(row);
      if (done !== 'refused') fromCopy += done;
    };
    for (const row of rowsOfCopy(sources.copy, copyShape, gaps, lostRowids)) take(row);
  }
  const lost = lostRowids.filter((rowid) => !has(rowid)).length;
  return {
    fromFile,
    fromCopy,
    rejected,
    lost,
    whole: fileShape !== null && gaps.length === 0 && lostRowids.length === 0,
    endRead: gaps.every(({ below }) => below !== null),
  };
}

function shapesOf(db: Database | null): readonly TableShape[] {
  try {
    return db === null ? [] : tablesOf(db);
  } catch (error) {
    if (isUnreadable(error)) return [];
    throw error;
  }
}

/** Rows that are there twice are skipped, by whichever unique key. */
function inserter(target: Database, shape: TableShape): (row: RawRow) => number | 'refused' {
  const columns = [...(shape.withoutRowid ? [] : ['rowid']), ...shape.columns.map(quoted)];
  const insert: Statement = target.prepare(
    `INSERT INTO ${quoted(shape.name)} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
  );
  const skip = shape.withoutRowid ? 1 : 0;
  return (row) => {
    try {
      return insert.run(...row.slice(skip)).changes;
    } catch (error) {
      if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return 'refused';
      throw error;
    }
  };
}

/**
 * Only what the file could not give: a row that is absent from a readable stretch was deleted since the copy was made,
 * and must not come back.
 */
function* rowsOfCopy(
  copy: Database,
  shape: TableShape,
  gaps: readonly Gap[],
  lostRowids: readonly bigint[],
): IterableIterator<RawRow> {
  const columns = shape.columns.map(quoted).join(', ');
  const from = `FROM ${quoted(shape.name)}`;
  if (shape.withoutRowid) {
    const rows = copy.prepare(`SELECT NULL, ${columns} ${from}`).raw().safeIntegers();
    const leading = 1 + shape.columns.indexOf(shape.primaryKey[0] ?? '');
    for (const row of rows.iterate() as IterableIterator<RawRow>) {
      if (gaps.some((gap) => isWithin(row[leading], gap))) yield row;
    }
    return;
  }
  const rows = copy.prepare(`SELECT rowid, ${columns} ${from}`).raw().safeIntegers();
  const lost = new Set(lostRowids);
  if (gaps.length === 0 && lost.size === 0) return;
  for (const row of rows.iterate() as IterableIterator<RawRow>) {
    const rowid = row[0] as bigint;
    const inGap = gaps.some(
      ({ above, below }) => (above === null || rowid > above) && (below === null || rowid < below),
    );
    if (inGap || lost.has(rowid)) yield row;
  }
}

/** Keys that are no numbers have no place in a gap; they are taken, since the newer row wins where both are there. */
const isWithin = (value: unknown, { above, below }: Gap): boolean =>
  typeof value !== 'bigint' || ((above === null || value >= above) && (below === null || value <= below));
