import type { Database, Statement } from 'better-sqlite3';

/** A triggered purchase: what earned, and under which transactions. */
export interface Execution {
  /** `pre_…` */
  readonly id: string;
  readonly memberId: string;
  readonly currencyId: string;
  /** What the rules were run on, minor units. */
  readonly fiatMinor: number;
  readonly fiatCurrency: string;
  /** What the ledger's money posting says, minor units. */
  readonly saleMinor: number;
  readonly externalReference: string | null;
  readonly reference: string;
  readonly tags: readonly string[];
  readonly mode: 'multiple_transactions' | 'single_transaction';
  readonly metadata: unknown;
  readonly loyaltySystemData: unknown;
  readonly reason: string | null;
  /** The transactions that stand for it now; a retrigger makes new ones. */
  readonly transactionIds: readonly string[];
}

/** One payment with points and everything that changed it since; only its latest link may be changed again. */
export interface Redemption {
  readonly latestTransactionId: string;
  readonly latestExternalReference: string;
  readonly firstTransactionId: string;
  readonly memberId: string;
  readonly currencyId: string;
  readonly points: number;
  readonly fiatMinor: number;
  readonly reference: string;
  readonly cancelled: boolean;
}

interface Row {
  readonly content: string;
}

export class ExecutionStore {
  readonly #byIdStmt: Statement<[string], Row>;
  readonly #putStmt: Statement<[string, string]>;

  constructor(database: Database) {
    this.#byIdStmt = database.prepare('SELECT content FROM covalent_execution WHERE id = ?');
    this.#putStmt = database.prepare('INSERT OR REPLACE INTO covalent_execution (id, content) VALUES (?, ?)');
  }

  byId(id: string): Execution | null {
    const row = this.#byIdStmt.get(id);
    return row === undefined ? null : (JSON.parse(row.content) as Execution);
  }

  save(execution: Execution): void {
    this.#putStmt.run(execution.id, JSON.stringify(execution));
  }
}

export class RedemptionStore {
  readonly #byLatestStmt: Statement<[string], Row>;
  readonly #putStmt: Statement<[string, string]>;
  readonly #dropStmt: Statement<[string]>;

  constructor(database: Database) {
    this.#byLatestStmt = database.prepare('SELECT content FROM covalent_redemption WHERE latest_transaction_id = ?');
    this.#putStmt = database.prepare(
      'INSERT OR REPLACE INTO covalent_redemption (latest_transaction_id, content) VALUES (?, ?)',
    );
    this.#dropStmt = database.prepare('DELETE FROM covalent_redemption WHERE latest_transaction_id = ?');
  }

  byLatest(transactionId: string): Redemption | null {
    const row = this.#byLatestStmt.get(transactionId);
    return row === undefined ? null : (JSON.parse(row.content) as Redemption);
  }

  /** @param before the link that was the latest; null for a new payment */
  save(redemption: Redemption, before: string | null): void {
    if (before !== null) this.#dropStmt.run(before);
    this.#putStmt.run(redemption.latestTransactionId, JSON.stringify(redemption));
  }
}
