import type { Migration } from '../migration.ts';

/**
 * The first tables. Money is in minor units, quantity in thousandths, times in milliseconds since 1970 UTC. Columns named
 * `sealed_…` hold AES-GCM sealed JSON and are read only with the folder's data key.
 */
export const firstTables: Migration = {
  number: 10,
  name: 'first-tables',
  sql: `
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE high_water (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT;

CREATE TABLE catalogue_item (
  article_code TEXT PRIMARY KEY,
  -- What a scanner reads: 13 digits, or the first seven of a scale's label.
  scan_code TEXT UNIQUE,
  name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  department_code TEXT NOT NULL,
  department_name TEXT NOT NULL,
  unit_price_minor INTEGER NOT NULL,
  weighed INTEGER NOT NULL CHECK (weighed IN (0, 1)),
  tax_rate_bp INTEGER NOT NULL
) STRICT;

CREATE TABLE member_key (
  id TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  sealed_identifiers BLOB,
  last_sale_at INTEGER NOT NULL,
  purged_at INTEGER
) STRICT;

CREATE TABLE sale (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  sale_id TEXT NOT NULL UNIQUE,
  sale_number TEXT NOT NULL UNIQUE,
  reference TEXT NOT NULL,
  source TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'completed', 'voided', 'abandoned')),
  currency TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  recorded_at INTEGER,
  voided_at INTEGER,
  total_minor INTEGER,
  member_key_id TEXT REFERENCES member_key (id),
  return_of_sale_id TEXT,
  offline INTEGER NOT NULL DEFAULT 0,
  extras TEXT,
  sealed_presentation BLOB,
  CHECK ((state IN ('completed', 'voided')) = (closed_at IS NOT NULL AND total_minor IS NOT NULL))
) STRICT;
CREATE INDEX sale_open ON sale (seq) WHERE state = 'open';
CREATE UNIQUE INDEX sale_source_reference ON sale (source, reference) WHERE source <> 'till';
CREATE INDEX sale_return_of ON sale (return_of_sale_id) WHERE return_of_sale_id IS NOT NULL;
CREATE INDEX sale_member ON sale (member_key_id) WHERE member_key_id IS NOT NULL;

CREATE TABLE sale_line (
  sale_seq INTEGER NOT NULL REFERENCES sale (seq),
  line_no INTEGER NOT NULL,
  article_code TEXT NOT NULL,
  name TEXT NOT NULL,
  department_code TEXT NOT NULL,
  department_name TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('sale', 'return')),
  quantity_thousandths INTEGER NOT NULL CHECK (quantity_thousandths > 0),
  weighed INTEGER NOT NULL CHECK (weighed IN (0, 1)),
  unit_price_minor INTEGER NOT NULL,
  gross_minor INTEGER NOT NULL,
  net_minor INTEGER NOT NULL,
  tax_rate_bp INTEGER NOT NULL,
  PRIMARY KEY (sale_seq, line_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE tender (
  sale_seq INTEGER NOT NULL REFERENCES sale (seq),
  tender_no INTEGER NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('CASH', 'CARD', 'POINTS', 'CREDIT')),
  amount_minor INTEGER NOT NULL,
  tendered_minor INTEGER NOT NULL,
  pay_operation_id TEXT,
  PRIMARY KEY (sale_seq, tender_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  number INTEGER PRIMARY KEY,
  back_end TEXT NOT NULL,
  account TEXT NOT NULL,
  UNIQUE (back_end, account)
) STRICT;

CREATE TABLE operation (
  -- Rows are never deleted, so no number is given twice; AUTOINCREMENT would cost each completed sale a page.
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  sale_id TEXT REFERENCES sale (sale_id),
  member_key_id TEXT REFERENCES member_key (id),
  kind TEXT NOT NULL,
  account_number INTEGER NOT NULL REFERENCES account (number),
  state TEXT NOT NULL CHECK (state IN ('owed', 'queued', 'sending', 'unknown', 'parked', 'delivered', 'dropped', 'closed')),
  happened INTEGER CHECK (happened IN (0, 1)),
  after_id TEXT,
  undoes_id TEXT,
  replaces_id TEXT,
  sealed_detail BLOB NOT NULL,
  sealed_request BLOB,
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
  repeat_limit TEXT NOT NULL DEFAULT 'by-kind' CHECK (repeat_limit IN ('by-kind', 'window-over', 'never')),
  -- Nothing was ever sent for these, so nothing can have happened. IS, because a CHECK lets NULL pass.
  CHECK (state NOT IN ('owed', 'queued', 'dropped') OR (first_sent_at IS NULL AND happened IS 0)),
  CHECK (first_sent_at IS NOT NULL OR happened IS 0),
  CHECK (state NOT IN ('sending', 'unknown') OR (first_sent_at IS NOT NULL AND happened IS NULL)),
  CHECK (state <> 'delivered' OR happened IS 1),
  CHECK (state <> 'closed' OR happened IS NOT NULL),
  CHECK (state <> 'parked' OR happened IS NOT 1),
  CHECK ((state IN ('delivered', 'dropped', 'closed')) = (ended_at IS NOT NULL)),
  CHECK (next_at IS NULL OR state IN ('queued', 'unknown'))
) STRICT;
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

CREATE TABLE attempt (
  seq INTEGER PRIMARY KEY,
  operation_seq INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('send', 'look-up')),
  at INTEGER NOT NULL,
  took_ms INTEGER NOT NULL,
  key TEXT NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER,
  code TEXT,
  vendor_request_id TEXT,
  server_offset_ms INTEGER
) STRICT;
CREATE INDEX attempt_operation ON attempt (operation_seq);

CREATE TABLE unclaimed (
  claim_code TEXT PRIMARY KEY,
  sale_id TEXT NOT NULL UNIQUE REFERENCES sale (sale_id),
  until_at INTEGER NOT NULL,
  claimed_at INTEGER,
  claimed_by TEXT
) STRICT;

CREATE TABLE command (
  scope TEXT NOT NULL,
  command_id TEXT NOT NULL,
  input_hash TEXT NOT NULL,
  -- What the command made or changed; its first answer is derived from it again.
  subject TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (scope, command_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('cashier', 'manager')),
  pin_hash TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id),
  door TEXT NOT NULL,
  signed_in_at INTEGER NOT NULL,
  signed_out_at INTEGER
) STRICT;

CREATE TABLE pos_client (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  paired_at INTEGER NOT NULL,
  paired_by TEXT NOT NULL,
  revoked_at INTEGER
) STRICT;

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  staff_id TEXT,
  action TEXT NOT NULL,
  subject TEXT,
  reason TEXT,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
`,
};
