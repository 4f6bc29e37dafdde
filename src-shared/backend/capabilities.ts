import type { IdMethod } from '../member/member.ts';
import type { OperationKind } from '../queue/operation.ts';

/** Whether the same bytes may be sent again when it is not known whether the first arrived. */
export type Replay =
  | { readonly kind: 'safe-for-ever' }
  /** Counted from the first send. */
  | { readonly kind: 'safe-for'; readonly ms: number }
  | { readonly kind: 'look-up-first' };

export type Support = { readonly offered: true } | { readonly offered: false; readonly because: string };

/** One way to name a member, as the identify form shows it. */
export interface IdentifyWay {
  readonly method: IdMethod;
  readonly label: string;
  /** Regular expression that a whole entry of this way fits, so that a scan finds its way; null: any. */
  readonly pattern: string | null;
  /** A code that works once and dies soon: never stored, so nothing can be kept of it without a connection. */
  readonly oneTime: boolean;
  /** It shows a balance and names nobody for a sale, so nothing is kept of it without an answer. */
  readonly balanceOnly?: true;
  /** What the program wants to know beside it, in the order to ask. */
  readonly details: readonly { readonly field: string; readonly label: string }[];
}

/** What a loyalty program can and cannot do; screens read this and never hide silently. */
export interface Capabilities {
  readonly programName: string;
  /** Null: this program has no such operation. */
  readonly replay: Readonly<Record<OperationKind, Replay | null>>;
  /** Whether a replay answers with the first answer, so that an unwanted unknown pay may be replayed to be cancelled. */
  readonly payReplayReturnsFirstAnswer: boolean;
  /** Whether a refusal is kept under its key, so that a manager's retry needs a new one. */
  readonly storesRefusals: boolean;
  /** How a sale made without a member is given to one later. */
  readonly claim: 're-submit' | 'held' | 'by-program' | 'none';
  /** Which of them may spend is the shop's policy (`policy.maySpend`). */
  readonly idMethods: readonly IdentifyWay[];
  /** `opens`: identifying opens something at the program, which is used by the sale or released (design.md 7.9). */
  readonly identify: 'read' | 'opens';
  /** Whether chosen benefits are reserved at the program before the sale is paid. */
  readonly reserve: Support;
  readonly preview: 'exact' | 'estimate' | 'none';
  readonly payWithPoints: Support;
  /** The balance a pay takes from: `Member.balancePoints` or `balanceCredit`; that one is the evidence of a pay. */
  readonly spends: 'points' | 'credit';
  readonly oneTimeCode: Support;
  /** Gifts, rewards and offers chosen for a sale. */
  readonly gifts: Support;
  /** Codes from advertising that unlock a benefit. */
  readonly promoCodes: Support;
  readonly enrol: Support;
  readonly voidSale: Support;
  readonly partialReturn: Support;
  readonly returnWithoutSale: Support;
  /** Kinds whose outcome makes another operation necessary (`BackEnd.follow`). */
  readonly follows: readonly OperationKind[];
  /** Kinds whose reversal names the program's own reference: a manager who finds that one happened has to give it. */
  readonly reversedByReference: readonly OperationKind[];
  /** Requests a second that it bears; the till's configuration may say otherwise. */
  readonly pacePerSecond: number;
}
