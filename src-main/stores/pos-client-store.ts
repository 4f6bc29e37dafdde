import type BetterSqlite3 from 'better-sqlite3';

export interface PosClient {
  readonly id: string;
  readonly name: string;
  readonly pairedAtMs: number;
  readonly revoked: boolean;
}

interface PosClientRow {
  id: string;
  name: string;
  paired_at: number;
  revoked_at: number | null;
}

const read = (row: PosClientRow): PosClient => ({
  id: row.id,
  name: row.name,
  pairedAtMs: row.paired_at,
  revoked: row.revoked_at !== null,
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
    this.#byHashStmt = db.prepare<[string], PosClientRow>(
      'SELECT id, name, paired_at, revoked_at FROM pos_client WHERE token_hash = ? AND revoked_at IS NULL',
    );
    this.#listStmt = db.prepare<[], PosClientRow>('SELECT id, name, paired_at, revoked_at FROM pos_client ORDER BY paired_at');
    this.#revokeStmt = db.prepare<[number, string]>('UPDATE pos_client SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL');
  }

  add(client: { id: string; name: string; tokenHash: string; pairedAtMs: number; pairedBy: string }): void {
    this.#insertStmt.run(client.id, client.name, client.tokenHash, client.pairedAtMs, client.pairedBy);
  }

  /** Null: unknown or revoked. */
  byTokenHash(tokenHash: string): PosClient | null {
    const row = this.#byHashStmt.get(tokenHash);
    return row === undefined ? null : read(row);
  }

  list(): PosClient[] {
    return this.#listStmt.all().map(read);
  }

  revoke(id: string, nowMs: number): boolean {
    return this.#revokeStmt.run(nowMs, id).changes === 1;
  }
}
