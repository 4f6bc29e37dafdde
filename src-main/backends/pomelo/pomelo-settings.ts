import { z } from 'zod';
import { DAY, MINUTE } from '../../../src-shared/time/clock.ts';
import { headerText } from '../http/connection-config.ts';

/** Quiet time after an operation's last attempt before a balance proves anything (design 7.6). */
const LIVE_QUIET_MS = 1 * MINUTE;

const path = z.string().regex(/^\/[A-Za-z0-9._~/-]*$/, 'a path that begins with a slash');

/** P3: the account types of the balance answer. */
export const ACCOUNT_TYPES = ['points', 'cashback'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

const fields = {
  /** Section 3. The client's secret is the back end's key. */
  clientId: headerText,
  audience: z.string().min(1),
  /** Section 3: some pages write `/oauth/v1/token`. Its revocation is `<tokenPath>/revoke`. */
  tokenPath: path.default('/oauth/token'),
  /** The account that a sale earns on and a payment takes from. */
  accountType: z.enum(ACCOUNT_TYPES).default('points'),
  /** P14: false where the program's own campaign rewards what is bought with its cards, so that nothing is earned twice. */
  mintAtTill: z.boolean().default(true),
  /** What a sale earns, hundredths of a point for one major unit (500: 5 points for 1.00); rounded down to whole points. */
  earnHundredthsPerMajor: z.number().int().min(0).max(100_000_000),
  /** What one major unit costs when paid with points, hundredths of a point (10000: 100 points for 1.00); rounded up. */
  burnHundredthsPerMajor: z.number().int().min(1).max(100_000_000),
  /** Department codes that earn nothing. */
  nonEarningDepartments: z.array(z.string()).default([]),
  /** P5: codes that mean that the balance is too low; none is public. */
  balanceTooLowCodes: z.array(z.string().min(1)).default([]),
  /** P7: how long after its first send an operation may be repeated under its key, ms. */
  replayWindowMs: z.number().int().min(0).max(DAY).default(DAY),
  /** Delay before a look-up without an answer is tried again, ms. */
  lookUpAgainMs: z.number().int().min(0).default(15_000),
};

/** What the public pages leave to each program. Rates have no default: a wrong one gives money away. */
export const pomeloSettings = z.strictObject({
  ...fields,
  payQuietMs: z.number().int().min(LIVE_QUIET_MS).default(LIVE_QUIET_MS),
});

/** The same for `test` and `training` folders, where a test need not wait a minute. */
export const pomeloTrialSettings = z.strictObject({
  ...fields,
  payQuietMs: z.number().int().min(0).default(LIVE_QUIET_MS),
});

export type PomeloSettings = z.infer<typeof pomeloSettings>;
export type PomeloSettingsInput = z.input<typeof pomeloTrialSettings>;
