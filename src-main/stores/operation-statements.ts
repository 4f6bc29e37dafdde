import type BetterSqlite3 from 'better-sqlite3';
import type { Happened, OperationKind, OperationState } from '../../src-shared/queue/operation.ts';
import type { RepeatLimit } from '../../src-shared/queue/operation-state.ts';

/** What is needed to place a row in the state table, without its sealed columns. */
export interface FactsRow {
  seq: number;
  id: string;
  kind: OperationKind;
  account_number: number;
  state: OperationState;
  happened: Happened;
  sale_id: string | null;
  after_id: string | null;
  undoes_id: string | null;
  first_sent_at: number | null;
  next_at: number | null;
  attempts: number;
  repeat_limit: RepeatLimit;
}

export interface OperationRow extends FactsRow {
  key: string;
  member_key_id: string | null;
  replaces_id: string | null;
  /** Null where the operation says no more than its transaction. */
  sealed_detail: Buffer | null;
  transaction_id: string | null;
  sealed_request: Buffer | null;
  recorded_at: number;
  last_attempt_at: number | null;
  ended_at: number | null;
  sealed_evidence: Buffer | null;
  sealed_answer: Buffer | null;
  error_code: string | null;
  error_text: string | null;
}

/** Named, so that a claim does not read pages of sealed bytes that it never opens. */
const FACTS =
  'seq, id, kind, account_number, state, happened, sale_id, after_id, undoes_id, first_sent_at, next_at, attempts, repeat_limit';

/** Whole rows, with their frozen bytes. No join: SQLite would compile «id = ?» anew at each call. */
const ROWS =
  '*, (SELECT sealed_request FROM frozen_request WHERE operation_seq = operation.seq) AS sealed_request FROM operation';

/** A row of another account never gets a time: it waits until its account is the till's again (rule 10). */
const HERE = 'CASE WHEN $account IS NULL OR account_number = $account THEN $nextAt END';

