import type BetterSqlite3 from 'better-sqlite3';

export interface StaffRecord {
  readonly id: string;
  readonly name: string;
  readonly role: 'cashier' | 'manager';
  readonly pinHash: string;
}

interface StaffRow {
  id: string;
  name: string;
  role: 'cashier' | 'manager';
  pin_hash: string;
}

const read = (row: StaffRow): StaffRecord => ({ id: row.id, name: row.name, role: row.role, pinHash: row.pin_hash });

export class StaffStore {
  readonly #activeStmt;
  readonly #byIdStmt;
  readonly #upsertStmt;
  readonly #signInStmt;
  readonly #signOutStmt;

  constructor(db: BetterSqlite3.Database) {
    this.#activeStmt = db.prepare<[], StaffRow>('SELECT * FROM staff WHERE active = 1 ORDER BY id');
    this.#byIdStmt = db.prepare<[string], StaffRow>('SELECT * FROM staff WHERE id = ?');
    this.#upsertStmt = db.prepare<[string, string, string, string]>(
      `INSERT INTO staff (id, name, role, pin_hash) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, pin_hash = excluded.pin_hash, active = 1`,
    );
    this.#signInStmt = db.prepare<[string, string, string, number]>(
      'INSERT INTO session (id, staff_id, door, signed_in_at) VALUES (?, ?, ?, ?)',
    );
    this.#signOutStmt = db.prepare<[number, string]>(
      'UPDATE session SET signed_out_at = ? WHERE id = ? AND signed_out_at IS NULL',
    );
  }

  active(): StaffRecord[] {
    return this.#activeStmt.all().map(read);
  }

  byId(id: string): StaffRecord | null {
    const row = this.#byIdStmt.get(id);
    return row === undefined ? null : read(row);
  }

  save(record: StaffRecord): void {
    this.#upsertStmt.run(record.id, record.name, record.role, record.pinHash);
  }

  recordSignIn(sessionId: string, staffId: string, door: string, nowMs: number): void {
    this.#signInStmt.run(sessionId, staffId, door, nowMs);
  }

  recordSignOut(sessionId: string, nowMs: number): void {
    this.#signOutStmt.run(nowMs, sessionId);
  }
}
