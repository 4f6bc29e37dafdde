import type { Body, Transaction } from './contract-shapes.ts';
import type { OtherLookUps } from './other-look-ups.ts';
import type { OtherMembers } from './other-members.ts';

export interface Pay {
  readonly membershipKey: string;
  readonly transactionId: string;
  readonly amount: number;
  readonly basket: string;
  readonly atMs: number;
  /** Whether the answer left this server. */
  readonly answered: boolean;
  readonly repeats: number;
  /** Null: it was refused, or the request ended before anything happened. */
  readonly confirmationCode: string | null;
  readonly refused: boolean;
  cancelled: boolean;
}

export interface OtherSale {
  readonly transaction: Transaction;
  readonly body: Body<'/transaction'>;
  readonly membershipKey: string | null;
  readonly loyaltyTender: number;
  readonly earned: number;
  readonly gifts: readonly string[];
  readonly confirmationCode: string;
  cancelled: boolean;
}

/** What payments and sales see of the books around them. */
export interface Records {
  readonly members: OtherMembers;
  readonly lookUps: OtherLookUps;
  readonly payments: { standing(transactionId: string): Pay | null };
  readonly sales: { sale(transactionId: string): OtherSale | null };
  readonly payQuietMs: number;
  nowMs(): number;
  breach(words: string): void;
}
