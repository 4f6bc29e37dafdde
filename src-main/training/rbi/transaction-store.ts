import type { Database, Statement } from 'better-sqlite3';

export type TransactionStatus = 'PENDING' | 'CLAIMED' | 'VOID';

/** A loyalty transaction; without a guest: an unclaimed sale. */
export interface LoyaltyTransaction {
  readonly id: string;
  readonly loyaltyId: string | null;
  readonly status: TransactionStatus;
  /** The POS sale number of the latest call. */
  readonly reference: string;
  /** Points that a PENDING one holds back. */
  readonly reserved: number;
  /** What the reservation is for: incentive ids with pieces, as text. */
  readonly held: string;
  readonly touchedAt: number;
  /** Basket and payments of the claim. */
  readonly content: string | null;
  readonly receiptCode: string | null;
  /** The first answer to the claim. */
  readonly answer: string | null;
  readonly paidMinor: number;
  readonly earned: number;
  readonly burned: number;
  /** A9: what an unclaimed sale is recognised by. */
  readonly onceKey: string | null;
}

export interface Redemption {
  readonly incentiveId: string;
  readonly pieces: number;
}

const COLUMNS = `id, loyalty_id AS loyaltyId, status, reference, reserved, held, touched_at AS touchedAt, content,
  receipt_code AS receiptCode, answer, paid_minor AS paidMinor, earned, burned, once_key AS onceKey`;

export class TransactionStore {
  readonly #putStmt: Statement<[LoyaltyTransaction]>;
  readonly #byIdStmt: Statement<[string], LoyaltyTransaction>;
  readonly #byOnceKeyStmt: Statement<[string], LoyaltyTransaction>;
  readonly #allStmt: Statement<[], LoyaltyTransaction>;
  readonly #reservedStmt: Statement<[string, string, number], { points: number }>;
  readonly #claimsStmt: Statement<[string], { claims: number }>;
  readonly #redeemStmt: Statement<[string, string, string, number, number]>;
  readonly #takeBackStmt: Statement<[string]>;
  readonly #redeemedStmt: Statement<[string, string], { pieces: number; latestAt: number }>;

  constructor(database: Database) {
    this.#putStmt = database.prepare(
      `INSERT OR REPLACE INTO rbi_transaction (id, loyalty_id, status, reference, reserved, held, touched_at, content,
         receipt_code, answer, paid_minor, earned, burned, once_key)
       VALUES (@id, @loyaltyId, @status, @reference, @reserved, @held, @touchedAt, @content, @receiptCode, @answer,
         @paidMinor, @earned, @burned, @onceKey)`,
    );
    this.#byIdStmt = database.prepare(`SELECT ${COLUMNS} FROM rbi_transaction WHERE id = ?`);
    this.#byOnceKeyStmt = database.prepare(`SELECT ${COLUMNS} FROM rbi_transaction WHERE once_key = ?`);
    this.#allStmt = database.prepare(`SELECT ${COLUMNS} FROM rbi_transaction ORDER BY rowid`);
    this.#reservedStmt = database.prepare(
      `SELECT coalesce(sum(reserved), 0) AS points FROM rbi_transaction
       WHERE loyalty_id = ? AND id <> ? AND status = 'PENDING' AND touched_at > ?`,
    );
    this.#claimsStmt = database.prepare(
      `SELECT count(*) AS claims FROM rbi_transaction WHERE loyalty_id = ? AND status = 'CLAIMED'`,
    );
    this.#redeemStmt = database.prepare(
      `INSERT INTO rbi_redemption (transaction_id, loyalty_id, incentive_id, pieces, redeemed_at)
       VALUES (?, ?, ?, ?, ?)`,
    );
    this.#takeBackStmt = database.prepare('DELETE FROM rbi_redemption WHERE transaction_id = ?');
    this.#redeemedStmt = database.prepare(
      `SELECT coalesce(sum(pieces), 0) AS pieces, coalesce(max(redeemed_at), 0) AS latestAt FROM rbi_redemption
       WHERE loyalty_id = ? AND incentive_id = ?`,
    );
  }

  put(transaction: LoyaltyTransaction): void {
    this.#putStmt.run(transaction);
  }

  byId(id: string): LoyaltyTransaction | null {
    return this.#byIdStmt.get(id.toLowerCase()) ?? null;
  }

  byOnceKey(onceKey: string): LoyaltyTransaction | null {
    return this.#byOnceKeyStmt.get(onceKey) ?? null;
  }

  all(): LoyaltyTransaction[] {
    return this.#allStmt.all();
  }

  /** What the guest's other PENDING transactions hold back, those without a call since `staleBeforeMs` left out (A8). */
  reservedBeside(loyaltyId: string, id: string, staleBeforeMs: number): number {
    return this.#reservedStmt.get(loyaltyId, id, staleBeforeMs)?.points ?? 0;
  }

  claimsOf(loyaltyId: string): number {
    return this.#claimsStmt.get(loyaltyId)?.claims ?? 0;
  }

  redeem(transactionId: string, loyaltyId: string, one: Redemption, atMs: number): void {
    this.#redeemStmt.run(transactionId, loyaltyId, one.incentiveId, one.pieces, atMs);
  }

  takeBackRedemptions(transactionId: string): void {
    this.#takeBackStmt.run(transactionId);
  }

  /** `latestAt`: 0 where there is none. */
  redeemed(loyaltyId: string, incentiveId: string): { pieces: number; latestAt: number } {
    return this.#redeemedStmt.get(loyaltyId, incentiveId) ?? { pieces: 0, latestAt: 0 };
  }
}
