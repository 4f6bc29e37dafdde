import { randomUUID } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';

export interface CovalentMember {
  /** `mp_…` */
  readonly memberId: string;
  readonly currencyId: string;
  /** Name → value, the main id among them. */
  readonly identifiers: Readonly<Record<string, string>>;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly tier: string | null;
  readonly status: 'active' | 'blocked';
  /** As sent by the currency owner; only handed back. */
  readonly profile: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly content: string;
}

export class MemberStore {
  readonly #byMainIdStmt: Statement<[string, string], Row>;
  readonly #byIdStmt: Statement<[string], Row>;
  readonly #allStmt: Statement<[], Row>;
  readonly #putStmt: Statement<[string, string, string, string]>;

  constructor(database: Database) {
    this.#byMainIdStmt = database.prepare('SELECT content FROM covalent_member WHERE currency_id = ? AND main_id = ?');
    this.#byIdStmt = database.prepare('SELECT content FROM covalent_member WHERE member_id = ?');
    this.#allStmt = database.prepare('SELECT content FROM covalent_member ORDER BY rowid');
    this.#putStmt = database.prepare(
      `INSERT INTO covalent_member (member_id, currency_id, main_id, content) VALUES (?, ?, ?, ?)
       ON CONFLICT (member_id) DO UPDATE SET content = excluded.content`,
    );
  }

  byMainId(currencyId: string, mainId: string): CovalentMember | null {
    return read(this.#byMainIdStmt.get(currencyId, mainId));
  }

  byId(memberId: string): CovalentMember | null {
    return read(this.#byIdStmt.get(memberId));
  }

  all(): CovalentMember[] {
    return this.#allStmt.all().flatMap((row) => read(row) ?? []);
  }

  add(mainId: string, fields: Omit<CovalentMember, 'memberId'>): CovalentMember {
    const member = { memberId: `mp_${randomUUID()}`, ...fields };
    this.save(mainId, member);
    return member;
  }

  save(mainId: string, member: CovalentMember): void {
    this.#putStmt.run(member.memberId, member.currencyId, mainId, JSON.stringify(member));
  }
}

const read = (row: Row | undefined): CovalentMember | null =>
  row === undefined ? null : (JSON.parse(row.content) as CovalentMember);
