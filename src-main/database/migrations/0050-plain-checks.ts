import type { Migration } from '../migration.ts';

/**
 * The same rules, written with OR. For `IN` with three values or more SQLite builds a small table at each insert and each
 * update of a row: three of them made an operation's row four times as expensive to write.
 */
export const plainChecks: Migration = {
  number: 50,
  name: 'plain-checks',
  sql: `
CREATE TABLE operation_next (
  -- Rows are never deleted, so no number is given twice; AUTOINCREMENT would cost each completed sale a page.
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  sale_id TEXT REFERENCES sale (sale_id),
  member_key_id TEXT REFERENCES member_key (id),
  kind TEXT NOT NULL,
  account_number INTEGER NOT NULL REFERENCES account (number),
  state TEXT NOT NULL,
  happened INTEGER CHECK (happened = 0 OR happened = 1),
  after_id TEXT,
  undoes_id TEXT,
  replaces_id TEXT,
  -- What it is about: named where that is all, else sealed.
  transaction_id TEXT,
  sealed_detail BLOB,
  recorded_at INTEGER NOT NULL,
  first_sent_at INTEGER,
  last_attempt_at INTEGER,
  next_at INTEGER,
  ended_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  sealed_evidence BLOB,
  sealed_answer BLOB,
  error_code TEXT,
  error_text TEXT,
  -- How far an unclear row may still be repeated: as its kind says, no longer where its kind has a window, or never.
  repeat_limit TEXT NOT NULL DEFAULT 'by-kind'
    CHECK (repeat_limit = 'by-kind' OR repeat_limit = 'window-over' OR repeat_limit = 'never'),
  CHECK (sealed_detail IS NULL OR transaction_id IS NULL),
  CHECK (state = 'delivered' OR state = 'queued' OR state = 'sending' OR state = 'unknown' OR state = 'owed'
    OR state = 'parked' OR state = 'dropped' OR state = 'closed'),
  -- Nothing was ever sent for these, so nothing can have happened. IS, because a CHECK lets NULL pass.
  CHECK ((state <> 'owed' AND state <> 'queued' AND state <> 'dropped') OR (first_sent_at IS NULL AND happened IS 0)),
  CHECK (first_sent_at IS NOT NULL OR happened IS 0),
  CHECK ((state <> 'sending' AND state <> 'unknown') OR (first_sent_at IS NOT NULL AND happened IS NULL)),
  CHECK (state <> 'delivered' OR happened IS 1),
  CHECK (state <> 'closed' OR happened IS NOT NULL),
  CHECK (state <> 'parked' OR happened IS NOT 1),
  CHECK ((state = 'delivered' OR state = 'dropped' OR state = 'closed') = (ended_at IS NOT NULL)),
  CHECK (next_at IS NULL OR state = 'queued' OR state = 'unknown')
) STRICT;
INSERT INTO operation_next (seq, id, key, sale_id, member_key_id, kind, account_number, state, happened, after_id, undoes_id,
    replaces_id, transaction_id, sealed_detail, recorded_at, first_sent_at, last_attempt_at, next_at, ended_at, attempts,
    sealed_evidence, sealed_answer, error_code, error_text, repeat_limit)
  SELECT seq, id, key, sale_id, member_key_id, kind, account_number, state, happened, after_id, undoes_id,
    replaces_id, transaction_id, sealed_detail, recorded_at, first_sent_at, last_attempt_at, next_at, ended_at, attempts,
    sealed_evidence, sealed_answer, error_code, error_text, repeat_limit FROM operation;
DROP TABLE operation;
ALTER TABLE operation_next RENAME TO operation;
-- Only rows that are due or will be due by time: rows that wait for another row cost a claim nothing.
CREATE INDEX operation_due ON operation (next_at, seq) WHERE next_at IS NOT NULL;
CREATE INDEX operation_unfinished ON operation (seq) WHERE ended_at IS NULL;
CREATE INDEX operation_sending ON operation (seq) WHERE state = 'sending';
-- Pays that nobody settled: looked for at each start.
CREATE INDEX operation_open_pay ON operation (state) WHERE kind = 'pay' AND ended_at IS NULL;
CREATE INDEX operation_parked ON operation (seq) WHERE state = 'parked';
CREATE INDEX operation_sale ON operation (sale_id) WHERE sale_id IS NOT NULL;
CREATE INDEX operation_member ON operation (member_key_id) WHERE member_key_id IS NOT NULL;
CREATE INDEX operation_after ON operation (after_id) WHERE after_id IS NOT NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX operation_undoes ON operation (undoes_id) WHERE undoes_id IS NOT NULL AND state <> 'dropped';

CREATE TABLE tender_next (
  -- sale_seq * 1048576 + tender_no
  place INTEGER PRIMARY KEY,
  sale_seq INTEGER AS (place >> 20) REFERENCES sale (seq),
  tender_no INTEGER AS (place & 1048575),
  type TEXT NOT NULL CHECK (type = 'CASH' OR type = 'CARD' OR type = 'POINTS' OR type = 'CREDIT'),
  amount_minor INTEGER NOT NULL,
  tendered_minor INTEGER NOT NULL,
  pay_operation_id TEXT
) STRICT;
INSERT INTO tender_next (place, type, amount_minor, tendered_minor, pay_operation_id)
  SELECT place, type, amount_minor, tendered_minor, pay_operation_id FROM tender;
DROP TABLE tender;
ALTER TABLE tender_next RENAME TO tender;
`,
};
