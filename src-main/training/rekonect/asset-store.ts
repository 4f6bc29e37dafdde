import type { Database, Statement } from 'better-sqlite3';
import { type AssetTerms, assetTerms } from './rekonect-options.ts';

export interface Asset {
  readonly memberId: string;
  readonly terms: AssetTerms;
  /** The sale that used it up. */
  readonly usedBy: string | null;
}

interface StoredAsset {
  readonly memberId: string;
  readonly terms: string;
  readonly usedBy: string | null;
}

const COLUMNS = 'member_id AS memberId, terms, used_by AS usedBy';

export class AssetStore {
  readonly #addStmt: Statement<[string, string, string]>;
  readonly #byKeyStmt: Statement<[string], StoredAsset>;
  readonly #byMemberStmt: Statement<[string], StoredAsset>;
  readonly #useStmt: Statement<[string, string]>;
  readonly #freeStmt: Statement<[string]>;

  constructor(database: Database) {
    this.#addStmt = database.prepare(
      'INSERT OR IGNORE INTO rekonect_asset (asset_key, member_id, terms) VALUES (?, ?, ?)',
    );
    this.#byKeyStmt = database.prepare(`SELECT ${COLUMNS} FROM rekonect_asset WHERE asset_key = ?`);
    this.#byMemberStmt = database.prepare(`SELECT ${COLUMNS} FROM rekonect_asset WHERE member_id = ? ORDER BY rowid`);
    this.#useStmt = database.prepare('UPDATE rekonect_asset SET used_by = ? WHERE asset_key = ? AND used_by IS NULL');
    this.#freeStmt = database.prepare('UPDATE rekonect_asset SET used_by = NULL WHERE used_by = ?');
  }

  add(memberId: string, terms: AssetTerms): void {
    this.#addStmt.run(terms.key, memberId, JSON.stringify(terms));
  }

  byKey(key: string): Asset | null {
    const row = this.#byKeyStmt.get(key);
    return row === undefined ? null : toAsset(row);
  }

  ofMember(memberId: string): Asset[] {
    return this.#byMemberStmt.all(memberId).map(toAsset);
  }

  use(key: string, transactionId: string): void {
    this.#useStmt.run(transactionId, key);
  }

  /** Gives back every gift a sale used up. */
  freeAllOf(transactionId: string): void {
    this.#freeStmt.run(transactionId);
  }
}

/** Whether the gift could be used at this moment, whatever the basket. */
export function assetState(asset: Asset, nowMs: number): 'active' | 'used' | 'expired' | 'not-yet' | 'inactive' {
  const { inactive, validFrom, validUntil } = asset.terms;
  if (asset.usedBy !== null) return 'used';
  if (inactive === true) return 'inactive';
  if (validUntil !== undefined && Date.parse(validUntil) < nowMs) return 'expired';
  if (validFrom !== undefined && Date.parse(validFrom) > nowMs) return 'not-yet';
  return 'active';
}

function toAsset(row: StoredAsset): Asset {
  return { memberId: row.memberId, usedBy: row.usedBy, terms: assetTerms.parse(JSON.parse(row.terms)) };
}
