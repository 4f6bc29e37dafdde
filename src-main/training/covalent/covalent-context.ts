import type { Database } from 'better-sqlite3';
import type { Ledger } from '../ledger.ts';
import { ExecutionStore, RedemptionStore } from './chain-stores.ts';
import type { CovalentSettings } from './covalent-settings.ts';
import { createCovalentTables } from './covalent-tables.ts';
import { KeyStore } from './key-store.ts';
import { MemberStore } from './member-store.ts';
import { TransactionStore } from './transaction-store.ts';

/** What every endpoint works with. */
export interface CovalentContext {
  readonly settings: () => CovalentSettings;
  readonly nowMs: () => number;
  readonly ledger: Ledger;
  readonly members: MemberStore;
  readonly transactions: TransactionStore;
  readonly executions: ExecutionStore;
  readonly redemptions: RedemptionStore;
  readonly keys: KeyStore;
  /** Runs a synchronous function in one commit; on a throw nothing of it stays. */
  readonly inOneCommit: <T>(work: () => T) => T;
}

export function createCovalentContext(
  database: Database,
  ledger: Ledger,
  settings: () => CovalentSettings,
  nowMs: () => number,
): CovalentContext {
  createCovalentTables(database);
  return {
    settings,
    nowMs,
    ledger,
    members: new MemberStore(database),
    transactions: new TransactionStore(database, nowMs),
    executions: new ExecutionStore(database),
    redemptions: new RedemptionStore(database),
    keys: new KeyStore(database),
    inOneCommit: (work) => ledger.inOneCommit(work),
  };
}

/** Points this member may spend now: what the ledger has, less accruals that are not released or approved yet (11.4). */
export const spendablePoints = ({ ledger, transactions }: CovalentContext, memberId: string): number =>
  ledger.totalsOf('covalent', memberId).points - transactions.heldPoints(memberId);
