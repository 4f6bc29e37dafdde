import { randomBytes } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';

export interface Token {
  readonly token: string;
  /** ms since 1970 by the simulated server's clock. */
  readonly expiresAt: number;
}

/** Section 3: one token a client, the same until it expires or is revoked. */
export class TokenStore {
  readonly #ofClientStmt: Statement<[string], Token>;
  readonly #byTokenStmt: Statement<[string], Token>;
  readonly #putStmt: Statement<[string, string, number]>;
  readonly #dropStmt: Statement<[string]>;

  constructor(database: Database) {
    const columns = 'token, expires_at AS expiresAt';
    this.#ofClientStmt = database.prepare(`SELECT ${columns} FROM pomelo_token WHERE client_id = ?`);
    this.#byTokenStmt = database.prepare(`SELECT ${columns} FROM pomelo_token WHERE token = ?`);
    this.#putStmt = database.prepare(
      'INSERT OR REPLACE INTO pomelo_token (client_id, token, expires_at) VALUES (?, ?, ?)',
    );
    this.#dropStmt = database.prepare('DELETE FROM pomelo_token WHERE client_id = ?');
  }

  /** @param goodForMs for a new one */
  issue(clientId: string, nowMs: number, goodForMs: number): Token {
    const standing = this.#ofClientStmt.get(clientId);
    if (standing !== undefined && standing.expiresAt > nowMs) return standing;
    const token = { token: newToken(), expiresAt: nowMs + goodForMs };
    this.#putStmt.run(clientId, token.token, token.expiresAt);
    return token;
  }

  revoke(clientId: string): void {
    this.#dropStmt.run(clientId);
  }

  isGood(token: string, nowMs: number): boolean {
    const known = this.#byTokenStmt.get(token);
    return known !== undefined && known.expiresAt > nowMs;
  }
}

/** Three parts, as a JWT has; it says nothing and is only ever compared. */
const newToken = (): string => [12, 48, 32].map((size) => randomBytes(size).toString('base64url')).join('.');
