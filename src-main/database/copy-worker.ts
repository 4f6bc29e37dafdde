import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { atomically } from './atomically.ts';
import type { CopyAnswer, CopyTask } from './copy-task.ts';
import { findDamage } from './quick-check.ts';
import { storageTroubleOf } from './storage-error.ts';
import { quoted, type TableShape, tablesOf } from './table-shape.ts';
import { syncFile, syncFolder } from './write-durably.ts';

const EVERYTHING = 2 ** 31 - 1;

/** A page-by-page copy, whole and checked before it gets its name. */
async function copy({ source, target }: CopyTask): Promise<CopyAnswer> {
  const unfinished = `${target}.unfinished`;
  const db = new SqliteDatabase(source, { readonly: true });
  try {
    // In one step: each step begins anew when the till has written meanwhile, and in small ones a busy till never ends it.
    await db.backup(unfinished, { progress: () => EVERYTHING });
  } finally {
    db.close();
  }
  const made = new SqliteDatabase(unfinished);
  let findings: readonly string[];
  try {
    // Out of WAL: a copy is one file, wherever it is carried.
    made.pragma('journal_mode = DELETE');
    findings = findDamage(made);
    if (findings.length === 0) markAsCopy(made);
  } finally {
    made.close();
  }
  if (findings.length > 0) {
    rmSync(unfinished, { force: true });
    return { ok: false, error: 'damaged', reason: findings.join('; ') };
  }
  syncFile(unfinished);
  renameSync(unfinished, target);
  syncFolder(dirname(target));
  return { ok: true };
}

/** A copy that is put back in the file's place is told from the file itself by this. */
function markAsCopy(db: Database): void {
  db.prepare("UPDATE setting SET value = 'copy' WHERE name IN ('open-id', 'previous-open-id')").run();
}

/** Empties in the copy what is empty or gone in the database. */
function purge({ source, target }: CopyTask): CopyAnswer {
  const db = new SqliteDatabase(target);
  try {
    for (const pragma of ['secure_delete = ON', 'synchronous = FULL', 'foreign_keys = OFF']) db.pragma(pragma);
    db.prepare('ATTACH ? AS live').run(source);
    atomically(db, () => {
      for (const shape of tablesOf(db)) purgeTable(db, shape);
    });
    db.exec('DETACH live');
    return { ok: true };
  } finally {
    db.close();
  }
}

/** A reader in the way leaves the log for the next time: the pages in it are sealed as well. */
function fold({ source }: CopyTask): CopyAnswer {
  const db = new SqliteDatabase(source);
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
    return { ok: true };
  } finally {
    db.close();
  }
}

function purgeTable(db: Database, shape: TableShape): void {
  const name = quoted(shape.name);
  const keyColumns = shape.primaryKey.length > 0 ? shape.primaryKey.map(quoted) : ['rowid'];
  const key = keyColumns.map((column) => `l.${column} = main.${name}.${column}`);
  const isLive = db.prepare('SELECT 1 FROM live.sqlite_master WHERE name = ?').get(shape.name) !== undefined;
  for (const column of shape.columns.filter((one) => one.startsWith('sealed_'))) {
    const kept = isLive
      ? `EXISTS (SELECT 1 FROM live.${name} l WHERE ${key.join(' AND ')} AND length(l.${column}) > 0)`
      : 'FALSE';
    const empty = mayBeNull(db, shape.name, column) ? 'NULL' : "x''";
    db.exec(`UPDATE main.${name} SET ${column} = ${empty} WHERE length(${column}) > 0 AND NOT ${kept}`);
  }
}

const mayBeNull = (db: Database, table: string, column: string): boolean =>
  db.prepare('SELECT "notnull" FROM pragma_table_info(?, \'main\') WHERE name = ?').pluck().get(table, column) === 0;

async function answer(task: CopyTask): Promise<CopyAnswer> {
  try {
    switch (task.kind) {
      case 'copy':
        return await copy(task);
      case 'purge':
        return purge(task);
      case 'fold':
        return fold(task);
    }
  } catch (error) {
    const trouble = storageTroubleOf(error);
    const named = trouble === 'no-space' || trouble === 'read-only' || trouble === 'damaged' ? trouble : 'failed';
    return { ok: false, error: named, reason: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.postMessage(await answer(workerData as CopyTask));
