import type { Database } from 'better-sqlite3';

/** Name in `high_water` of the highest committed time, ms, exact to a second: raised by commits that record or settle (design.md 7.11). */
export const COMMITTED_AT = 'time';

/** The highest committed time of this file, ms; 0 for none. */
export function committedAt(db: Database): number {
  const value = db.prepare('SELECT value FROM high_water WHERE name = ?').pluck().get(COMMITTED_AT);
  return typeof value === 'number' ? value : 0;
}
