import type { Database, Statement } from 'better-sqlite3';
import type { Ledger, Posting, PostingKind } from './ledger.ts';

/** Which posting: by id, else the first of `kind` (default `sale`), of `reference` where given. */
export interface TamperRequest {
  readonly action: 'delete' | 'copy' | 'change';
  readonly id?: number | undefined;
  readonly reference?: string | undefined;
  readonly kind?: PostingKind | undefined;
  /** For `change`: added to amountMinor; default 1. */
  readonly byMinor?: number | undefined;
}

/** Falsifies the ledger on demand, so that a reconciliation can be seen to fail (replay rule 13). */
export class LedgerTampering {
  readonly #ledger: Ledger;
  readonly #deleteStmt: Statement<[number]>;
  readonly #copyStmt: Statement<[number]>;
  readonly #changeStmt: Statement<[number, number]>;

  constructor(database: Database, ledger: Ledger) {
    this.#ledger = ledger;
    this.#deleteStmt = database.prepare('DELETE FROM posting WHERE id = ?');
    this.#copyStmt = database.prepare(
      `INSERT INTO posting (program, kind, member_id, reference, transaction_id, points, amount_minor, posted_at)
       SELECT program, kind, member_id, reference, transaction_id, points, amount_minor, posted_at FROM posting WHERE id = ?`,
    );
    this.#changeStmt = database.prepare('UPDATE posting SET amount_minor = amount_minor + ? WHERE id = ?');
  }

  /** The posting as it was before; null when none fits. */
  apply(request: TamperRequest): Posting | null {
    const pool = request.reference === undefined ? this.#ledger.postings() : this.#ledger.postingsOf(request.reference);
    const kind = request.kind ?? 'sale';
    const posting = pool.find((one) => (request.id === undefined ? one.kind === kind : one.id === request.id));
    if (posting === undefined) return null;
    if (request.action === 'delete') this.#deleteStmt.run(posting.id);
    else if (request.action === 'copy') this.#copyStmt.run(posting.id);
    else this.#changeStmt.run(request.byMinor ?? 1, posting.id);
    this.#ledger.forgetSums();
    return posting;
  }
}
