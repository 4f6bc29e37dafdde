import type { Database, Statement } from 'better-sqlite3';
import type { TamperOrder } from './control-messages.ts';
import type { Ledger } from './ledger.ts';
import type { Posting } from './posting.ts';

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
  apply(order: TamperOrder): Posting | null {
    const pool = order.reference === undefined ? this.#ledger.postings() : this.#ledger.postingsOf(order.reference);
    const kind = order.kind ?? 'sale';
    const posting = pool.find((one) => (order.id === undefined ? one.kind === kind : one.id === order.id));
    if (posting === undefined) return null;
    if (order.action === 'delete') this.#deleteStmt.run(posting.id);
    else if (order.action === 'copy') this.#copyStmt.run(posting.id);
    else this.#changeStmt.run(order.byMinor ?? 1, posting.id);
    this.#ledger.forgetSums();
    return posting;
  }
}
