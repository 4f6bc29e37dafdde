import type BetterSqlite3 from 'better-sqlite3';

export interface Attempt {
  readonly what: 'send' | 'look-up';
  readonly atMs: number;
  readonly tookMs: number;
  readonly key: string;
  /** The outcome's kind, and why. */
  readonly outcome: string;
  readonly status: number | null;
  readonly code: string | null;
  readonly vendorRequestId: string | null;
  readonly serverOffsetMs: number | null;
}

interface AttemptRow {
  what: 'send' | 'look-up';
  at: number;
  took_ms: number;
  key: string;
  outcome: string;
  status: number | null;
  code: string | null;
  vendor_request_id: string | null;
  server_offset_ms: number | null;
}

/** One row for each answer or failure; no bodies. */
export class AttemptStore {
  readonly #insertStmt;
  readonly #ofOperationStmt;

  constructor(db: BetterSqlite3.Database) {
    this.#insertStmt = db.prepare<unknown[]>(
      `INSERT INTO attempt (operation_seq, what, at, took_ms, key, outcome, status, code, vendor_request_id, server_offset_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#ofOperationStmt = db.prepare<[number], AttemptRow>(
      'SELECT * FROM attempt WHERE operation_seq = ? ORDER BY seq',
    );
  }

  add(operationSeq: number, attempt: Attempt): void {
    this.#insertStmt.run(
      operationSeq,
      attempt.what,
      attempt.atMs,
      attempt.tookMs,
      attempt.key,
      attempt.outcome,
      attempt.status,
      attempt.code,
      attempt.vendorRequestId,
      attempt.serverOffsetMs,
    );
  }

  ofOperation(operationSeq: number): Attempt[] {
    return this.#ofOperationStmt.all(operationSeq).map((row) => ({
      what: row.what,
      atMs: row.at,
      tookMs: row.took_ms,
      key: row.key,
      outcome: row.outcome,
      status: row.status,
      code: row.code,
      vendorRequestId: row.vendor_request_id,
      serverOffsetMs: row.server_offset_ms,
    }));
  }
}
