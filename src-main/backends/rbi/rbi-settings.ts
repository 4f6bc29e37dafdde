import { z } from 'zod';

/** What the shop set up for the PLU that stands for an incentive (contract section 3, `productId`). */
const incentiveArticle = z.strictObject({
  name: z.string().min(1).optional(),
  /** Minor units; where the program names no price, an incentive without one here cannot be sold. */
  priceMinor: z.number().int().min(0).optional(),
  /** Shown to the cashier; the program alone decides. */
  costPoints: z.number().int().min(0).optional(),
  /** For what a promo code unlocks, which the program names by its incentive id alone (section 9): its PLU. */
  productId: z.string().min(1).optional(),
  /** The same, where it takes something off instead. `value`: percent, or major units. */
  discount: z
    .strictObject({
      subtype: z.enum(['PERCENTAGE_DISCOUNT', 'AMOUNT_DISCOUNT']),
      value: z.string().regex(/^\d+(\.\d+)?$/),
      referenceId: z.string().min(1),
    })
    .optional(),
});

/** Every choice that the market, the franchisee or the public sources leave open; each is read in one place. */
export const rbiSettings = z.strictObject({
  /** Section 1, `x-region`. */
  region: z.string().regex(/^[A-Z]{2}$/, 'a country code such as ES'),
  /** Section 9: integration name agreed with RBI. */
  posType: z.string().min(1).default('Partner'),
  /** Section 9; this till sells in one way. */
  serviceMode: z.enum(['EAT_IN', 'TAKEOUT', 'DRIVE_THRU', 'CURBSIDE', 'TABLE_SERVICE']).default('EAT_IN'),
  /** Section 9: how a card tender is named, whose brand the till does not know. */
  cardPaymentType: z.enum(['CREDIT', 'VISA', 'MASTERCARD', 'AMEX']).default('CREDIT'),
  /** Section 4: some markets run without Validate. */
  validate: z.boolean().default(true),
  /** Section 12: a store without loyalty earns and burns nothing. */
  storeHasLoyalty: z.boolean().default(true),
  /** Section 3: what else names a guest in this market. */
  identifiers: z.array(z.enum(['email', 'card', 'phone'])).default([]),
  /** Section 10: not printed at present. */
  printIdentifier: z.boolean().default(false),
  /** By PLU or by incentive id. */
  incentives: z.record(z.string(), incentiveArticle).default({}),
  /** Given to every back end; nothing is paid with points here. */
  payQuietMs: z.number().optional(),
});
export type RbiSettings = z.infer<typeof rbiSettings>;
