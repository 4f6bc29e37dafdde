import type { Database, Statement } from 'better-sqlite3';
import type { FaultKind } from './fault-rule.ts';

export interface FiredFault {
  readonly kind: FaultKind;
  readonly program: string;
  readonly operation: string;
  readonly reference: string;
  /** Whether the request had taken effect at the server when the fault struck. */
  readonly committed: boolean;
  readonly drawn: boolean;
}

export interface FiredFaultRow extends FiredFault {
  readonly id: number;
  readonly firedAt: number;
}

interface StoredFault extends Omit<FiredFaultRow, 'committed' | 'drawn'> {
  readonly committed: number;
  readonly drawn: number;
}

/** Which faults fired and how often each operation was tried. Kept in the simulators' file, so that a restart forgets nothing. */
export class FaultLog {
  readonly #fireStmt: Statement<[string, string, string, string, number, number, number]>;
  readonly #firedStmt: Statement<[], StoredFault>;
  readonly #countStmt: Statement<[], { kind: FaultKind; fired: number }>;
  readonly #tryStmt: Statement<[number, string, string], { tries: number; fired: number }>;
  readonly #struckStmt: Statement<[number, string, string]>;
  readonly #triesStmt: Statement<[number], { tries: number }>;
  readonly #stateStmt: Statement<[string], { value: string }>;
  readonly #setStateStmt: Statement<[string, string]>;

  constructor(database: Database) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS fault_fired (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, program TEXT NOT NULL, operation TEXT NOT NULL,
        reference TEXT NOT NULL, committed INTEGER NOT NULL, drawn INTEGER NOT NULL, fired_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS fault_try (
        seed INTEGER NOT NULL, reference TEXT NOT NULL, operation TEXT NOT NULL,
        tries INTEGER NOT NULL, fired INTEGER NOT NULL, PRIMARY KEY (seed, reference, operation)
      ) STRICT, WITHOUT ROWID;`);
    this.#fireStmt = database.prepare(
      'INSERT INTO fault_fired (kind, program, operation, reference, committed, drawn, fired_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#firedStmt = database.prepare(
      'SELECT id, kind, program, operation, reference, committed, drawn, fired_at AS firedAt FROM fault_fired ORDER BY id',
    );
    this.#countStmt = database.prepare('SELECT kind, count(*) AS fired FROM fault_fired GROUP BY kind ORDER BY kind');
    this.#tryStmt = database.prepare(
      `INSERT INTO fault_try (seed, reference, operation, tries, fired) VALUES (?, ?, ?, 1, 0)
       ON CONFLICT DO UPDATE SET tries = tries + 1 RETURNING tries, fired`,
    );
    this.#struckStmt = database.prepare(
      'UPDATE fault_try SET fired = fired + 1 WHERE seed = ? AND reference = ? AND operation = ?',
    );
    this.#triesStmt = database.prepare('SELECT coalesce(sum(tries), 0) AS tries FROM fault_try WHERE seed = ?');
    this.#stateStmt = database.prepare('SELECT value FROM simulator_state WHERE name = ?');
    this.#setStateStmt = database.prepare('INSERT OR REPLACE INTO simulator_state (name, value) VALUES (?, ?)');
  }

  record(fault: FiredFault, firedAt: number): void {
    const { kind, program, operation, reference, committed, drawn } = fault;
    this.#fireStmt.run(kind, program, operation, reference, committed ? 1 : 0, drawn ? 1 : 0, firedAt);
  }

  fired(): FiredFaultRow[] {
    return this.#firedStmt.all().map((row) => ({ ...row, committed: row.committed === 1, drawn: row.drawn === 1 }));
  }

  countsByKind(): Partial<Record<FaultKind, number>> {
    const counts: Partial<Record<FaultKind, number>> = {};
    for (const { kind, fired } of this.#countStmt.all()) counts[kind] = fired;
    return counts;
  }

  /** Counts one more try of the operation; `fired` is how many of the former ones a drawn fault struck. */
  nextTry(seed: number, reference: string, operation: string): { tries: number; fired: number } {
    return this.#tryStmt.get(seed, reference, operation) ?? { tries: 1, fired: 0 };
  }

  struck(seed: number, reference: string, operation: string): void {
    this.#struckStmt.run(seed, reference, operation);
  }

  triesOf(seed: number): number {
    return this.#triesStmt.get(seed)?.tries ?? 0;
  }

  /** When the burst of 401 began, ms; null while it has not. */
  burstBeganAt(seed: number): number | null {
    const row = this.#stateStmt.get(`burst-of-401 ${seed}`);
    return row === undefined ? null : Number(row.value);
  }

  beginBurst(seed: number, at: number): void {
    this.#setStateStmt.run(`burst-of-401 ${seed}`, String(at));
  }
}
