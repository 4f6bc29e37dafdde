import { accessSync, closeSync, constants, existsSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { DatabaseFailure } from './database-failure.ts';
import {
  APPLICATION_ID,
  checkOrder,
  type MigrationProgress,
  migrate,
  newestVersion,
  pendingMigrations,
  schemaVersion,
} from './migrate.ts';
import type { Migration } from './migration.ts';
import { ALL_MIGRATIONS } from './migrations/all-migrations.ts';
import { storageTroubleOf } from './storage-error.ts';
import { syncFile, syncFolder } from './write-durably.ts';

/**
 * Set on every open and before the first write. None may be left to its default: this SQLite is compiled to
 * synchronous NORMAL under WAL, and the pragma answers FULL until the first write, so that only counting fsyncs shows it.
 */
export const DATABASE_PRAGMAS: readonly string[] = [
  'busy_timeout = 5000',
  'mmap_size = 0',
  'synchronous = FULL',
  'journal_mode = WAL',
  'foreign_keys = ON',
  'secure_delete = ON',
  // Sorting must not put personal data into temporary files.
  'temp_store = MEMORY',
  'cell_size_check = ON',
  'trusted_schema = OFF',
  // A log that grew once is cut back, so that old pages do not lie in it for ever.
  'journal_size_limit = 16777216',
];

export interface OpenOptions {
  readonly file: string;
  readonly clock: Clock;
  /** Other than the product's own only in tests and in the recovery of an older file. */
  readonly migrations?: readonly Migration[];
  readonly onProgress?: (progress: MigrationProgress) => void;
}

export interface OpenedDatabase {
  readonly ok: true;
  readonly db: Database;
  /** The schema before this open; 0 for a file that did not exist. */
  readonly versionBefore: number;
  readonly version: number;
  /** Where the file as it was before a migration now lies, or null. */
  readonly copiedTo: string | null;
  readonly tookMs: number;
}

export type OpenResult = OpenedDatabase | { readonly ok: false; readonly failure: DatabaseFailure };

/**
 * Opens or creates the file, with all pragmas set and all migrations applied. It does not look for damage beyond what
 * opening meets, and it does not take the folder's lock.
 */
export function openDatabase(options: OpenOptions): OpenResult {
  const { file, clock, migrations = ALL_MIGRATIONS, onProgress = () => undefined } = options;
  checkOrder(migrations);
  const startedAt = clock.nowMs();
  let db: Database | null = null;
  try {
    const refused = inspectFile(file);
    if (refused !== null) return { ok: false, failure: refused };
    db = new SqliteDatabase(file);
    for (const pragma of DATABASE_PRAGMAS) db.pragma(pragma);
    const versionBefore = schemaVersion(db);
    const known = newestVersion(migrations);
    if (versionBefore > known) {
      db.close();
      return { ok: false, failure: { kind: 'newer-version', file, found: versionBefore, known } };
    }
    const pending = pendingMigrations(db, migrations);
    const copiedTo = versionBefore > 0 && pending.length > 0 ? copyBeforeMigration(db, file, versionBefore) : null;
    migrate(db, pending, onProgress);
    return { ok: true, db, versionBefore, version: known, copiedTo, tookMs: clock.nowMs() - startedAt };
  } catch (error) {
    db?.close();
    return { ok: false, failure: failureOf(file, error) };
  }
}

/** A connection that cannot change the file, nor fold the log beside it into it. */
export const openReadOnlyConnection = (file: string): Database => new SqliteDatabase(file, { readonly: true });

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** Looks at the file's first bytes before SQLite touches it: another program's file is not to be changed in any way. */
export function inspectFile(file: string): DatabaseFailure | null {
  try {
    accessSync(dirname(file), constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (storageTroubleOf(error) === 'read-only') return { kind: 'read-only', file: dirname(file) };
    throw error;
  }
  if (!existsSync(file)) return null;
  try {
    accessSync(file, constants.R_OK);
  } catch {
    return { kind: 'unreadable', file };
  }
  try {
    accessSync(file, constants.W_OK);
  } catch {
    return { kind: 'read-only', file };
  }
  const header = readHeader(file);
  if (header.length === 0) return null;
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    return { kind: 'wrong-format', file, reason: 'it is not an SQLite database', notADatabase: true };
  }
  const applicationId = header.readUInt32BE(68);
  if (applicationId === APPLICATION_ID) return null;
  if (applicationId !== 0)
    return { kind: 'wrong-format', file, reason: 'it belongs to another program', notADatabase: false };
  return inspectUnmarked(file);
}

/** No mark in the file itself: ours if it is empty, or if the mark is still in the log beside it. */
function inspectUnmarked(file: string): DatabaseFailure | null {
  // Read-only: closing it must not fold another program's log into its file.
  const db = openReadOnlyConnection(file);
  try {
    if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return null;
    const tables = db.prepare('SELECT count(*) FROM sqlite_master').pluck().get();
    return tables === 0
      ? null
      : { kind: 'wrong-format', file, reason: 'it belongs to another program', notADatabase: false };
  } finally {
    db.close();
  }
}

function readHeader(file: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const fd = openSync(file, 'r');
  try {
    return header.subarray(0, readSync(fd, header, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(fd);
  }
}

/** One whole file beside the old one, named for the version it has; complete or absent. */
function copyBeforeMigration(db: Database, file: string, version: number): string {
  const target = `${file}.before-upgrade-from-${version}`;
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { force: true });
  db.prepare('VACUUM INTO ?').run(unfinished);
  syncFile(unfinished);
  renameSync(unfinished, target);
  syncFolder(dirname(target));
  return target;
}

export function failureOf(file: string, error: unknown): DatabaseFailure {
  const trouble = storageTroubleOf(error);
  const reason = error instanceof Error ? error.message : String(error);
  if (trouble === 'damaged') return { kind: 'damaged', file, findings: [reason] };
  if (trouble === 'io') return { kind: 'io', file, reason };
  if (trouble !== null) return { kind: trouble, file };
  if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_CANTOPEN')) {
    return { kind: 'io', file, reason };
  }
  throw error;
}
