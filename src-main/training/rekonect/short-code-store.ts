import type { Database, Statement } from 'better-sqlite3';

/** A live one-time code, which a test reads here instead of on a phone. */
export interface ShortCodeAnswer {
  readonly memberId: string;
  /** Six digits. */
  readonly code: string;
  /** ms since 1970 by the simulated server's clock. */
  readonly expiresAt: number;
}

/** At most one live code a member; a new one replaces the former. */
export class ShortCodeStore {
  readonly #putStmt: Statement<[string, string, number]>;
  readonly #byMemberStmt: Statement<[string], ShortCodeAnswer>;
  readonly #allStmt: Statement<[], ShortCodeAnswer>;
  readonly #removeStmt: Statement<[string]>;

  constructor(database: Database) {
    const columns = 'member_id AS memberId, code, expires_at AS expiresAt';
    this.#putStmt = database.prepare(
      'INSERT OR REPLACE INTO rekonect_short_code (member_id, code, expires_at) VALUES (?, ?, ?)',
    );
    this.#byMemberStmt = database.prepare(`SELECT ${columns} FROM rekonect_short_code WHERE member_id = ?`);
    this.#allStmt = database.prepare(`SELECT ${columns} FROM rekonect_short_code`);
    this.#removeStmt = database.prepare('DELETE FROM rekonect_short_code WHERE member_id = ?');
  }

  put(code: ShortCodeAnswer): void {
    this.#putStmt.run(code.memberId, code.code, code.expiresAt);
  }

  ofMember(memberId: string): ShortCodeAnswer | null {
    return this.#byMemberStmt.get(memberId) ?? null;
  }

  all(): ShortCodeAnswer[] {
    return this.#allStmt.all();
  }

  remove(memberId: string): void {
    this.#removeStmt.run(memberId);
  }
}
