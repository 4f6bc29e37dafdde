import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { Clock } from '../../src-shared/time/clock.ts';
import { atomically } from './atomically.ts';
import { type CarriedOver, carryOverTable, type Sources } from './carry-over-table.ts';
import { newestSoundCopy } from './copies.ts';
import type { DatabaseFailure } from './database-failure.ts';
import { FOLDER_FILES } from './folder-files.ts';
import { findLostSales, type LostSales } from './lost-sales.ts';
import { mendLinks } from './mend-links.ts';
import { migrate, newestVersion, schemaVersion } from './migrate.ts';
import type { Migration } from './migration.ts';
import { isUnreadable } from './readable-rows.ts';
import { storageTroubleOf } from './storage-error.ts';
import { tablesOf } from './table-shape.ts';
import { carryOverUnfinished, type UnfinishedCounts } from './unfinished-as-unknown.ts';
import { syncFile, syncFolder, writeDurably } from './write-durably.ts';

/** What a recovery did; written beside the file and shown to a manager. Holds no personal data. */
export interface RecoveryReport {
  readonly at: number;
  readonly findings: readonly string[];
  /** The damaged file, first, and its log under their new names; empty where the file was simply gone. */
  readonly movedTo: readonly string[];
  /** The copy that filled the holes, or null. */
  readonly copyUsed: string | null;
  readonly carriedOver: Readonly<Record<string, CarriedOver>>;
  readonly leftBehind: number;
  readonly lostSales: LostSales;
  readonly unfinished: UnfinishedCounts;
}

export interface RecoveryOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly migrations: readonly Migration[];
  readonly findings: readonly string[];
}

export type RecoveryResult =
  | { readonly ok: true; readonly report: RecoveryReport }
  | { readonly ok: false; readonly failure: DatabaseFailure };

const RECOVERING = `${FOLDER_FILES.database}.recovering`;
/** Stands only while the finished new file takes the place of the old one: a crash between the renames ends there. */
const SWAP = 'recovery-swap.json';
const PARTS = ['-wal', '-shm', ''] as const;

/**
 * Fills a new file with everything readable of the damaged one and the newest sound copy, then puts it in its place. The
 * damaged file is only read, and at last moved aside with its log; whatever interrupts this, one of the two stands there.
 */
export function recoverDamaged(options: RecoveryOptions): RecoveryResult {
  const { folder, clock, migrations, findings } = options;
  const file = join(folder, FOLDER_FILES.database);
  const fresh = join(folder, RECOVERING);
  removeParts(fresh);
  const at = clock.nowMs();
  const copyUsed = newestSoundCopy(folder);
  const sources: Sources = { file: openReadOnly(file), copy: openReadOnly(copyUsed) };
  try {
    const version = versionOf(sources, migrations);
    if (version > newestVersion(migrations)) {
      return { ok: false, failure: { kind: 'newer-version', file, found: version, known: newestVersion(migrations) } };
    }
    const known = migrations.filter(({ number }) => number <= version);
    const filled = fill(fresh, known.length > 0 ? known : migrations, sources, at);
    const asidePart = `.damaged-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}`;
    const movedTo = PARTS.toReversed()
      .filter((part) => existsSync(`${file}${part}`))
      .map((part) => `${file}${asidePart}${part}`);
    const report = { at, findings, movedTo, copyUsed, ...filled };
    sources.file?.close();
    syncFile(fresh);
    writeDurably(join(folder, `recovery${asidePart}.json`), `${JSON.stringify(report, null, 2)}\n`);
    writeDurably(join(folder, SWAP), `${JSON.stringify({ asidePart })}\n`);
    finishSwap(folder, asidePart);
    return { ok: true, report };
  } catch (error) {
    removeParts(fresh);
    const trouble = storageTroubleOf(error);
    if (trouble === 'no-space' || trouble === 'read-only') return { ok: false, failure: { kind: trouble, file } };
    throw error;
  } finally {
    sources.file?.close();
    sources.copy?.close();
  }
}

