import type { Database } from 'better-sqlite3';
import type { Ledger } from '../ledger.ts';
import { GuestStore } from './guest-store.ts';
import type { RbiSettings } from './rbi-options.ts';
import { createRbiTables } from './rbi-tables.ts';
import { TransactionStore } from './transaction-store.ts';

/** What every endpoint works with. */
export interface RbiContext {
  readonly settings: () => RbiSettings;
  readonly nowMs: () => number;
  readonly ledger: Ledger;
  readonly guests: GuestStore;
  readonly transactions: TransactionStore;
  /** Runs a synchronous function in one commit; on a throw nothing of it stays. */
  readonly inOneCommit: <T>(work: () => T) => T;
}

export function createRbiContext(
  database: Database,
  ledger: Ledger,
  settings: () => RbiSettings,
  nowMs: () => number,
): RbiContext {
  createRbiTables(database);
  return {
    settings,
    nowMs,
    ledger,
    guests: new GuestStore(database),
    transactions: new TransactionStore(database),
    inOneCommit: (work) => ledger.inOneCommit(work),
  };
}

/** What the guest can spend beside this transaction: postings less what other open ones hold back (section 13.6). */
export function availableBeside(context: RbiContext, loyaltyId: string, transactionId: string): number {
  const staleBeforeMs = context.nowMs() - context.settings().staleAfterMs;
  return (
    context.ledger.totalsOf('rbi', loyaltyId).points -
    context.transactions.reservedBeside(loyaltyId, transactionId, staleBeforeMs)
  );
}
