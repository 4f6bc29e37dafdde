import { z } from 'zod';

/** The keys every simulator starts with; they open nothing but simulators. */
export const TRAINING_PUBLIC_KEY = 'pub_training_covalent';
export const TRAINING_SECRET = 'sec_training_covalent';

/** Parts of the API that a key may lack the permission for; all of a part then answers 403. */
export const FORBIDDABLE = ['members', 'issuing', 'redemption', 'transactions', 'partners', 'conversions'] as const;
export type Forbiddable = (typeof FORBIDDABLE)[number];

/** A loyalty program on the platform, as its partner record and its own rules say. */
export const covalentPartner = z.strictObject({
  partnerId: z.string().min(1),
  companyName: z.string().min(1),
  currencyId: z.string().min(1),
  currencyName: z.string().min(1),
  /** What names a member here; the first one is the main id. */
  requiredFields: z.array(z.strictObject({ id: z.string().min(1), name: z.string().min(1) })).min(1),
  lookupAvailable: z.boolean(),
  /** False: `balance` is null everywhere. */
  balanceVisible: z.boolean(),
  adjustmentAllowed: z.boolean(),
  /** `single_transaction` is forced on every request (contract section 6.2). */
  executionMode: z.enum(['multiple_transactions', 'single_transaction']),
  batchProcess: z.boolean(),
});
export type CovalentPartner = z.infer<typeof covalentPartner>;

/** What a purchase earns: a share of its fiat amount in minor units, as points, rounded down. */
export const purchaseRule = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  /** Absent: every program. */
  currencyId: z.string().optional(),
  /** Points for 10,000 minor units. */
  basisPoints: z.int().min(0).max(100_000),
  /** The rule runs if it has none or shares at least one with the purchase. */
  tags: z.array(z.string()).default([]),
  /** Only for members of this tier; absent: for all. */
  tier: z.string().optional(),
});
export type PurchaseRule = z.infer<typeof purchaseRule>;

/** What can be set, by file or over the control port; every field optional. */
export const covalentSettingsPatch = z.strictObject({
  /** Public key → secret. */
  keys: z.record(z.string(), z.string()).optional(),
  /** By currency id: lays itself over the partner with this id. */
  partners: z.record(z.string(), covalentPartner.partial()).optional(),
  rules: z.array(purchaseRule).optional(),
  /** So many points for so many minor units when paying. */
  price: z.strictObject({ points: z.int().min(1), minor: z.int().min(1) }).optional(),
  /** Tier → what a redemption costs its members, in hundredths of a percent of the price. */
  tierPrices: z.record(z.string(), z.int().min(1)).optional(),
  /** Which transactions wait for somebody outside to approve them. */
  externalApproval: z.enum(['none', 'redemptions', 'accruals', 'all']).optional(),
  /** `mixed`: created_at with an offset, the others with Z. */
  timestamps: z.enum(['offset', 'zulu', 'mixed']).optional(),
  subTypeSpelling: z.enum(['sub-type', 'sub_type']).optional(),
  /** Of `total_fiat_amount` in the answer to an execute (section 6.5). */
  totalFiatAmount: z.enum(['text', 'number']).optional(),
  /** How an accrual for nobody ends: 400, or accepted with the status `rejected`. */
  unknownMember: z.enum(['refused', 'rejected']).optional(),
  /** Whether the transaction lists have `next` (section 8). */
  transactionListHasNext: z.boolean().optional(),
  /** A transaction shows up in lists only so long after it was made, ms. */
  listingLagMs: z.int().min(0).optional(),
  /** How long a key lives from its first request, ms. */
  keyRetentionMs: z.int().min(0).optional(),
  forbidden: z.array(z.enum(FORBIDDABLE)).optional(),
});
export type CovalentSettingsPatch = z.input<typeof covalentSettingsPatch>;

/** A member to be made known. */
export const covalentMemberOrder = z.strictObject({
  /** The main id. */
  id: z.string().min(1),
  /** Default: the first program. */
  currencyId: z.string().min(1).optional(),
  /** What the program demands beside the id, by its own names. */
  identifiers: z.record(z.string(), z.string().min(1)).optional(),
  firstName: z.string().min(1).optional(),
  lastName: z.string().min(1).optional(),
  tier: z.string().min(1).optional(),
  /** Default `active`; a blocked member earns, but every redemption is rejected. */
  status: z.enum(['active', 'blocked']).optional(),
  /** Points; default 0. */
  openingPoints: z.int().optional(),
});
export type CovalentMemberOrder = z.infer<typeof covalentMemberOrder>;
