import { z } from 'zod';

const isoTime = z.iso.datetime({ offset: true });

/** When an incentive may be used; what is absent does not restrict (contract section 8). Lists are read as OR. */
const incentiveRules = z.strictObject({
  limitPerOrder: z.int().min(1).optional(),
  /** Claimed redemptions of one guest, ever. */
  maxRedemptions: z.int().min(1).optional(),
  /** 0 is Sunday, by the day of `created`. */
  weekdays: z.array(z.int().min(0).max(6)).optional(),
  startsAt: isoTime.optional(),
  endsAt: isoTime.optional(),
  /** The guest must have joined at or after, at or before. */
  enrolledFrom: isoTime.optional(),
  enrolledUntil: isoTime.optional(),
  serviceModes: z.array(z.string()).optional(),
  stores: z.array(z.string()).optional(),
  /** Of what stands in the basket beside incentives, minor units. */
  minimumSpendMinor: z.int().min(0).optional(),
  needsProducts: z.array(z.string()).optional(),
  forbidsProducts: z.array(z.string()).optional(),
  tenders: z.array(z.string()).optional(),
  cooldownSeconds: z.int().min(1).optional(),
  firstOrder: z.boolean().optional(),
  birthday: z.boolean().optional(),
  questFrom: isoTime.optional(),
});

/** A reward or an offer as the franchisee defined it (contract section 9, incentive kinds). */
const incentive = z.strictObject({
  incentiveId: z.string().min(1),
  kind: z.enum(['reward', 'offer']),
  name: z.string().min(1),
  /** PLU that stands for it in the POS vendor's configuration. */
  productId: z.string().min(1),
  /** Rewards only. */
  costPoints: z.int().min(0).default(0),
  /** What the guest pays beside the points, minor units; absent: the till's own price. */
  priceMinor: z.int().min(0).optional(),
  /** It takes something off instead of putting a line into the basket. `value`: percent, or major units. */
  discount: z
    .strictObject({ subtype: z.enum(['PERCENTAGE_DISCOUNT', 'AMOUNT_DISCOUNT']), value: z.number().min(0) })
    .optional(),
  /** Needs no guest and no loyalty call. */
  open: z.boolean().default(false),
  /** Guest → engine id: valid only for these, with exactly that engine id, and once. Absent: system-wide. */
  personal: z.record(z.string(), z.string()).optional(),
  /** For system-wide ones. */
  loyaltyEngineId: z.string().min(1).optional(),
  rules: incentiveRules.prefault({}),
});
export type Incentive = z.infer<typeof incentive>;

/** What a guest can be found by beside a code and a Loyalty ID, by market switch (contract section 3). */
const OTHER_IDENTIFIERS = ['email', 'card', 'phone'] as const;

/** Texts of section 10; a field that is not set is not sent. `{points}`, `{earned}`, `{redeemed}`, `{transaction}` are filled in. */
const presentationTexts = z.strictObject({
  header: z.string().optional(),
  marketing: z.string().optional(),
  pointsEarned: z.string().optional(),
  pointsRedeemed: z.string().optional(),
  totalPoints: z.string().optional(),
  identifier: z.string().optional(),
  qrCode: z.string().optional(),
  footer: z.string().optional(),
});
export type PresentationTexts = z.infer<typeof presentationTexts>;

const isPattern = (source: string): boolean => {
  try {
    return new RegExp(source).source !== '';
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
};

const fields = {
  apiKey: z.string().min(1),
  /** Whole points for one currency unit, rounded down over the sale (section 9, earning). */
  pointsPerUnit: z.int().min(0),
  /** Regular expression over PLUs that earn nothing: bottle deposits, carrier bags. */
  depositProducts: z.string().refine(isPattern, 'a regular expression'),
  /** What must be spent before a sale earns, minor units. */
  earnMinimumMinor: z.int().min(0),
  /** Store number → whether it takes part; null: every store is known and does. */
  stores: z.record(z.string(), z.strictObject({ loyalty: z.boolean() })).nullable(),
  incentives: z.array(incentive),
  /** Promo code → `sanityId` of what it unlocks. */
  promoCodes: z.record(z.string(), z.string()),
  presentation: z.strictObject({ claimed: presentationTexts.nullable(), unclaimed: presentationTexts.nullable() }),
  /** Section 3, A1: how codes are written. */
  codeSpelling: z.enum(['pascal', 'snake']),
  productTypeCase: z.enum(['lower', 'upper']),
  numericStrings: z.boolean(),
  identifiers: z.array(z.enum(OTHER_IDENTIFIERS)),
  codeLifeMs: z.int().min(1),
  /** A8: after so long without a call a PENDING transaction's reservation is given back. */
  staleAfterMs: z.int().min(1),
};

export const rbiSettingsPatch = z.strictObject(fields).partial();
export type RbiSettingsPatch = z.input<typeof rbiSettingsPatch>;
export const rbiSettings = z.strictObject(fields);
export type RbiSettings = z.infer<typeof rbiSettings>;

/** The key every simulator starts with; it opens nothing but simulators. */
export const RBI_TRAINING_KEY = 'training-key-rbi';