/** The log goes first: beside the new file it would be played back into it. */
export function finishSwap(folder: string, asidePart: string): void {
  const file = join(folder, FOLDER_FILES.database);
  const fresh = join(folder, RECOVERING);
  if (existsSync(fresh)) {
    for (const part of PARTS) {
      if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${file}${asidePart}${part}`);
    }
    syncFolder(dirname(file));
    renameSync(fresh, file);
  }
  rmSync(join(folder, SWAP), { force: true });
  syncFolder(folder);
}

export const swapFile = (folder: string): string => join(folder, SWAP);

function removeParts(file: string): void {
  for (const part of [...PARTS, '-journal']) rmSync(`${file}${part}`, { force: true });
}

/** Read-only: closing it must not fold the log into the damaged file. Null: not even the first page can be read. */
function openReadOnly(file: string | null): Database | null {
  if (file === null || !existsSync(file)) return null;
  let db: Database | null = null;
  try {
    db = new SqliteDatabase(file, { readonly: true });
    // A broken line of the schema must not hide the tables that are whole.
    db.pragma('writable_schema = ON');
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    return db;
  } catch (error) {
    db?.close();
    if (isUnreadable(error) || storageTroubleOf(error) !== null) return null;
    throw error;
  }
}

/** The schema that the new file gets first; the usual migrations follow when it is opened. */
function versionOf(sources: Sources, migrations: readonly Migration[]): number {
  for (const source of [sources.file, sources.copy]) {
    try {
      const version = source === null ? 0 : schemaVersion(source);
      if (version > 0) return version;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
    }
  }
  return newestVersion(migrations);
}

type Filled = Pick<RecoveryReport, 'carriedOver' | 'leftBehind' | 'lostSales' | 'unfinished'>;

function fill(fresh: string, migrations: readonly Migration[], sources: Sources, nowMs: number): Filled {
  const target = new SqliteDatabase(fresh);
  try {
    // Nobody reads this file before it is whole and synced, so its log may stay in memory.
    for (const pragma of ['journal_mode = MEMORY', 'synchronous = OFF', 'secure_delete = ON']) target.pragma(pragma);
    migrate(target, migrations, () => undefined);
    target.pragma('foreign_keys = OFF');
    const carriedOver: Record<string, CarriedOver> = {};
    for (const shape of tablesOf(target)) {
      carriedOver[shape.name] = atomically(target, () => carryOverTable(target, shape, sources));
    }
    const rest = atomically(target, () => {
      keepSequences(target, sources);
      const endUnreadable = sources.file === null || carriedOver['sale']?.endRead === false;
      const partsUnreadable = carriedOver['sale_line']?.whole === false || carriedOver['tender']?.whole === false;
      const lostSales = findLostSales(target, sources.file, { endUnreadable, partsUnreadable });
      const leftBehind = mendLinks(target);
      return { lostSales, leftBehind, unfinished: carryOverUnfinished(target, nowMs) };
    });
    // The commit that makes it durable: everything before went to the system without a sync.
    target.pragma('synchronous = FULL');
    target.pragma('journal_mode = WAL');
    // Named: a migration may have opened the temporary database, which has no log and would be «locked».
    target.pragma('main.wal_checkpoint(TRUNCATE)');
    return { carriedOver, ...rest };
  } finally {
    target.close();
  }
}

/** Counters that only rise: a number given out by the damaged file is not given out again. */
function keepSequences(target: Database, sources: Sources): void {
  const raise = target.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?');
  const insert = target.prepare(
    'INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)',
  );
  for (const source of [sources.file, sources.copy]) {
    try {
      const rows = (source?.prepare('SELECT name, seq FROM sqlite_sequence').all() ?? []) as {
        name: string;
        seq: number;
      }[];
      for (const { name, seq } of rows) {
        if (!Number.isSafeInteger(seq)) continue;
        raise.run(seq, name);
        insert.run(name, seq, name);
      }
    } catch (error) {
      if (!isUnreadable(error)) throw error;
    }
  }
}
