import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { z } from 'zod';
import type { Clock } from '../../src-shared/time/clock.ts';
import { FOLDER_FILES } from './folder-files.ts';
import { storageTroubleOf } from './storage-error.ts';
import { writeDurably } from './write-durably.ts';

const holder = z.object({ pid: z.number().int(), door: z.string(), sinceMs: z.number().int() });

/** Who works on the folder. `door` is in words: desktop, plugin, replay, doctor … */
export type LockHolder = z.infer<typeof holder>;

export interface FolderLock {
  release(): void;
}

export type LockResult =
  | { readonly ok: true; readonly lock: FolderLock }
  /** Null: the other has the lock, but has not yet written or could not write its name. */
  | { readonly ok: false; readonly error: 'in-use'; readonly holder: LockHolder | null }
  | { readonly ok: false; readonly error: 'read-only' | 'no-space' };

/**
 * Makes this process the folder's only writer, until `release` or its end, however it ends: the operating system drops
 * the lock of a killed process, which no file with a process id would notice.
 */
export function lockFolder(folder: string, door: string, clock: Clock): LockResult {
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(join(folder, FOLDER_FILES.lock), { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    const trouble = storageTroubleOf(error);
    if (trouble === 'busy') return { ok: false, error: 'in-use', holder: readHolder(folder) };
    if (trouble === 'no-space' || trouble === 'read-only') return { ok: false, error: trouble };
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_CANTOPEN')) {
      return { ok: false, error: 'read-only' };
    }
    throw error;
  }
  const held = db;
  const holderFile = join(folder, FOLDER_FILES.lockHolder);
  try {
    const me: LockHolder = { pid: process.pid, door, sinceMs: clock.nowMs() };
    writeDurably(holderFile, `${JSON.stringify(me)}\n`);
  } catch (error) {
    // The name is a courtesy to the second; a full disk must not keep the first from settling.
    if (storageTroubleOf(error) !== 'no-space') {
      held.close();
      if (storageTroubleOf(error) === 'read-only') return { ok: false, error: 'read-only' };
      throw error;
    }
    rmSync(holderFile, { force: true });
  }
  return {
    ok: true,
    lock: {
      release: () => {
        if (!held.open) return;
        rmSync(holderFile, { force: true });
        held.close();
      },
    },
  };
}

/** The name beside the lock; only the lock itself says whether it still counts. */
function readHolder(folder: string): LockHolder | null {
  try {
    const parsed = holder.safeParse(JSON.parse(readFileSync(join(folder, FOLDER_FILES.lockHolder), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Missing or half a line: the holder stays unnamed.
    return null;
  }
}
