import type { Database } from 'better-sqlite3';

/** What the simulated vendor keeps beside the ledger. Times in ms since 1970. */
export function createPomeloTables(database: Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS pomelo_card (
      card_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, blocked INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS pomelo_card_by_user ON pomelo_card (user_id);
    CREATE TABLE IF NOT EXISTS pomelo_token (
      client_id TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS pomelo_key (
      key TEXT PRIMARY KEY, content_hash TEXT NOT NULL, answer TEXT NOT NULL, answered_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;`);
}
