import type { Database, Statement } from 'better-sqlite3';

/** An idempotency key and what its first request was answered. */
export interface StoredKey {
  readonly credential: string;
  readonly key: string;
  readonly requestHash: string;
  readonly firstAtMs: number;
  readonly status: number;
  readonly body: string;
  readonly repeats: number;
  /** Repeats that came with another body or to another place: answered alike, but a fault of the caller (A4). */
  readonly otherBody: number;
}

const COLUMNS =
  'credential, key, request_hash AS requestHash, first_at AS firstAtMs, status, body, repeats, other_body AS otherBody';

export class KeyStore {
  readonly #getStmt: Statement<[string, string], StoredKey>;
  readonly #allStmt: Statement<[], StoredKey>;
  readonly #putStmt: Statement<[string, string, string, number, number, string]>;
  readonly #repeatStmt: Statement<[number, string, string]>;

  constructor(database: Database) {
    this.#getStmt = database.prepare(`SELECT ${COLUMNS} FROM covalent_key WHERE credential = ? AND key = ?`);
    this.#allStmt = database.prepare(`SELECT ${COLUMNS} FROM covalent_key ORDER BY first_at`);
    this.#putStmt = database.prepare(
      `INSERT OR REPLACE INTO covalent_key (credential, key, request_hash, first_at, status, body, repeats, other_body)
       VALUES (?, ?, ?, ?, ?, ?, 0, 0)`,
    );
    this.#repeatStmt = database.prepare(
      'UPDATE covalent_key SET repeats = repeats + 1, other_body = other_body + ? WHERE credential = ? AND key = ?',
    );
  }

  get(credential: string, key: string): StoredKey | null {
    return this.#getStmt.get(credential, key) ?? null;
  }

  all(): StoredKey[] {
    return this.#allStmt.all();
  }

  put(stored: Pick<StoredKey, 'credential' | 'key' | 'requestHash' | 'firstAtMs' | 'status' | 'body'>): void {
    const { credential, key, requestHash, firstAtMs, status, body } = stored;
    this.#putStmt.run(credential, key, requestHash, firstAtMs, status, body);
  }

  repeated(credential: string, key: string, isOtherBody: boolean): void {
    this.#repeatStmt.run(isOtherBody ? 1 : 0, credential, key);
  }
}
