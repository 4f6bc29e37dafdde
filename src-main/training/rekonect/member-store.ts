import { randomUUID } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';

/** A simulated member. Only `active` members may pay and use gifts (A15). */
export interface Member {
  readonly memberId: string;
  readonly membershipKey: string;
  readonly externalId: string | null;
  readonly phoneNumber: string | null;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** yyyy-MM-dd */
  readonly birthday: string | null;
  readonly allowedSMS: boolean | null;
  readonly allowedEmail: boolean | null;
  readonly termsOfUse: boolean;
  readonly gdpr: boolean;
  readonly status: string;
}

export type MemberProfile = Omit<Member, 'memberId' | 'membershipKey'>;

export const IDENTIFIERS = ['membershipKey', 'externalId', 'phoneNumber', 'email'] as const;
export type Identifier = (typeof IDENTIFIERS)[number];

interface StoredMember extends Omit<Member, 'allowedSMS' | 'allowedEmail' | 'termsOfUse' | 'gdpr'> {
  readonly allowedSMS: number | null;
  readonly allowedEmail: number | null;
  readonly termsOfUse: number;
  readonly gdpr: number;
}

const COLUMNS = `member_id AS memberId, membership_key AS membershipKey, external_id AS externalId,
  phone_number AS phoneNumber, email, first_name AS firstName, last_name AS lastName, birthday,
  allowed_sms AS allowedSMS, allowed_email AS allowedEmail, terms_of_use AS termsOfUse, gdpr, status`;

type Lookup = Statement<[string], StoredMember>;

export class MemberStore {
  readonly #lookupStmts: Readonly<Record<Identifier, Lookup>>;
  readonly #byIdStmt: Lookup;
  readonly #allStmt: Statement<[], StoredMember>;
  readonly #putStmt: Statement<[StoredMember]>;

  constructor(database: Database) {
    const lookup = (column: string): Lookup =>
      database.prepare(`SELECT ${COLUMNS} FROM rekonect_member WHERE ${column} = ?`);
    this.#lookupStmts = {
      membershipKey: lookup('membership_key'),
      externalId: lookup('external_id'),
      phoneNumber: lookup('phone_number'),
      email: lookup('email'),
    };
    this.#byIdStmt = lookup('member_id');
    this.#allStmt = database.prepare(`SELECT ${COLUMNS} FROM rekonect_member ORDER BY rowid`);
    this.#putStmt = database.prepare(
      `INSERT INTO rekonect_member (member_id, membership_key, external_id, phone_number, email, first_name, last_name,
         birthday, allowed_sms, allowed_email, terms_of_use, gdpr, status)
       VALUES (@memberId, @membershipKey, @externalId, @phoneNumber, @email, @firstName, @lastName,
         @birthday, @allowedSMS, @allowedEmail, @termsOfUse, @gdpr, @status)
       ON CONFLICT (member_id) DO UPDATE SET external_id = excluded.external_id, phone_number = excluded.phone_number,
         email = excluded.email, first_name = excluded.first_name, last_name = excluded.last_name,
         birthday = excluded.birthday, allowed_sms = excluded.allowed_sms, allowed_email = excluded.allowed_email,
         terms_of_use = excluded.terms_of_use, gdpr = excluded.gdpr, status = excluded.status`,
    );
  }

  findBy(identifier: Identifier, value: string): Member | null {
    return toMember(this.#lookupStmts[identifier].get(normalise(identifier, value)));
  }

  byId(memberId: string): Member | null {
    return toMember(this.#byIdStmt.get(memberId));
  }

  all(): Member[] {
    return this.#allStmt.all().flatMap((row) => toMember(row) ?? []);
  }

  add(profile: MemberProfile): Member {
    const member: Member = { memberId: randomUUID(), membershipKey: randomUUID(), ...profile };
    this.save(member);
    return member;
  }

  /** Writes a member as given. Throws when an identifier belongs to another: callers look first. */
  save(member: Member): void {
    this.#putStmt.run({
      ...member,
      email: member.email === null ? null : normalise('email', member.email),
      allowedSMS: toFlag(member.allowedSMS),
      allowedEmail: toFlag(member.allowedEmail),
      termsOfUse: member.termsOfUse ? 1 : 0,
      gdpr: member.gdpr ? 1 : 0,
    });
  }
}

/** E-mail addresses are compared in lower case. */
function normalise(identifier: Identifier, value: string): string {
  return identifier === 'email' ? value.trim().toLowerCase() : value;
}

function toFlag(value: boolean | null): number | null {
  return value === null ? null : value ? 1 : 0;
}

function toMember(row: StoredMember | undefined): Member | null {
  if (row === undefined) return null;
  return {
    ...row,
    allowedSMS: row.allowedSMS === null ? null : row.allowedSMS === 1,
    allowedEmail: row.allowedEmail === null ? null : row.allowedEmail === 1,
    termsOfUse: row.termsOfUse === 1,
    gdpr: row.gdpr === 1,
  };
}
