import type { Database, Statement } from 'better-sqlite3';

export interface RecordedSale {
  readonly transactionId: string;
  /** Of everything the submit said; the same id with another one is refused (A7). */
  readonly contentHash: string;
  readonly memberId: string | null;
  readonly reference: string;
  readonly totalMinor: number;
  /** Points given (below 0: taken back by a return). */
  readonly earned: number;
  readonly confirmationCode: string;
}

export interface StoredSale extends RecordedSale {
  /** 1 while not cancelled. */
  readonly standing: number;
}

export class SaleStore {
  readonly #addStmt: Statement<[string, string, string | null, string, number, number, string]>;
  readonly #byIdStmt: Statement<[string], StoredSale>;
  readonly #cancelStmt: Statement<[string]>;

  constructor(database: Database) {
    this.#addStmt = database.prepare(
      `INSERT INTO rekonect_sale
         (transaction_id, content_hash, member_id, reference, total_minor, earned, confirmation_code, standing)
       VALUES (?, ?, ?, ?, ?, ?, ?, 1)`,
    );
    this.#byIdStmt = database.prepare(
      `SELECT transaction_id AS transactionId, content_hash AS contentHash, member_id AS memberId, reference,
         total_minor AS totalMinor, earned, confirmation_code AS confirmationCode, standing
       FROM rekonect_sale WHERE transaction_id = ?`,
    );
    this.#cancelStmt = database.prepare('UPDATE rekonect_sale SET standing = 0 WHERE transaction_id = ?');
  }

  add(sale: RecordedSale): void {
    const { transactionId, contentHash, memberId, reference, totalMinor, earned, confirmationCode } = sale;
    this.#addStmt.run(transactionId, contentHash, memberId, reference, totalMinor, earned, confirmationCode);
  }

  byId(transactionId: string): StoredSale | null {
    return this.#byIdStmt.get(transactionId) ?? null;
  }

  cancel(transactionId: string): void {
    this.#cancelStmt.run(transactionId);
  }
}
