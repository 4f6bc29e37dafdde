import type BetterSqlite3 from 'better-sqlite3';

/** A paired POS as it is stored; the token itself never is. */
export interface StoredPosClient {
  readonly id: string;
  readonly name: string;
  readonly tokenHash: string;
  readonly pairedAtMs: number;
  /** Staff id of the manager. */
  readonly pairedBy: string;
  readonly revokedAtMs: number | null;
}

interface PosClientRow {
  id: string;
  name: string;
  token_hash: string;
  paired_at: number;
  paired_by: string;
  revoked_at: number | null;
}

const read = (row: PosClientRow): StoredPosClient => ({
  id: row.id,
  name: row.name,
  tokenHash: row.token_hash,
  pairedAtMs: row.paired_at,
  pairedBy: row.paired_by,
  revokedAtMs: row.revoked_at,
});

/** Paired points of sale; of their tokens only the hash. */
export class PosClientStore {
  readonly #insertStmt;
  readonly #byHashStmt;
  readonly #listStmt;
  readonly #revokeStmt;

  constructor(db: BetterSqlite3.Database) {
    this.#insertStmt = db.prepare<[string, string, string, number, string]>(
      'INSERT INTO pos_client (id, name, token_hash, paired_at, paired_by) VALUES (?, ?, ?, ?, ?)',
    );
    this.#byHashStmt = db.prepare<[string], PosClientRow>('SELECT * FROM pos_client WHERE token_hash = ?');
    this.#listStmt = db.prepare<[], PosClientRow>('SELECT * FROM pos_client ORDER BY paired_at');
    this.#revokeStmt = db.prepare<[number, string]>(
      'UPDATE pos_client SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL',
    );
  }

  add(client: StoredPosClient): void {
    this.#insertStmt.run(client.id, client.name, client.tokenHash, client.pairedAtMs, client.pairedBy);
  }

  byTokenHash(tokenHash: string): StoredPosClient | null {
    const row = this.#byHashStmt.get(tokenHash);
    return row === undefined ? null : read(row);
  }

  list(): StoredPosClient[] {
    return this.#listStmt.all().map(read);
  }

  revoke(id: string, nowMs: number): boolean {
    return this.#revokeStmt.run(nowMs, id).changes === 1;
  }
}
