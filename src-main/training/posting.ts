export const PROGRAMS = ['rekonect', 'rbi', 'covalent', 'pomelo'] as const;
export type Program = (typeof PROGRAMS)[number];

/**
 * What a posting is. `spend` and its cancel move points for a payment, `earn` and its cancel for a sale, `sale` and its
 * cancel move money only, `opening` is what a member starts with, `adjust` a correction by the program.
 */
export const POSTING_KINDS = [
  'opening',
  'earn',
  'earn-cancel',
  'spend',
  'spend-cancel',
  'sale',
  'sale-cancel',
  'adjust',
] as const;
export type PostingKind = (typeof POSTING_KINDS)[number];

export interface NewPosting {
  readonly program: Program;
  readonly kind: PostingKind;
  /** The program's own member id; null for an anonymous sale. */
  readonly memberId: string | null;
  /** The till's reference (invoice number) where the request carried one, else the transaction id. */
  readonly reference: string;
  readonly transactionId: string | null;
  /** What the member's balance changes by, in point units; below 0 takes away. */
  readonly points: number;
  /** Minor units. A sale: its total (a return is below 0); a payment: what it paid; a cancel has the other sign; else 0. */
  readonly amountMinor: number;
}

export interface Posting extends NewPosting {
  readonly id: number;
  /** ms since 1970 by the simulated server's clock. */
  readonly postedAt: number;
}
