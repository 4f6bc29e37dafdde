import { z } from 'zod';

/** How a member can be named at the till. The back end's capabilities say which it takes. */
export const ID_METHODS = ['card', 'phone', 'email', 'code', 'membership-key', 'detail'] as const;
export type IdMethod = (typeof ID_METHODS)[number];

export const memberIdentifier = z.object({
  method: z.enum(ID_METHODS),
  value: z.string().min(1),
  /** For `detail` alone: which of the program's own fields this is, such as a last name asked for beside the card. */
  field: z.string().min(1).optional(),
});
export type MemberIdentifier = z.infer<typeof memberIdentifier>;

/** What of the program's benefits this is: a gift the member holds, a reward that costs points, an offer that costs none. */
export type BenefitKind = 'gift' | 'reward' | 'offer';

/** Names a benefit to its program again; made and read by the back end alone, never shown, no personal data. */
export type BenefitFacts = Readonly<Record<string, string>>;

/** The line that a benefit puts into the basket, where it is an article of its own. */
export interface BenefitLine {
  readonly articleCode: string;
  readonly name: string;
  /** Minor units; often 0, above 0 where points and money are paid together. */
  readonly unitPriceMinor: number;
  readonly pieces: number;
}

/** A benefit the member holds or may choose for this sale. */
export interface MemberGift {
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  /** yyyy-MM-dd */
  readonly validUntil: string | null;
  readonly redeemable: boolean;
  readonly notRedeemableBecause: string | null;
  readonly kind: BenefitKind;
  readonly costPoints: number | null;
  /** The member chose it in the program's own app before he came to the till. */
  readonly preselected: boolean;
  /** Null: it only takes something off. */
  readonly line: BenefitLine | null;
  readonly facts: BenefitFacts;
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
