import { z } from 'zod';
import { DAY, MINUTE, SECOND } from '../../../src-shared/time/clock.ts';
import { headerText } from '../http/connection-config.ts';

/** Two complete lists without an operation prove it absent when they lie so far apart (contract section 10 rule 7). */
const LIVE_ABSENT_AFTER_MS = 10 * MINUTE;
/** Before so much quiet since the last attempt a missing effect proves nothing (design 7.6). */
const LIVE_QUIET_MS = 60 * SECOND;

const fields = {
  /** `pub_…`; the secret beside it is the back end's `apiKey`. */
  publicKey: headerText.regex(/^[^,\s]+$/, 'no comma and no blank'),
  /** The short code of the program whose points this till gives and takes. */
  loyaltyCurrency: z.string().min(1),
  /**
   * What names a member to this program, the main id first. The identify form asks the program itself for the list; this is
   * what is shown until it has answered, and the first one is where a card's number is sent.
   */
  memberFields: z
    .array(z.strictObject({ id: z.string().min(1), label: z.string().min(1) }))
    .min(1)
    .default([{ id: 'id', label: 'Card number' }]),
  /** Section 7.2: where look-up is not available, a member is taken as typed and checked by the transaction alone. */
  memberLookup: z.enum(['ask', 'off']).default('ask'),
  /**
   * Rule 10: days from a sale's first send until its points are final; till then it can be voided and returned in part.
   * 0: at once, and nothing takes them back. At most what the program permits.
   */
  releaseAfterDays: z.number().int().min(0).max(366).default(0),
  /** Section 6.2 */
  executionMode: z.enum(['multiple_transactions', 'single_transaction']).default('multiple_transactions'),
  /** Section 6.2: sent with each purchase; rules without tags run in any case. */
  purchaseTags: z.array(z.string().min(1)).default([]),
  /** What was paid with points earns points as well. */
  earnOnPointsPaid: z.boolean().default(false),
  /** Lines of these departments are no part of the purchase that earns. */
  nonEarningDepartments: z.array(z.string()).default([]),
  /** Section 6.5 */
  itemCategory: z
    .enum([
      'car_rental',
      'digital_media',
      'educational_content',
      'experiences',
      'flight',
      'food_and_beverage',
      'general',
      'giftcards_and_evouchers',
      'health_and_wellness',
      'hotel',
      'insurance',
      'retail',
      'travel_other',
    ])
    .default('retail'),
  /** Section 6.5: what the member reads in his account; 26 characters or fewer read best. */
  redemptionReason: z.string().min(1).max(255).default('Purchase in store'),
  /** Section 7.2: what the program demands beside the member, always the same. */
  loyaltySystemData: z.record(z.string(), z.unknown()).default({}),
  /** What a member can pay is asked for a bill of this size, minor units; a larger sale asks for its own. */
  spendableUpToMinor: z.number().int().min(1).default(1_000_000),
  /** Delay before a look-up without an answer is tried again, ms. */
  lookUpAgainMs: z
    .number()
    .int()
    .min(0)
    .default(15 * SECOND),
  /** Delay before what waits for approval outside is asked about again (rule 11), ms; it grows with the wait. */
  approvalPollMs: z
    .number()
    .int()
    .min(0)
    .default(30 * SECOND),
};

/** Every choice that a business makes with this program. */
export const covalentSettings = z.strictObject({
  ...fields,
  payQuietMs: z.number().int().min(LIVE_QUIET_MS).default(LIVE_QUIET_MS),
  absentAfterMs: z.number().int().min(LIVE_ABSENT_AFTER_MS).max(DAY).default(LIVE_ABSENT_AFTER_MS),
});

/** The same for `test` and `training` folders, where a test need not wait. */
export const covalentTrialSettings = z.strictObject({
  ...fields,
  payQuietMs: z.number().int().min(0).default(LIVE_QUIET_MS),
  absentAfterMs: z.number().int().min(0).max(DAY).default(LIVE_ABSENT_AFTER_MS),
});

export type CovalentSettings = z.infer<typeof covalentSettings>;
export type CovalentSettingsInput = z.input<typeof covalentTrialSettings>;
