import type { Database } from 'better-sqlite3';
import type { Ledger } from '../ledger.ts';
import { AssetStore } from './asset-store.ts';
import { EventStore } from './event-store.ts';
import { MemberStore } from './member-store.ts';
import { PaymentStore } from './payment-store.ts';
import type { RekonectSettings } from './rekonect-settings.ts';
import { createRekonectTables } from './rekonect-tables.ts';
import { SaleStore } from './sale-store.ts';
import { ShortCodeStore } from './short-code-store.ts';

/** What every endpoint works with. */
export interface RekonectContext {
  readonly settings: () => RekonectSettings;
  readonly nowMs: () => number;
  readonly ledger: Ledger;
  readonly members: MemberStore;
  readonly assets: AssetStore;
  readonly payments: PaymentStore;
  readonly sales: SaleStore;
  readonly shortCodes: ShortCodeStore;
  readonly events: EventStore;
  /** Runs a synchronous function in one commit; on a throw nothing of it stays. */
  readonly inOneCommit: <T>(work: () => T) => T;
}

export function createRekonectContext(
  database: Database,
  ledger: Ledger,
  settings: () => RekonectSettings,
  nowMs: () => number,
): RekonectContext {
  createRekonectTables(database);
  return {
    settings,
    nowMs,
    ledger,
    members: new MemberStore(database),
    assets: new AssetStore(database),
    payments: new PaymentStore(database),
    sales: new SaleStore(database),
    shortCodes: new ShortCodeStore(database),
    events: new EventStore(database),
    inOneCommit: (work) => ledger.inOneCommit(work),
  };
}
