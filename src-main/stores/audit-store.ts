import type { KeyObject } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';
import { CHAIN_START, type ChainedRow, nextHash, verifyChain } from '../staff/audit-chain.ts';

export interface AuditEntry {
  readonly seq: number;
  readonly atMs: number;
  readonly staffId: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly reason: string | null;
}

interface AuditRow {
  seq: number;
  at: number;
  staff_id: string | null;
  action: string;
  subject: string | null;
  reason: string | null;
  hash: string;
}

const content = (row: Omit<AuditRow, 'seq' | 'hash'>) => ({
  at: row.at,
  staff_id: row.staff_id,
  action: row.action,
  subject: row.subject,
  reason: row.reason,
});

/** Append-only; each row is chained to the one before it under a key made from the data key. */
export class AuditStore {
  readonly #dataKey: KeyObject;
  readonly #insertStmt;
  readonly #headStmt;
  readonly #pageStmt;
  readonly #allStmt;

  constructor(db: BetterSqlite3.Database, dataKey: KeyObject) {
    this.#dataKey = dataKey;
    this.#insertStmt = db.prepare<[number, string | null, string, string | null, string | null, string]>(
      'INSERT INTO audit (at, staff_id, action, subject, reason, hash) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#headStmt = db.prepare<[], { hash: string }>('SELECT hash FROM audit ORDER BY seq DESC LIMIT 1');
    this.#pageStmt = db.prepare<[number, number], AuditRow>(
      'SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?',
    );
    this.#allStmt = db.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY seq');
  }

  /** In the same commit as what it says. `reason` is what a person typed; it holds no personal data of members. */
  add(entry: {
    atMs: number;
    staffId: string | null;
    action: string;
    subject: string | null;
    reason: string | null;
  }): void {
    const row = {
      at: entry.atMs,
      staff_id: entry.staffId,
      action: entry.action,
      subject: entry.subject,
      reason: entry.reason,
    };
    const previous = this.#headStmt.get()?.hash ?? CHAIN_START;
    this.#insertStmt.run(
      row.at,
      row.staff_id,
      row.action,
      row.subject,
      row.reason,
      nextHash(this.#dataKey, previous, content(row)),
    );
  }

  head(): string {
    return this.#headStmt.get()?.hash ?? CHAIN_START;
  }

  page(beforeSeq: number | null, limit: number): AuditEntry[] {
    return this.#pageStmt.all(beforeSeq ?? Number.MAX_SAFE_INTEGER, limit).map((row) => ({
      seq: row.seq,
      atMs: row.at,
      staffId: row.staff_id,
      action: row.action,
      subject: row.subject,
      reason: row.reason,
    }));
  }

  isIntact(): boolean {
    const rows: ChainedRow[] = this.#allStmt.all().map((row) => ({ row: content(row), hash: row.hash }));
    return verifyChain(this.#dataKey, rows, null).ok;
  }
}
