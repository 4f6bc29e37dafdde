import type { Database, Statement } from 'better-sqlite3';
import type { PomeloResult } from './pomelo-answer.ts';

export interface RememberedKey {
  readonly contentHash: string;
  readonly result: PomeloResult;
}

interface StoredKey {
  readonly contentHash: string;
  readonly answer: string;
  readonly answeredAt: number;
}

/** Section 9.5: what each idempotency key was first answered, for as long as the program remembers it. */
export class KeyStore {
  readonly #byKeyStmt: Statement<[string], StoredKey>;
  readonly #putStmt: Statement<[string, string, string, number]>;

  constructor(database: Database) {
    this.#byKeyStmt = database.prepare(
      'SELECT content_hash AS contentHash, answer, answered_at AS answeredAt FROM pomelo_key WHERE key = ?',
    );
    this.#putStmt = database.prepare(
      'INSERT OR REPLACE INTO pomelo_key (key, content_hash, answer, answered_at) VALUES (?, ?, ?, ?)',
    );
  }

  /** Null where the key was never seen, or is forgotten by now. */
  remembered(key: string, nowMs: number, retentionMs: number): RememberedKey | null {
    const row = this.#byKeyStmt.get(key);
    if (row === undefined || nowMs >= row.answeredAt + retentionMs) return null;
    return { contentHash: row.contentHash, result: JSON.parse(row.answer) as PomeloResult };
  }

  remember(key: string, contentHash: string, result: PomeloResult, nowMs: number): void {
    this.#putStmt.run(key, contentHash, JSON.stringify(result), nowMs);
  }
}
