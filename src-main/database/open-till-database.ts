import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Clock } from '../../src-shared/time/clock.ts';
import { atomically } from './atomically.ts';
import { listCopies } from './copies.ts';
import { finishSwap, type RecoveryReport, recoverDamaged, swapFile } from './damaged.ts';
import type { DatabaseFailure } from './database-failure.ts';
import { FOLDER_FILES } from './folder-files.ts';
import { type GenerationRead, readGeneration, writeGeneration } from './generation.ts';
import { committedAt } from './high-water.ts';
import { identify } from './identity.ts';
import type { MigrationProgress } from './migrate.ts';
import type { Migration } from './migration.ts';
import { ALL_MIGRATIONS } from './migrations/all-migrations.ts';
import { type OpenedDatabase, openDatabase } from './open-database.ts';
import { checkAtOpen, findDamage } from './quick-check.ts';
import { storageTroubleOf } from './storage-error.ts';

export interface OpenTillOptions {
  /** The data folder, already locked by this process. */
  readonly folder: string;
  readonly clock: Clock;
  readonly migrations?: readonly Migration[];
  readonly onProgress?: (progress: MigrationProgress) => void;
  /** Told in one sentence what was decided and why; free of personal data. */
  readonly log: (line: string) => void;
}

export interface TillDatabase {
  readonly ok: true;
  readonly db: Database;
  /** The generation letter of every sale number made from now on. */
  readonly letter: string;
  readonly created: boolean;
  /** The file is not the one last open in this folder: a copy was put in its place. Its unfinished rows are unknown now. */
  readonly restored: boolean;
  readonly recovery: RecoveryReport | null;
  /** Notes outside of the database how far it is; called about once a minute while something is committed. */
  noteProgress(): void;
  /** Folds the log in and closes. `suspect`: a damaged page was met meanwhile, so the next open must check. */
  close(suspect?: boolean): void;
}

export type OpenTillResult = TillDatabase | { readonly ok: false; readonly failure: DatabaseFailure };

/** Opens a till's database with everything that surrounds it: the check, the recovery, the generation letter. */
export function openTillDatabase(options: OpenTillOptions): OpenTillResult {
  const { folder, clock, log, migrations = ALL_MIGRATIONS, onProgress = () => undefined } = options;
  const file = join(folder, FOLDER_FILES.database);
  try {
    finishInterrupted(folder);
    const before = readGeneration(folder);
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const open = () => openDatabase({ file, clock, migrations, onProgress });

    let recovery: RecoveryReport | null = null;
    const expected = before.kind !== 'none' || listCopies(folder).length > 0;
    let opened = bytes === 0 && expected ? missing(file) : open();
    if (opened.ok && bytes > 0) opened = checked(opened, file, before, bytes, log);
    const findings = opened.ok ? null : damageOf(opened.failure, expected);
    if (!opened.ok && findings !== null) {
      log(`The database is damaged and is being recovered: ${findings.slice(0, 3).join('; ')}`);
      const recovered = recoverDamaged({ folder, clock, migrations, findings });
      if (!recovered.ok) return recovered;
      recovery = recovered.report;
      opened = open();
    }
    if (!opened.ok) return opened;
    const { db } = opened;
    const created = opened.versionBefore === 0;
    const openId = randomUUID();
    const identity = atomically(db, () =>
      identify(db, { before, created, recovered: recovery !== null, openId, nowMs: clock.nowMs() }),
    );
    if (identity.restored) log(`The database is an older copy; sale numbers go on with the letter ${identity.letter}`);
    const note = (cleanlyClosed: boolean): void =>
      writeGeneration(folder, {
        version: 1,
        letter: identity.letter,
        databaseId: identity.databaseId,
        openId,
        committedAtMs: committedAt(db),
        cleanlyClosed,
      });
    note(false);
    return {
      ok: true,
      db,
      letter: identity.letter,
      created,
      restored: identity.restored,
      recovery,
      noteProgress: () => tolerate(() => note(false), log),
      close: (suspect = false) => {
        if (!db.open) return;
        // What fails here leaves the record at "not cleanly closed": the next open checks. The rows are on the disk.
        tolerate(() => {
          db.pragma('wal_checkpoint(TRUNCATE)');
          note(!suspect);
        }, log);
        db.close();
      },
    };
  } catch (error) {
    const trouble = storageTroubleOf(error);
    if (trouble === 'no-space' || trouble === 'read-only') return { ok: false, failure: { kind: trouble, file } };
    throw error;
  }
}

/** A full or failing disk must not keep a till from going on or from closing. */
function tolerate(work: () => void, log: (line: string) => void): void {
  try {
    work();
  } catch (error) {
    const trouble = storageTroubleOf(error);
    if (trouble === null) throw error;
    log(`The database's progress could not be noted: ${trouble}`);
  }
}

function finishInterrupted(folder: string): void {
  const swap = swapFile(folder);
  if (!existsSync(swap)) return;
  const { asidePart } = z
    .object({ asidePart: z.string().regex(/^\.damaged-[0-9TZ-]+$/) })
    .parse(JSON.parse(readFileSync(swap, 'utf8')));
  finishSwap(folder, asidePart);
}

const missing = (file: string): { readonly ok: false; readonly failure: DatabaseFailure } => ({
  ok: false,
  failure: { kind: 'damaged', file, findings: ['the file is missing or empty'] },
});

function checked(
  opened: OpenedDatabase,
  file: string,
  before: GenerationRead,
  bytes: number,
  log: (line: string) => void,
): OpenedDatabase | { readonly ok: false; readonly failure: DatabaseFailure } {
  const { check, why } = checkAtOpen(before.kind === 'found' && before.record.cleanlyClosed, bytes);
  log(`The database is ${check ? '' : 'not '}checked at this open: ${why}`);
  const findings = check ? findDamage(opened.db) : [];
  if (findings.length === 0) return opened;
  opened.db.close();
  return { ok: false, failure: { kind: 'damaged', file, findings } };
}

/**
 * What there is to recover from, or null for a failure that leaves the file alone. Bytes that are no database at all are
 * another file put here by mistake, unless this folder remembers that a database of its own stood there.
 */
function damageOf(failure: DatabaseFailure, expected: boolean): readonly string[] | null {
  if (failure.kind === 'damaged') return failure.findings;
  if (failure.kind === 'wrong-format' && failure.notADatabase && expected) return ['the first page is not readable'];
  return null;
}
