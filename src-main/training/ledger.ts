import type { Database, Statement, Transaction } from 'better-sqlite3';
import type { NewPosting, Posting, Program } from './posting.ts';

/** Sums over one member's postings. */
export interface MemberTotals {
  readonly points: number;
  /** Money of standing sales and returns, minor units. */
  readonly salesMinor: number;
  /** Standing sales, returns not counted. */
  readonly visits: number;
}

export interface MemberBalance extends MemberTotals {
  readonly program: Program;
  readonly memberId: string;
}

const COLUMNS =
  'id, program, kind, member_id AS memberId, reference, transaction_id AS transactionId, points, amount_minor AS amountMinor, posted_at AS postedAt';

const TOTALS = `coalesce(sum(points), 0) AS points,
  coalesce(sum(CASE WHEN kind IN ('sale', 'sale-cancel') THEN amount_minor ELSE 0 END), 0) AS salesMinor,
  coalesce(sum(CASE WHEN kind = 'sale' AND amount_minor >= 0 THEN 1
                    WHEN kind = 'sale-cancel' AND amount_minor <= 0 THEN -1 ELSE 0 END), 0) AS visits`;

/** Every posting any simulated program ever made; balances are sums over it and nothing else. Append only (but for tampering). */
export class Ledger {
  readonly #insertStmt: Statement<[string, string, string | null, string, string | null, number, number, number]>;
  readonly #totalsStmt: Statement<[string, string], MemberTotals>;
  readonly #balancesStmt: Statement<[], MemberBalance>;
  readonly #allStmt: Statement<[], Posting>;
  readonly #byReferenceStmt: Statement<[string], Posting>;
  readonly #nowMs: () => number;
  readonly #commit: Transaction<(work: () => unknown) => unknown>;
  /** Sums already taken; kept right by `post`, thrown away whenever a commit did not come about. */
  readonly #totals = new Map<string, MemberTotals>();

  constructor(database: Database, nowMs: () => number) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS posting (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        program TEXT NOT NULL, kind TEXT NOT NULL, member_id TEXT, reference TEXT NOT NULL, transaction_id TEXT,
        points INTEGER NOT NULL, amount_minor INTEGER NOT NULL, posted_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS posting_by_member ON posting (program, member_id, kind, points, amount_minor);
      CREATE INDEX IF NOT EXISTS posting_by_reference ON posting (reference);`);
    this.#nowMs = nowMs;
    this.#commit = database.transaction((work: () => unknown) => work());
    this.#insertStmt = database.prepare(
      'INSERT INTO posting (program, kind, member_id, reference, transaction_id, points, amount_minor, posted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#totalsStmt = database.prepare(`SELECT ${TOTALS} FROM posting WHERE program = ? AND member_id = ?`);
    this.#balancesStmt = database.prepare(
      `SELECT program, member_id AS memberId, ${TOTALS} FROM posting WHERE member_id IS NOT NULL GROUP BY program, member_id`,
    );
    this.#allStmt = database.prepare(`SELECT ${COLUMNS} FROM posting ORDER BY id`);
    this.#byReferenceStmt = database.prepare(`SELECT ${COLUMNS} FROM posting WHERE reference = ? ORDER BY id`);
  }

  /** Adds one posting, inside the caller's commit. Throws RangeError for amounts that are not exact. */
  post(posting: NewPosting): void {
    const { program, kind, memberId, reference, transactionId, points, amountMinor } = posting;
    if (!Number.isSafeInteger(points) || !Number.isSafeInteger(amountMinor))
      throw new RangeError(`a posting has whole points and minor units, not ${points} and ${amountMinor}`);
    this.#insertStmt.run(program, kind, memberId, reference, transactionId, points, amountMinor, this.#nowMs());
    if (memberId === null) return;
    const key = `${program} ${memberId}`;
    const before = this.#totals.get(key);
    if (before !== undefined) this.#totals.set(key, addPosting(before, posting));
  }

  totalsOf(program: Program, memberId: string): MemberTotals {
    const key = `${program} ${memberId}`;
    const known = this.#totals.get(key);
    if (known !== undefined) return known;
    const totals = this.#totalsStmt.get(program, memberId) ?? { points: 0, salesMinor: 0, visits: 0 };
    this.#totals.set(key, totals);
    return totals;
  }

  /** Runs a synchronous function in one commit; on a throw nothing of it stays. */
  inOneCommit<T>(work: () => T): T {
    try {
      return this.#commit.immediate(work) as T;
    } catch (error) {
      this.forgetSums();
      throw error;
    }
  }

  /** To be called when the table was changed from outside. */
  forgetSums(): void {
    this.#totals.clear();
  }

  balances(): MemberBalance[] {
    return this.#balancesStmt.all();
  }

  postings(): Posting[] {
    return this.#allStmt.all();
  }

  postingsOf(reference: string): Posting[] {
    return this.#byReferenceStmt.all(reference);
  }
}

function addPosting(totals: MemberTotals, posting: NewPosting): MemberTotals {
  const money = posting.kind === 'sale' || posting.kind === 'sale-cancel' ? posting.amountMinor : 0;
  const visit =
    posting.kind === 'sale' && posting.amountMinor >= 0
      ? 1
      : posting.kind === 'sale-cancel' && posting.amountMinor <= 0
        ? -1
        : 0;
  return {
    points: totals.points + posting.points,
    salesMinor: totals.salesMinor + money,
    visits: totals.visits + visit,
  };
}
