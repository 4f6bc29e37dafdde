import type BetterSqlite3 from 'better-sqlite3';

export interface Unclaimed {
  readonly claimCode: string;
  readonly saleId: string;
  readonly untilMs: number;
  readonly claimedAtMs: number | null;
}

interface UnclaimedRow {
  claim_code: string;
  sale_id: string;
  claim_until_at: number;
  claimed_at: number | null;
}

const read = (row: UnclaimedRow | undefined): Unclaimed | null =>
  row === undefined
    ? null
    : { claimCode: row.claim_code, saleId: row.sale_id, untilMs: row.claim_until_at, claimedAtMs: row.claimed_at };

/**
 * Completed sales with no member, claimable with the code on their receipt; once. The code stands in the sale's own row,
 * written as it is completed.
 */
export class UnclaimedStore {
  readonly #byCodeStmt;
  readonly #bySaleStmt;
  readonly #claimStmt;

  constructor(db: BetterSqlite3.Database) {
    const columns = 'claim_code, sale_id, claim_until_at, claimed_at';
    this.#byCodeStmt = db.prepare<[string], UnclaimedRow>(`SELECT ${columns} FROM sale WHERE claim_code = ?`);
    this.#bySaleStmt = db.prepare<[string], UnclaimedRow>(
      `SELECT ${columns} FROM sale WHERE sale_id = ? AND claim_code IS NOT NULL`,
    );
    this.#claimStmt = db.prepare<[number, string, string]>(
      'UPDATE sale SET claimed_at = ?, claimed_by = ? WHERE claim_code = ? AND claimed_at IS NULL',
    );
  }

  byCode(claimCode: string): Unclaimed | null {
    return read(this.#byCodeStmt.get(claimCode));
  }

  bySale(saleId: string): Unclaimed | null {
    return read(this.#bySaleStmt.get(saleId));
  }

  /** @throws when it was claimed before. */
  markClaimed(claimCode: string, staffId: string, nowMs: number): void {
    if (this.#claimStmt.run(nowMs, staffId, claimCode).changes !== 1) throw new Error('claimed before');
  }
}
