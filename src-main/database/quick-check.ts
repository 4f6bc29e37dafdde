import type { Database } from 'better-sqlite3';
import { storageTroubleOf } from './storage-error.ts';

/** A check costs 0.55 s a GB and cannot be sliced; up to this size it takes less than 20 ms. */
const ALWAYS_CHECKED_BYTES = 32 * 1024 * 1024;
const MOST_FINDINGS = 20;

/**
 * Whether the file is checked when it is opened, and why: always after a close that was not clean, since a power cut is
 * what damages files, and else only while the check is not felt.
 */
export function checkAtOpen(cleanlyClosed: boolean, bytes: number): { readonly check: boolean; readonly why: string } {
  if (!cleanlyClosed) return { check: true, why: 'the last close was not clean' };
  if (bytes <= ALWAYS_CHECKED_BYTES) return { check: true, why: 'the file is small' };
  return { check: false, why: `cleanly closed and ${Math.ceil(bytes / 2 ** 20)} MiB` };
}

/** What is broken in the structure of the file, in SQLite's words; empty for a sound one. Blocks for 0.55 s a GB. */
export function findDamage(db: Database): readonly string[] {
  try {
    const rows = db.prepare(`PRAGMA quick_check(${MOST_FINDINGS})`).pluck().all() as string[];
    // One row may hold several lines, the first of them a heading.
    const lines = rows.flatMap((row) => row.split('\n')).filter((line) => !line.startsWith('***'));
    return lines.length === 1 && lines[0] === 'ok' ? [] : lines;
  } catch (error) {
    if (storageTroubleOf(error) !== 'damaged') throw error;
    return [error instanceof Error ? error.message : String(error)];
  }
}
