import { createHmac, type KeyObject } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import { type MemberIdentifier, memberIdentifier } from '../../src-shared/member/member.ts';
import type { Sealer } from './sealer.ts';

interface MemberKeyRow {
  id: string;
  fingerprint: string;
  sealed_identifiers: Buffer | null;
  last_sale_at: number;
  purged_at: number | null;
}

const identifiersSchema = z.array(memberIdentifier);

/**
 * The identifiers a reversal may need, sealed, and purged once the return window of the member's last sale has passed. The
 * fingerprint lets the till see that it is the same member without opening anything.
 */
export class MemberKeyStore {
  readonly #sealer: Sealer;
  readonly #fingerprintKey: KeyObject;
  readonly #insertStmt;
  readonly #byFingerprintStmt;
  readonly #byIdStmt;
  readonly #touchStmt;
  readonly #refillStmt;
  readonly #purgeStmt;

  constructor(db: BetterSqlite3.Database, sealer: Sealer, fingerprintKey: KeyObject) {
    this.#sealer = sealer;
    this.#fingerprintKey = fingerprintKey;
    this.#insertStmt = db.prepare<[string, string, Buffer, number]>(
      'INSERT INTO member_key (id, fingerprint, sealed_identifiers, last_sale_at) VALUES (?, ?, ?, ?)',
    );
    this.#byFingerprintStmt = db.prepare<[string], MemberKeyRow>('SELECT * FROM member_key WHERE fingerprint = ?');
    this.#byIdStmt = db.prepare<[string], MemberKeyRow>('SELECT * FROM member_key WHERE id = ?');
    this.#touchStmt = db.prepare<[number, string]>(
      'UPDATE member_key SET last_sale_at = max(last_sale_at, ?) WHERE id = ?',
    );
    this.#refillStmt = db.prepare<[Buffer, string]>(
      'UPDATE member_key SET sealed_identifiers = ?, purged_at = NULL WHERE id = ?',
    );
    this.#purgeStmt = db.prepare<[number, number]>(
      `UPDATE member_key SET sealed_identifiers = NULL, purged_at = ? WHERE purged_at IS NULL AND last_sale_at < ?
       AND NOT EXISTS (SELECT 1 FROM operation WHERE operation.member_key_id = member_key.id AND operation.ended_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM sale WHERE sale.member_key_id = member_key.id AND sale.state = 'open')`,
    );
  }

  /** The key of these identifiers, made or found. The first identifier is the one that was scanned: it decides who it is. */
  keep(identifiers: readonly MemberIdentifier[], nowMs: number): string {
    const first = identifiers[0];
    if (first === undefined) throw new Error('a member key needs an identifier');
    const fingerprint = createHmac('sha256', this.#fingerprintKey)
      .update(`${first.method}:${first.value}`)
      .digest('base64url')
      .slice(0, 22);
    const found = this.#byFingerprintStmt.get(fingerprint);
    if (found !== undefined) {
      if (found.sealed_identifiers === null)
        this.#refillStmt.run(this.#sealer.seal(`member_key ${found.id}`, identifiers), found.id);
      this.#touchStmt.run(nowMs, found.id);
      return found.id;
    }
    const id = uuidV7();
    this.#insertStmt.run(id, fingerprint, this.#sealer.seal(`member_key ${id}`, identifiers), nowMs);
    return id;
  }

  /** Null: purged, or never known. */
  identifiers(id: string): readonly MemberIdentifier[] | null {
    const row = this.#byIdStmt.get(id);
    if (row === undefined || row.sealed_identifiers === null) return null;
    return this.#sealer.open(`member_key ${id}`, row.sealed_identifiers, identifiersSchema);
  }

  touch(id: string, saleAtMs: number): void {
    this.#touchStmt.run(saleAtMs, id);
  }

  /** Forgets members whose last sale is older than that and of whom nothing is open. Returns how many. */
  purge(lastSaleBeforeMs: number, nowMs: number): number {
    return this.#purgeStmt.run(nowMs, lastSaleBeforeMs).changes;
  }
}
