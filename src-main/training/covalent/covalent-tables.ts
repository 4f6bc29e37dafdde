import type { Database } from 'better-sqlite3';

/** What the simulated vendor keeps beside the ledger. Amounts in minor units, times in ms since 1970. */
export function createCovalentTables(database: Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS covalent_member (
      member_id TEXT PRIMARY KEY, currency_id TEXT NOT NULL, main_id TEXT NOT NULL, content TEXT NOT NULL,
      UNIQUE (currency_id, main_id)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS covalent_transaction (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, member_id TEXT NOT NULL, status TEXT NOT NULL,
      type TEXT NOT NULL, points INTEGER NOT NULL, release_at INTEGER, created_at INTEGER NOT NULL,
      execution_id TEXT, content TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS covalent_transaction_by_member ON covalent_transaction (member_id, seq);
    CREATE INDEX IF NOT EXISTS covalent_transaction_held ON covalent_transaction (member_id)
      WHERE status IN ('pending', 'pending_external_approval');
    CREATE INDEX IF NOT EXISTS covalent_transaction_by_execution ON covalent_transaction (execution_id)
      WHERE execution_id IS NOT NULL;
    CREATE TABLE IF NOT EXISTS covalent_execution (
      id TEXT PRIMARY KEY, content TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS covalent_redemption (
      latest_transaction_id TEXT PRIMARY KEY, content TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS covalent_key (
      credential TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL, first_at INTEGER NOT NULL,
      status INTEGER NOT NULL, body TEXT NOT NULL, repeats INTEGER NOT NULL, other_body INTEGER NOT NULL,
      PRIMARY KEY (credential, key)
    ) STRICT, WITHOUT ROWID;`);
}
