import { createHash } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';

export type CommandFound =
  | { readonly kind: 'new' }
  | { readonly kind: 'repeated'; readonly subject: string | null }
  | { readonly kind: 'other-content' };

const hash = (input: unknown): string =>
  createHash('sha256').update(JSON.stringify(input)).digest('base64url').slice(0, 22);

/** Command ids and what they made: the second call with one gets the first answer, other content is refused. */
export class CommandStore {
  readonly #insertStmt;
  readonly #byIdStmt;

  constructor(db: BetterSqlite3.Database) {
    this.#insertStmt = db.prepare<[string, string, string, string | null, number]>(
      'INSERT INTO command (scope, command_id, input_hash, subject, at) VALUES (?, ?, ?, ?, ?)',
    );
    this.#byIdStmt = db.prepare<[string, string], { input_hash: string; subject: string | null }>(
      'SELECT input_hash, subject FROM command WHERE scope = ? AND command_id = ?',
    );
  }

  find(scope: string, commandId: string, input: unknown): CommandFound {
    const row = this.#byIdStmt.get(scope, commandId);
    if (row === undefined) return { kind: 'new' };
    return row.input_hash === hash(input) ? { kind: 'repeated', subject: row.subject } : { kind: 'other-content' };
  }

  /** In the same commit as what the command does. */
  record(scope: string, commandId: string, input: unknown, subject: string | null, nowMs: number): void {
    this.#insertStmt.run(scope, commandId, hash(input), subject, nowMs);
  }
}
