import type { Database } from 'better-sqlite3';

/** What the simulated vendor keeps beside the ledger. Amounts in minor units, times in ms since 1970. */
export function createRekonectTables(database: Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS rekonect_member (
      member_id TEXT PRIMARY KEY, membership_key TEXT NOT NULL UNIQUE, external_id TEXT UNIQUE,
      phone_number TEXT UNIQUE, email TEXT UNIQUE, first_name TEXT, last_name TEXT, birthday TEXT,
      allowed_sms INTEGER, allowed_email INTEGER, terms_of_use INTEGER NOT NULL, gdpr INTEGER NOT NULL,
      status TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS rekonect_asset (
      asset_key TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES rekonect_member, terms TEXT NOT NULL,
      used_by TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS rekonect_asset_by_member ON rekonect_asset (member_id);
    CREATE INDEX IF NOT EXISTS rekonect_asset_by_sale ON rekonect_asset (used_by) WHERE used_by IS NOT NULL;
    CREATE TABLE IF NOT EXISTS rekonect_payment (
      confirmation_code TEXT PRIMARY KEY, member_id TEXT NOT NULL, transaction_id TEXT NOT NULL,
      reference TEXT NOT NULL, amount_minor INTEGER NOT NULL, points INTEGER NOT NULL, standing INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS rekonect_payment_by_sale ON rekonect_payment (transaction_id);
    CREATE TABLE IF NOT EXISTS rekonect_sale (
      transaction_id TEXT PRIMARY KEY, content_hash TEXT NOT NULL, member_id TEXT, reference TEXT NOT NULL,
      total_minor INTEGER NOT NULL, earned INTEGER NOT NULL, confirmation_code TEXT NOT NULL, standing INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS rekonect_short_code (
      member_id TEXT PRIMARY KEY, code TEXT NOT NULL, expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS rekonect_event (
      id INTEGER PRIMARY KEY, type TEXT NOT NULL, sub_type TEXT, member_id TEXT, received_at INTEGER NOT NULL
    ) STRICT;`);
}
