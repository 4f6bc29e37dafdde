import type BetterSqlite3 from 'better-sqlite3';
import { SECOND } from '../../src-shared/time/clock.ts';
import { COMMITTED_AT } from '../database/high-water.ts';

/** Settings made at the till, and the numbers that only rise. */
export class SettingStore {
  readonly #getStmt;
  readonly #setStmt;
  readonly #waterStmt;
  readonly #raiseStmt;
  readonly #nextStmt;

  constructor(db: BetterSqlite3.Database) {
    this.#getStmt = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE name = ?');
    this.#setStmt = db.prepare<[string, string, number]>(
      'INSERT INTO setting (name, value, changed_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at',
    );
    this.#waterStmt = db.prepare<[string], { value: number }>('SELECT value FROM high_water WHERE name = ?');
    this.#raiseStmt = db.prepare<[string, number]>(
      'INSERT INTO high_water (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)',
    );
    this.#nextStmt = db.prepare<[string], { value: number }>(
      'INSERT INTO high_water (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value',
    );
  }

  get(name: string): string | null {
    return this.#getStmt.get(name)?.value ?? null;
  }

  set(name: string, value: string, nowMs: number): void {
    this.#setStmt.run(name, value, nowMs);
  }

  /** Read at every commit; only `noteTime` changes it. */
  readonly #waters = new Map<string, number>();

  highWater(name: string): number {
    let value = this.#waters.get(name);
    if (value === undefined) {
      value = this.#waterStmt.get(name)?.value ?? 0;
      this.#waters.set(name, value);
    }
    return value;
  }

  /** Notes the time of a commit, inside it; exact to a second, or each commit would write one more page. */
  noteTime(nowMs: number): void {
    if (nowMs < this.highWater(COMMITTED_AT) + 1 * SECOND) return;
    this.#raiseStmt.run(COMMITTED_AT, nowMs);
    this.#waters.delete(COMMITTED_AT);
  }

  /** The next number of a counter that never goes back. */
  next(name: string): number {
    const row = this.#nextStmt.get(name);
    if (row === undefined) throw new Error(`no counter ${name}`);
    return row.value;
  }
}
