import { randomInt } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';

/** A guest of the program. */
export interface Guest {
  readonly loyaltyId: string;
  readonly name: string;
  readonly joinedAt: number;
  readonly email: string | null;
  readonly card: string | null;
  readonly phone: string | null;
  /** yyyy-MM-dd */
  readonly birthday: string | null;
  /** What is chosen in the app right now: incentive ids. */
  readonly preselected: readonly string[];
}

/** A one-time code on a guest's phone. */
interface GuestCode {
  readonly code: string;
  readonly loyaltyId: string;
  readonly expiresAt: number;
  readonly used: boolean;
  readonly preselected: readonly string[];
}

interface GuestRow extends Omit<Guest, 'preselected'> {
  readonly preselected: string;
}
interface CodeRow extends Omit<GuestCode, 'preselected' | 'used'> {
  readonly preselected: string;
  readonly used: number;
}

const GUEST = 'loyalty_id AS loyaltyId, name, joined_at AS joinedAt, email, card, phone, birthday, preselected';

export class GuestStore {
  readonly #byIdStmt: Statement<[string], GuestRow>;
  readonly #byOtherStmt: Statement<[string, string, string], GuestRow>;
  readonly #allStmt: Statement<[], GuestRow>;
  readonly #addStmt: Statement<[GuestRow]>;
  readonly #codeStmt: Statement<[string], CodeRow>;
  readonly #putCodeStmt: Statement<[string, string, number, string]>;
  readonly #spendCodeStmt: Statement<[string]>;

  constructor(database: Database) {
    this.#byIdStmt = database.prepare(`SELECT ${GUEST} FROM rbi_guest WHERE loyalty_id = ?`);
    this.#byOtherStmt = database.prepare(`SELECT ${GUEST} FROM rbi_guest WHERE email = ? OR card = ? OR phone = ?`);
    this.#allStmt = database.prepare(`SELECT ${GUEST} FROM rbi_guest ORDER BY rowid`);
    this.#addStmt = database.prepare(
      `INSERT INTO rbi_guest (loyalty_id, name, joined_at, email, card, phone, birthday, preselected)
       VALUES (@loyaltyId, @name, @joinedAt, @email, @card, @phone, @birthday, @preselected)`,
    );
    this.#codeStmt = database.prepare(
      'SELECT code, loyalty_id AS loyaltyId, expires_at AS expiresAt, used, preselected FROM rbi_code WHERE code = ?',
    );
    this.#putCodeStmt = database.prepare(
      'INSERT OR REPLACE INTO rbi_code (code, loyalty_id, expires_at, used, preselected) VALUES (?, ?, ?, 0, ?)',
    );
    this.#spendCodeStmt = database.prepare('UPDATE rbi_code SET used = 1 WHERE code = ?');
  }

  byId(loyaltyId: string): Guest | null {
    return toGuest(this.#byIdStmt.get(loyaltyId.toLowerCase()));
  }

  /** By e-mail, card or phone. */
  byOther(value: string): Guest | null {
    return toGuest(this.#byOtherStmt.get(value.toLowerCase(), value, value));
  }

  all(): Guest[] {
    return this.#allStmt.all().flatMap((row) => toGuest(row) ?? []);
  }

  add(guest: Guest): void {
    this.#addStmt.run({
      ...guest,
      loyaltyId: guest.loyaltyId.toLowerCase(),
      email: guest.email?.toLowerCase() ?? null,
      preselected: JSON.stringify(guest.preselected),
    });
  }

  /** A new code that no live one has. */
  issueCode(loyaltyId: string, preselected: readonly string[], nowMs: number, lifeMs: number): GuestCode {
    let code: string;
    do {
      code = String(randomInt(0, 1_000_000)).padStart(6, '0');
    } while ((this.#codeStmt.get(code)?.expiresAt ?? 0) > nowMs);
    const expiresAt = nowMs + lifeMs;
    this.#putCodeStmt.run(code, loyaltyId, expiresAt, JSON.stringify(preselected));
    return { code, loyaltyId, expiresAt, used: false, preselected };
  }

  code(code: string): GuestCode | null {
    const row = this.#codeStmt.get(code);
    return row === undefined ? null : { ...row, used: row.used === 1, preselected: listOf(row.preselected) };
  }

  spendCode(code: string): void {
    this.#spendCodeStmt.run(code);
  }
}

const listOf = (text: string): readonly string[] => JSON.parse(text) as string[];

function toGuest(row: GuestRow | undefined): Guest | null {
  return row === undefined ? null : { ...row, preselected: listOf(row.preselected) };
}
