import { randomUUID } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';

export type TransactionStatus =
  | 'pending'
  | 'pending_external_approval'
  | 'completed'
  | 'rejected'
  | 'cancelled'
  | 'adjusted';

export interface CovalentTransaction {
  /** `tx_…` */
  readonly id: string;
  readonly memberId: string;
  readonly currencyId: string;
  readonly type: 'accrual' | 'redemption';
  readonly subType: string;
  /** Points, never below 0 (A11). */
  readonly amount: number;
  readonly status: TransactionStatus;
  readonly statusMessage: string | null;
  readonly statusMessageCode: string | null;
  readonly createdAtMs: number;
  readonly completedAtMs: number | null;
  /** Whole minutes. */
  readonly releaseAtMs: number | null;
  readonly externalReference: string | null;
  readonly reason: string | null;
  readonly metadata: unknown;
  readonly loyaltySystemData: unknown;
  readonly relatedData: unknown;
  readonly executionId: string | null;
}

interface Row {
  readonly content: string;
}

/** Transactions of all members. What time alone changes (a release) is worked out when one is read. */
export class TransactionStore {
  readonly #putStmt: Statement<[string, string, string, string, number, number | null, number, string | null, string]>;
  readonly #byIdStmt: Statement<[string], Row>;
  readonly #ofMemberStmt: Statement<[string], Row>;
  readonly #allStmt: Statement<[], Row>;
  readonly #ofExecutionStmt: Statement<[string], Row>;
  readonly #heldStmt: Statement<[string, number], { held: number }>;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#putStmt = database.prepare(
      `INSERT INTO covalent_transaction (id, member_id, status, type, points, release_at, created_at, execution_id, content)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, points = excluded.points,
         release_at = excluded.release_at, content = excluded.content`,
    );
    this.#byIdStmt = database.prepare('SELECT content FROM covalent_transaction WHERE id = ?');
    this.#ofMemberStmt = database.prepare(
      'SELECT content FROM covalent_transaction WHERE member_id = ? ORDER BY seq DESC',
    );
    this.#allStmt = database.prepare('SELECT content FROM covalent_transaction ORDER BY seq DESC');
    this.#ofExecutionStmt = database.prepare(
      'SELECT content FROM covalent_transaction WHERE execution_id = ? ORDER BY seq',
    );
    this.#heldStmt = database.prepare(
      `SELECT coalesce(sum(points), 0) AS held FROM covalent_transaction
       WHERE member_id = ? AND type = 'accrual'
         AND (status = 'pending_external_approval' OR (status = 'pending' AND release_at > ?))`,
    );
  }

  add(fields: Omit<CovalentTransaction, 'id' | 'createdAtMs'>): CovalentTransaction {
    const transaction = { id: `tx_${randomUUID()}`, createdAtMs: this.#nowMs(), ...fields };
    this.save(transaction);
    return transaction;
  }

  save(transaction: CovalentTransaction): void {
    const { id, memberId, status, type, amount, releaseAtMs, createdAtMs, executionId } = transaction;
    const content = JSON.stringify(transaction);
    this.#putStmt.run(id, memberId, status, type, amount, releaseAtMs, createdAtMs, executionId, content);
  }

  byId(id: string): CovalentTransaction | null {
    const row = this.#byIdStmt.get(id);
    return row === undefined ? null : this.#read(row);
  }

  /** Newest first. @param memberId null: everybody's */
  list(memberId: string | null): CovalentTransaction[] {
    const rows = memberId === null ? this.#allStmt.all() : this.#ofMemberStmt.all(memberId);
    return rows.map((row) => this.#read(row));
  }

  /** Oldest first, cancelled ones included. */
  ofExecution(executionId: string): CovalentTransaction[] {
    return this.#ofExecutionStmt.all(executionId).map((row) => this.#read(row));
  }

  /** Points of the ledger that this member may not spend yet. */
  heldPoints(memberId: string): number {
    return this.#heldStmt.get(memberId, this.#nowMs())?.held ?? 0;
  }

  #read(row: Row): CovalentTransaction {
    const stored = JSON.parse(row.content) as CovalentTransaction;
    if (stored.status !== 'pending' || stored.releaseAtMs === null || stored.releaseAtMs > this.#nowMs()) return stored;
    return {
      ...stored,
      status: 'completed',
      statusMessage: null,
      statusMessageCode: null,
      completedAtMs: stored.releaseAtMs,
    };
  }
}
