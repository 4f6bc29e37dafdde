import type { Database } from 'better-sqlite3';

/** What the carried-over queue rows became. */
export interface UnfinishedCounts {
  readonly unknown: number;
  readonly parked: number;
}

/**
 * Everything unfinished in a file that was damaged, copied or restored may have been sent after the state this file
 * remembers, so it becomes *unknown*, first sent when it was recorded (design.md 6): it is asked about, or repeated where
 * a repeat is safe, and it is beyond every replay window whose length has passed since.
 *
 * Two exceptions, because nobody may act on them by himself:
 * - An *owed* row (the cancel of a pay, the release of an identify) becomes due only if its sale dies. As unknown it
 *   would be repeated by itself and take effect, although its sale may have been completed after this state; as owed it
 *   would claim that nothing was ever sent. It is parked in doubt, and a person decides.
 * - A row whose predecessor was lost with a page can never become due, so it is parked in doubt too.
 *
 * A row that waits for another unfinished one goes on waiting: it is unknown without a time, and the commit that finishes
 * the other makes it due. Must run inside a commit.
 */
export function carryOverUnfinished(db: Database, nowMs: number): UnfinishedCounts {
  const parked = db
    .prepare(
      `UPDATE operation SET state = 'parked', happened = NULL, first_sent_at = recorded_at, next_at = NULL,
         error_code = 'file-recovered', error_text = 'The file was damaged or restored; a person decides.'
       WHERE ended_at IS NULL AND (state = 'owed'
         OR (after_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM operation a WHERE a.id = operation.after_id))
         OR (undoes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM operation u WHERE u.id = operation.undoes_id)))`,
    )
    .run().changes;
  const unknown = db
    .prepare(
      `UPDATE operation SET state = 'unknown', happened = NULL, first_sent_at = recorded_at,
         error_code = coalesce(error_code, 'file-recovered'),
         next_at = CASE
           WHEN EXISTS (SELECT 1 FROM operation a WHERE a.id = operation.after_id AND a.ended_at IS NULL) THEN NULL
           WHEN EXISTS (SELECT 1 FROM operation u WHERE u.id = operation.undoes_id AND u.ended_at IS NULL) THEN NULL
           ELSE :nowMs END
       WHERE ended_at IS NULL AND NOT (state = 'parked' AND coalesce(error_code, '') = 'file-recovered')`,
    )
    .run({ nowMs }).changes;
  return { unknown, parked };
}
