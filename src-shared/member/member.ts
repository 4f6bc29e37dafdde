import { z } from 'zod';

/** How a member can be named at the till. The back end's capabilities say which it takes. */
export const ID_METHODS = ['card', 'phone', 'email', 'code', 'membership-key'] as const;
export type IdMethod = (typeof ID_METHODS)[number];

export const memberIdentifier = z.object({ method: z.enum(ID_METHODS), value: z.string().min(1) });
export type MemberIdentifier = z.infer<typeof memberIdentifier>;

/** A gift or reward the member holds; usable once. */
export interface MemberGift {
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  /** yyyy-MM-dd */
  readonly validUntil: string | null;
  readonly redeemable: boolean;
  readonly notRedeemableBecause: string | null;
}

/** What the back end says of a member right now; shown, never cached as truth, never stored. */
export interface Member {
  /** Every identifier the back end named, strongest first; the one that was scanned is always among them. */
  readonly identifiers: readonly MemberIdentifier[];
  readonly status: string;
  readonly active: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Spendable balance in points. */
  readonly balancePoints: number | null;
  readonly balanceCredit: number | null;
  /** What the balance is worth as a tender, in minor units. */
  readonly spendableMinor: number | null;
  readonly gifts: readonly MemberGift[];
  readonly marketingConsent: { readonly sms: boolean; readonly email: boolean } | null;
}
