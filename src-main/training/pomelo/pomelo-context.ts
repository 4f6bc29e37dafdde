import type { NewPosting } from '../posting.ts';
import type { SimulatedProgramParts } from '../simulated-program.ts';
import { CardStore } from './card-store.ts';
import { KeyStore } from './key-store.ts';
import type { AccountType, PomeloSettings } from './pomelo-options.ts';
import { createPomeloTables } from './pomelo-tables.ts';
import { TokenStore } from './token-store.ts';

/** What every endpoint works with. */
export interface PomeloContext {
  readonly settings: () => PomeloSettings;
  readonly nowMs: () => number;
  readonly cards: CardStore;
  readonly tokens: TokenStore;
  readonly keys: KeyStore;
  /** Hundredths of a unit. */
  balanceOf(userId: string, account: AccountType): number;
  /** Inside the caller's commit. */
  post(userId: string, account: AccountType, posting: Omit<NewPosting, 'program' | 'memberId'>): void;
  /** Runs a synchronous function in one commit; on a throw nothing of it stays. */
  readonly inOneCommit: <T>(work: () => T) => T;
}

/** The ledger has one balance a member: points are the user's own, cashback stands beside it under a name of its own. */
const ledgerMember = (userId: string, account: AccountType): string =>
  account === 'points' ? userId : `${userId}#${account}`;

export function createPomeloContext(
  { database, ledger, nowMs }: SimulatedProgramParts,
  settings: () => PomeloSettings,
): PomeloContext {
  createPomeloTables(database);
  return {
    settings,
    nowMs,
    cards: new CardStore(database),
    tokens: new TokenStore(database),
    keys: new KeyStore(database),
    balanceOf: (userId, account) => ledger.totalsOf('pomelo', ledgerMember(userId, account)).points,
    post: (userId, account, posting) =>
      ledger.post({ program: 'pomelo', memberId: ledgerMember(userId, account), ...posting }),
    inOneCommit: (work) => ledger.inOneCommit(work),
  };
}