/** Every statement over the operation table, prepared once for each open file. */
export function prepareOperations(db: BetterSqlite3.Database) {
  const rows = <P extends unknown[]>(sql: string) => db.prepare<P, OperationRow>(sql.replace('ROWS', ROWS));
  const facts = <P extends unknown[]>(sql: string) => db.prepare<P, FactsRow>(sql.replace('FACTS', FACTS));
  return {
    insert: db.prepare<unknown[]>(
      `INSERT INTO operation (id, key, sale_id, member_key_id, kind, account_number, state, happened, after_id, undoes_id,
         replaces_id, sealed_detail, transaction_id, recorded_at, next_at, attempts, sealed_evidence)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
    ),
    byId: rows<[string]>('SELECT ROWS WHERE id = ?'),
    factsById: facts<[string]>('SELECT FACTS FROM operation WHERE id = ?'),
    // Not sorted here: SQLite compiles «column = ? … ORDER BY» anew at each call, which costs more than the reading.
    ofSale: rows<[string]>('SELECT ROWS WHERE sale_id = ?'),
    factsOfSale: facts<[string]>('SELECT FACTS FROM operation WHERE sale_id = ?'),
    ofMemberSince: rows<[string, number]>(
      `SELECT ROWS WHERE member_key_id = ? AND first_sent_at IS NOT NULL AND (ended_at IS NULL OR ended_at >= ?)`,
    ),
    openOfMember: rows<[string]>('SELECT ROWS WHERE member_key_id = ? AND ended_at IS NULL'),
    due: facts<[number, number]>(
      'SELECT FACTS FROM operation WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, seq LIMIT ?',
    ),
    soonest: db.prepare<[number], { id: string; next_at: number }>(
      'SELECT id, next_at FROM operation WHERE next_at IS NOT NULL ORDER BY next_at, seq LIMIT ?',
    ),
    claim: db.prepare<[number, number]>(
      `UPDATE operation SET state = 'sending', happened = NULL, next_at = NULL, first_sent_at = coalesce(first_sent_at, ?)
       WHERE seq = ? AND state IN ('queued', 'unknown')`,
    ),
    freeze: db.prepare<[number, Buffer]>(
      'INSERT INTO frozen_request (operation_seq, sealed_request) VALUES (?, ?) ON CONFLICT DO NOTHING',
    ),
    forgetRequest: db.prepare<[string]>(
      'DELETE FROM frozen_request WHERE operation_seq = (SELECT seq FROM operation WHERE id = ?)',
    ),
    move: db.prepare<[Record<string, unknown>]>(
      `UPDATE operation SET state = $state, happened = $happened,
         first_sent_at = CASE WHEN $forgetFirst THEN NULL ELSE first_sent_at END,
         repeat_limit = coalesce($repeatLimit, repeat_limit),
         key = coalesce($key, key),
         last_attempt_at = coalesce($lastAttemptAt, last_attempt_at),
         next_at = ${HERE}, ended_at = $endedAt, attempts = attempts + $attempt,
         -- What was answered under another key says nothing of the next try.
         sealed_answer = CASE WHEN $key IS NULL THEN coalesce($answer, sealed_answer) END,
         sealed_evidence = coalesce($evidence, sealed_evidence),
         error_code = CASE WHEN $keepError THEN error_code ELSE $errorCode END,
         error_text = CASE WHEN $keepError THEN error_text ELSE $errorText END
       WHERE id = $id AND state = $from`,
    ),
    schedule: db.prepare<[Record<string, unknown>]>(
      `UPDATE operation SET next_at = ${HERE} WHERE id = $id AND state IN ('queued', 'unknown')`,
    ),
    waiters: facts<[string]>('SELECT FACTS FROM operation WHERE after_id = ? AND ended_at IS NULL'),
    undoer: facts<[string]>("SELECT FACTS FROM operation WHERE undoes_id = ? AND state <> 'dropped'"),
    // Most rows have neither of the two: one look at both indexes.
    isLinkedTo: db.prepare<[{ id: string }], unknown>(
      `SELECT 1 FROM operation WHERE undoes_id = $id AND state <> 'dropped'
       UNION ALL SELECT 1 FROM operation WHERE after_id = $id AND ended_at IS NULL`,
    ),
    sending: facts<[]>("SELECT FACTS FROM operation WHERE state = 'sending' ORDER BY seq"),
    countSending: db.prepare<[], { n: number }>("SELECT count(*) AS n FROM operation WHERE state = 'sending'"),
    // Back to where they stand in the order of recording, not behind everything that was recorded meanwhile.
    delayedDue: db.prepare<[number, number]>(
      'UPDATE operation SET next_at = min(recorded_at, ?) WHERE next_at IS NOT NULL AND next_at > ?',
    ),
    windowsOver: db.prepare<[]>(
      `UPDATE operation SET repeat_limit = 'window-over' WHERE ended_at IS NULL AND repeat_limit = 'by-kind'
         AND state IN ('sending', 'unknown', 'parked')`,
    ),
    attemptsNotLater: db.prepare<[number, number]>(
      'UPDATE operation SET last_attempt_at = ? WHERE ended_at IS NULL AND last_attempt_at > ?',
    ),
    otherWindowsOver: db.prepare<[number]>(
      `UPDATE operation SET repeat_limit = 'window-over' WHERE ended_at IS NULL AND repeat_limit = 'by-kind'
         AND state IN ('sending', 'unknown', 'parked') AND account_number <> ?`,
    ),
    hideOthers: db.prepare<[number]>(
      'UPDATE operation SET next_at = NULL WHERE next_at IS NOT NULL AND account_number <> ?',
    ),
    hidden: facts<[number]>(
      `SELECT FACTS FROM operation WHERE ended_at IS NULL AND next_at IS NULL AND state IN ('queued', 'unknown')
         AND account_number = ?`,
    ),
    paysIn: facts<[OperationState]>(
      "SELECT FACTS FROM operation WHERE ended_at IS NULL AND kind = 'pay' AND state = ? ORDER BY seq",
    ),
    counts: db.prepare<[], { n: number; oldest: number | null }>(
      `SELECT count(*) AS n, min(recorded_at) AS oldest FROM operation
       WHERE ended_at IS NULL AND state IN ('queued', 'sending', 'unknown')`,
    ),
    countParked: db.prepare<[], { n: number }>("SELECT count(*) AS n FROM operation WHERE state = 'parked'"),
    countByState: db.prepare<[], { state: OperationState; n: number }>(
      'SELECT state, count(*) AS n FROM operation GROUP BY state',
    ),
    countOthers: db.prepare<[number], { n: number }>(
      "SELECT count(*) AS n FROM operation WHERE ended_at IS NULL AND state IN ('queued', 'unknown') AND account_number <> ?",
    ),
    page: rows<[number, number]>('SELECT ROWS WHERE seq < ? ORDER BY seq DESC LIMIT ?'),
    pageUnfinished: rows<[number, number]>(
      "SELECT ROWS WHERE ended_at IS NULL AND state <> 'owed' AND seq > ? ORDER BY seq LIMIT ?",
    ),
    pageParked: rows<[number, number]>("SELECT ROWS WHERE state = 'parked' AND seq > ? ORDER BY seq LIMIT ?"),
    addAccount: db.prepare<[string, string]>('INSERT OR IGNORE INTO account (back_end, account) VALUES (?, ?)'),
    account: db.prepare<[string, string], { number: number }>(
      'SELECT number FROM account WHERE back_end = ? AND account = ?',
    ),
    accounts: db.prepare<[], { number: number; back_end: string; account: string }>('SELECT * FROM account'),
  } as const;
}
