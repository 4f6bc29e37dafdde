import { z } from 'zod';

/** The key every simulator starts with; it opens nothing but simulators. */
export const TRAINING_API_KEY = 'training-key-rekonect';

export const REKONECT_ENDPOINTS = [
  '/member/details',
  '/member/register',
  '/member/update',
  '/member/shortCode',
  '/payment',
  '/transaction',
  '/event',
] as const;
export type RekonectEndpoint = (typeof REKONECT_ENDPOINTS)[number];

/** An automatic, reusable discount (section 5.6). What it takes off is rounded towards zero to the minor unit. */
export const deal = z.strictObject({
  id: z.string().min(1),
  reason: z.string().min(1),
  /** Only lines of this department; absent: the whole basket. */
  departmentCode: z.string().optional(),
  /** Share taken off, in hundredths of a percent (1000 = 10 %). */
  basisPoints: z.int().min(0).max(10_000).optional(),
  /** Fixed amount taken off, minor units, at most what the lines come to. */
  amountMinor: z.int().min(0).optional(),
  /** The basket has to come to this much, minor units. */
  minimumMinor: z.int().min(0).optional(),
});
export type Deal = z.infer<typeof deal>;

/** A value for all endpoints, or for some; endpoints not named keep theirs. */
const perEndpoint = <T extends z.ZodType>(value: T) =>
  z.union([value, z.partialRecord(z.enum(REKONECT_ENDPOINTS), value)]);

/** What can be set, by file or over the control port; every field optional. */
export const rekonectSettingsPatch = z.strictObject({
  apiKey: z.string().min(1).optional(),
  /** C1: where an endpoint puts its fields. */
  envelope: perEndpoint(z.enum(['data', 'root'])).optional(),
  /** C2 */
  successWord: perEndpoint(z.enum(['success', 'ok'])).optional(),
  /** A3: balances in details and in `newBalance`. */
  detailsBalance: z.enum(['pair', 'number']).optional(),
  newBalance: z.enum(['pair', 'number']).optional(),
  /** A1: false puts business errors on HTTP 400, true on 200. */
  businessErrorsOn200: z.boolean().optional(),
  /** Section 7.11: what the business runs on. */
  asset: z.enum(['points', 'credit']).optional(),
  /** Section 4.5: as `discount`, a loyalty amount is no tender and `payments` must not name it. */
  loyaltyPaymentIs: z.enum(['tender', 'discount']).optional(),
  /** A12: point units for one minor unit when paying. */
  pointUnitsPerMinor: z.int().min(1).optional(),
  /** A12: share of the earning amount that is given as points, in hundredths of a percent. */
  earnBasisPoints: z.int().min(0).max(100_000).optional(),
  /** A12: department codes that earn nothing. */
  nonEarningDepartments: z.array(z.string()).optional(),
  /** A14: `data.earned` in the answer to a submit. */
  answersEarned: z.boolean().optional(),
  /** Marketing consents in details: not in the public draft, so off unless asked for. */
  detailsShowConsents: z.boolean().optional(),
  /** C4: register wants all nine fields. */
  strictRegister: z.boolean().optional(),
  /** A15: `externalId` alone is refused. */
  strictExternalId: z.boolean().optional(),
  /** A10: every required field of 5.3 and 5.4 is demanded on `/transaction`. */
  strictTransaction: z.boolean().optional(),
  deals: z.array(deal).optional(),
});
export type RekonectSettingsPatch = z.infer<typeof rekonectSettingsPatch>;

/** A gift as the business defined it (A5). */
export const assetTerms = z.strictObject({
  key: z.string().min(1),
  name: z.string().min(1),
  description: z.string().optional(),
  image: z.string().optional(),
  /** ISO date-times; outside of them the gift counts as expired. */
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
  /** Withdrawn by the business. */
  inactive: z.boolean().optional(),
  /** The basket needs a line of this department, and the gift takes from those lines only. */
  departmentCode: z.string().optional(),
  /** The basket has to come to this much, minor units. */
  minimumMinor: z.int().min(0).optional(),
  /** At most this is taken off, minor units; absent: one unit of the dearest fitting line. */
  amountMinor: z.int().min(0).optional(),
});
export type AssetTerms = z.infer<typeof assetTerms>;
