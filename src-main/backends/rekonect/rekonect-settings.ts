import { z } from 'zod';

/** The public quiet time after which an unchanged balance counts as proof (contract section 6 rule 7). */
const LIVE_QUIET_MS = 60_000;

const fields = {
  /** C1: where an answer's fields are looked for first; the other place is the fallback. */
  envelopeFields: z.enum(['data-first', 'root-first']).default('data-first'),
  /** C2: words that mean success. */
  successWords: z.array(z.string().min(1)).min(1).default(['success', 'ok']),
  /** C3: the profile of `/member/register` stands in `newMemberData` or at the body root. */
  registerBody: z.enum(['wrapped', 'flat']).default('wrapped'),
  /** C4: what an enrolment must hold before it is sent. */
  registerNeeds: z.enum(['contact-and-consents', 'all-nine']).default('contact-and-consents'),
  /** C5 */
  tendersField: z.enum(['payments', 'meansOfPayment']).default('payments'),
  /** C6 */
  lineAmounts: z.enum(['gross-net', 'subtotal-total']).default('gross-net'),
  /** C7: where `usedAssets` and `appliedDeals` stand. */
  giftsAndDealsIn: z.enum(['body', 'transaction']).default('body'),
  /** C8: a cancelled payment names minus the original amount, or no amount. */
  cancelAmount: z.enum(['minus-original', 'absent']).default('minus-original'),
  /** C9: sign of discounts as sent; reading takes the absolute value always. */
  discountSign: z.enum(['positive', 'negative']).default('positive'),
  /** C10: whether a pay carries the sale. */
  payCarries: z.enum(['transaction', 'nothing']).default('transaction'),
  /** C11: what a sale is cancelled by; the transaction id is always there. */
  cancelSaleBy: z.enum(['transaction-id', 'confirmation-code']).default('transaction-id'),
  /** C12: what `totalAmount` says. */
  totalAmount: z.enum(['paid', 'before-discounts']).default('paid'),
  /** Section 4.5: as a discount, a loyalty amount is no tender and lessens the total instead. */
  loyaltyPaymentIs: z.enum(['tender', 'discount']).default('tender'),
  /** Section 4.5: the balance the business runs on; the server decides, this only says which one to read. */
  spendFrom: z.enum(['points', 'credit']).default('points'),
  /** Section 1: `monetary` is in hundredths of the currency unit rather than in minor units. */
  balancesInHundredths: z.boolean().default(false),
  /** Section 1, phone format: taken off the front of a number that starts with + or 00. Digits only. */
  phoneCountryCode: z
    .string()
    .regex(/^\d{0,4}$/)
    .default(''),
  keepPhoneLeadingZero: z.boolean().default(false),
  /** Codes of `nonRedeemableCause` that the cashier can do something about; no public list, so none. */
  fixableGiftCauses: z.array(z.string()).default([]),
  /**
   * How the business gives points for a sale (contract A12), where it told: a balance that other operations of the member
   * moved can then still prove that a pay did not arrive. Null: such a pay stays in doubt.
   */
  earnRule: z
    .strictObject({
      basisPoints: z.number().int().min(0).max(100_000),
      nonEarningDepartments: z.array(z.string()).default([]),
    })
    .nullable()
    .default(null),
  /** Delay before a look-up without an answer is tried again, ms. */
  lookUpAgainMs: z.number().int().min(0).default(15_000),
};

/** Every choice the public sources leave open (contract section 3); each is read in one place. */
export const rekonectSettings = z.strictObject({
  ...fields,
  /** Quiet time after a pay's last attempt before a balance proves anything, ms; never below 60 s in live. */
  payQuietMs: z.number().int().min(LIVE_QUIET_MS).default(LIVE_QUIET_MS),
});

/** The same for `test` and `training` folders, where a test need not wait a minute. */
export const rekonectTrialSettings = z.strictObject({
  ...fields,
  payQuietMs: z.number().int().min(0).default(LIVE_QUIET_MS),
});

export type RekonectSettings = z.infer<typeof rekonectSettings>;
export type RekonectSettingsInput = z.input<typeof rekonectTrialSettings>;

export const REKONECT_DEFAULT_SETTINGS: RekonectSettings = rekonectSettings.parse({});
