import type { Database, Statement } from 'better-sqlite3';

export interface Payment {
  /** Proof of this payment, needed to cancel it. */
  readonly confirmationCode: string;
  readonly memberId: string;
  readonly transactionId: string;
  readonly reference: string;
  readonly amountMinor: number;
  /** What it took from the balance, in point units, above 0. */
  readonly points: number;
}

export interface StoredPayment extends Payment {
  /** 1 while not cancelled. */
  readonly standing: number;
}

const COLUMNS = `confirmation_code AS confirmationCode, member_id AS memberId, transaction_id AS transactionId, reference,
  amount_minor AS amountMinor, points, standing`;

export class PaymentStore {
  readonly #addStmt: Statement<[string, string, string, string, number, number]>;
  readonly #byCodeStmt: Statement<[string], StoredPayment>;
  readonly #sameStmt: Statement<[string, string, number], StoredPayment>;
  readonly #standingSumStmt: Statement<[string], { paidMinor: number }>;
  readonly #cancelStmt: Statement<[string]>;

  constructor(database: Database) {
    this.#addStmt = database.prepare(
      `INSERT INTO rekonect_payment (confirmation_code, member_id, transaction_id, reference, amount_minor, points, standing)
       VALUES (?, ?, ?, ?, ?, ?, 1)`,
    );
    this.#byCodeStmt = database.prepare(`SELECT ${COLUMNS} FROM rekonect_payment WHERE confirmation_code = ?`);
    this.#sameStmt = database.prepare(
      `SELECT ${COLUMNS} FROM rekonect_payment WHERE transaction_id = ? AND member_id = ? AND amount_minor = ? AND standing = 1`,
    );
    this.#standingSumStmt = database.prepare(
      'SELECT coalesce(sum(amount_minor), 0) AS paidMinor FROM rekonect_payment WHERE transaction_id = ? AND standing = 1',
    );
    this.#cancelStmt = database.prepare('UPDATE rekonect_payment SET standing = 0 WHERE confirmation_code = ?');
  }

  add(payment: Payment): void {
    const { confirmationCode, memberId, transactionId, reference, amountMinor, points } = payment;
    this.#addStmt.run(confirmationCode, memberId, transactionId, reference, amountMinor, points);
  }

  byCode(confirmationCode: string): StoredPayment | null {
    return this.#byCodeStmt.get(confirmationCode) ?? null;
  }

  /** A7: the payment that a repeat of the same request means; null once it is cancelled. */
  standing(transactionId: string, memberId: string, amountMinor: number): StoredPayment | null {
    return this.#sameStmt.get(transactionId, memberId, amountMinor) ?? null;
  }

  /** All that stands for one sale, minor units. */
  standingMinor(transactionId: string): number {
    return this.#standingSumStmt.get(transactionId)?.paidMinor ?? 0;
  }

  cancel(confirmationCode: string): void {
    this.#cancelStmt.run(confirmationCode);
  }
}
