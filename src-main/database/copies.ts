import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';
import type { Clock } from '../../src-shared/time/clock.ts';
import { DAY } from '../../src-shared/time/clock.ts';
import type { CopyAnswer, CopyTask } from './copy-task.ts';
import { FOLDER_FILES } from './folder-files.ts';
import { findDamage } from './quick-check.ts';
import { isUnreadable } from './readable-rows.ts';
import { storageTroubleOf } from './storage-error.ts';

const COPIES_KEPT = 2;
const NAME = /^till-(\d{15})\.db$/;

/** `no-space`: the copies that were there still are. `damaged`: the copy did not pass its check, so the file itself is suspect. */
export type CopyResult =
  | { readonly ok: true; readonly file: string }
  | { readonly ok: false; readonly error: 'no-space' | 'read-only' | 'damaged' | 'failed'; readonly reason: string };

/** The copies of a folder, newest first. */
export function listCopies(folder: string): readonly { readonly file: string; readonly madeAtMs: number }[] {
  const copies = join(folder, FOLDER_FILES.copies);
  if (!existsSync(copies)) return [];
  return readdirSync(copies)
    .flatMap((name) => {
      const match = NAME.exec(name);
      return match?.[1] === undefined ? [] : [{ file: join(copies, name), madeAtMs: Number(match[1]) }];
    })
    .sort((a, b) => b.madeAtMs - a.madeAtMs);
}

/** Whether the daily copy is due. A clock that was set back makes it due as well. */
export function isCopyDue(folder: string, nowMs: number): boolean {
  const newest = listCopies(folder)[0];
  return newest === undefined || nowMs - newest.madeAtMs >= DAY || newest.madeAtMs > nowMs;
}

/** Up to this size a copy at each close takes well under a second. */
const COPIED_AT_CLOSE_BYTES = 256 * 1024 * 1024;

/** Whether a copy is made when the till closes: always for a file of usual size, a larger one only once a day. */
export function isCopyDueAtClose(folder: string, nowMs: number): boolean {
  const bytes = statSync(join(folder, FOLDER_FILES.database), { throwIfNoEntry: false })?.size ?? 0;
  return bytes > 0 && (bytes <= COPIED_AT_CLOSE_BYTES || isCopyDue(folder, nowMs));
}

/**
 * Copies the database page by page, on a connection and in a thread of its own, checks the copy, and only then lets the
 * oldest go. Done daily and at close.
 */
export async function makeCopy(folder: string, clock: Clock): Promise<CopyResult> {
  const copies = join(folder, FOLDER_FILES.copies);
  const newest = listCopies(folder)[0]?.madeAtMs ?? 0;
  // The name orders the copies, so it rises even where the clock does not.
  const name = `till-${String(Math.max(clock.nowMs(), newest + 1)).padStart(15, '0')}.db`;
  const target = join(copies, name);
  try {
    mkdirSync(copies, { recursive: true, mode: 0o700 });
    for (const left of readdirSync(copies).filter((one) => one.includes('.unfinished'))) rmSync(join(copies, left));
  } catch (error) {
    return failed(error);
  }
  const answer = await work({ kind: 'copy', source: join(folder, FOLDER_FILES.database), target });
  if (!answer.ok) return answer;
  for (const { file } of listCopies(folder).slice(COPIES_KEPT)) rmSync(file, { force: true });
  return { ok: true, file: target };
}

/**
 * Brings purged personal data out of the log and the copies: every sealed column that is empty in the database, or whose row is gone
 * there, is emptied in them too. Runs after each purge, in a thread of its own. A copy that cannot be read is removed,
 * as are files kept from before an upgrade, whose tables are older.
 */
export async function purgeCopies(folder: string): Promise<{ readonly ok: boolean; readonly reason: string | null }> {
  const source = join(folder, FOLDER_FILES.database);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${FOLDER_FILES.database}.before-upgrade-`)) rmSync(join(folder, name), { force: true });
  }
  const folded = await work({ kind: 'fold', source, target: source });
  if (!folded.ok) return { ok: false, reason: folded.reason };
  for (const { file } of listCopies(folder)) {
    const answer = await work({ kind: 'purge', source, target: file });
    if (answer.ok) continue;
    if (answer.error !== 'damaged') return { ok: false, reason: answer.reason };
    rmSync(file, { force: true });
  }
  return { ok: true, reason: null };
}

/** The newest copy whose structure is whole. */
export function newestSoundCopy(folder: string): string | null {
  for (const { file } of listCopies(folder)) {
    try {
      const db = new SqliteDatabase(file, { readonly: true });
      try {
        if (findDamage(db).length === 0) return file;
      } finally {
        db.close();
      }
    } catch (error) {
      if (!isUnreadable(error) && storageTroubleOf(error) === null) throw error;
    }
  }
  return null;
}

function work(task: CopyTask): Promise<CopyAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), { workerData: task });
    worker.once('message', (answer: CopyAnswer) => resolve(answer));
    worker.once('error', (error) => resolve(failed(error)));
    worker.once('exit', (code) =>
      resolve({ ok: false, error: 'failed', reason: `the copying thread ended with ${code}` }),
    );
  });
}

function failed(error: unknown): Extract<CopyAnswer, { ok: false }> {
  const trouble = storageTroubleOf(error);
  const reason = error instanceof Error ? error.message : String(error);
  return { ok: false, error: trouble === 'no-space' || trouble === 'read-only' ? trouble : 'failed', reason };
}
