import type { Database } from 'better-sqlite3';

/** What the simulated vendor keeps beside the ledger. Times in ms since 1970, amounts in minor units and whole points. */
export function createRbiTables(database: Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS rbi_guest (
      loyalty_id TEXT PRIMARY KEY, name TEXT NOT NULL, joined_at INTEGER NOT NULL, email TEXT UNIQUE, card TEXT UNIQUE,
      phone TEXT UNIQUE, birthday TEXT, preselected TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS rbi_code (
      code TEXT PRIMARY KEY, loyalty_id TEXT NOT NULL, expires_at INTEGER NOT NULL, used INTEGER NOT NULL,
      preselected TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS rbi_transaction (
      id TEXT PRIMARY KEY, loyalty_id TEXT, status TEXT NOT NULL, reference TEXT NOT NULL, reserved INTEGER NOT NULL,
      held TEXT NOT NULL, touched_at INTEGER NOT NULL, content TEXT, receipt_code TEXT, answer TEXT,
      paid_minor INTEGER NOT NULL, earned INTEGER NOT NULL, burned INTEGER NOT NULL, once_key TEXT UNIQUE
    ) STRICT;
    CREATE INDEX IF NOT EXISTS rbi_transaction_by_guest ON rbi_transaction (loyalty_id, status, touched_at);
    CREATE TABLE IF NOT EXISTS rbi_redemption (
      transaction_id TEXT NOT NULL, loyalty_id TEXT NOT NULL, incentive_id TEXT NOT NULL,
      pieces INTEGER NOT NULL, redeemed_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS rbi_redemption_by_guest ON rbi_redemption (loyalty_id, incentive_id);
    CREATE INDEX IF NOT EXISTS rbi_redemption_by_transaction ON rbi_redemption (transaction_id);`);
}
