import type { Migration } from '../migration.ts';

/**
 * Completing a sale is one commit, and each b-tree that it touches is a page to write before the answer. Therefore:
 *
 * - A claim code stands in its sale, under one index, and not in a table of its own with three trees.
 * - Lines and tenders are tables by number (sale, then line): they grow at their end, where an index would move its rows
 *   from page to page as it fills.
 * - An operation that says no more than which transaction it is about says so in the open: there is nothing to seal.
 */
export const fewerTrees: Migration = {
  number: 30,
  name: 'fewer-trees',
  sql: `
ALTER TABLE sale ADD COLUMN claim_code TEXT;
ALTER TABLE sale ADD COLUMN claim_until_at INTEGER;
ALTER TABLE sale ADD COLUMN claimed_at INTEGER;
ALTER TABLE sale ADD COLUMN claimed_by TEXT;
UPDATE sale SET claim_code = u.claim_code, claim_until_at = u.until_at, claimed_at = u.claimed_at, claimed_by = u.claimed_by
  FROM unclaimed u WHERE u.sale_id = sale.sale_id;
DROP TABLE unclaimed;
CREATE UNIQUE INDEX sale_claim_code ON sale (claim_code) WHERE claim_code IS NOT NULL;

CREATE TABLE sale_line_before AS SELECT * FROM sale_line;
DROP TABLE sale_line;
CREATE TABLE sale_line (
  -- sale_seq * 1048576 + line_no
  place INTEGER PRIMARY KEY,
  sale_seq INTEGER AS (place >> 20) REFERENCES sale (seq),
  line_no INTEGER AS (place & 1048575),
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
  benefit_key TEXT
) STRICT;
INSERT INTO sale_line (place, article_code, name, department_code, department_name, action, quantity_thousandths, weighed,
    unit_price_minor, gross_minor, net_minor, tax_rate_bp, benefit_key)
  SELECT sale_seq << 20 | line_no, article_code, name, department_code, department_name, action, quantity_thousandths, weighed,
    unit_price_minor, gross_minor, net_minor, tax_rate_bp, benefit_key FROM sale_line_before;
DROP TABLE sale_line_before;

CREATE TABLE tender_before AS SELECT * FROM tender;
DROP TABLE tender;
CREATE TABLE tender (
  -- sale_seq * 1048576 + tender_no
  place INTEGER PRIMARY KEY,
  sale_seq INTEGER AS (place >> 20) REFERENCES sale (seq),
  tender_no INTEGER AS (place & 1048575),
  type TEXT NOT NULL CHECK (type IN ('CASH', 'CARD', 'POINTS', 'CREDIT')),
  amount_minor INTEGER NOT NULL,
  tendered_minor INTEGER NOT NULL,
  pay_operation_id TEXT
) STRICT;
INSERT INTO tender (place, type, amount_minor, tendered_minor, pay_operation_id)
  SELECT sale_seq << 20 | tender_no, type, amount_minor, tendered_minor, pay_operation_id FROM tender_before;
DROP TABLE tender_before;

ALTER TABLE operation ADD COLUMN transaction_id TEXT;
ALTER TABLE operation ALTER COLUMN sealed_detail DROP NOT NULL;
ALTER TABLE operation ADD CONSTRAINT one_detail CHECK (sealed_detail IS NULL OR transaction_id IS NULL);
`,
};
