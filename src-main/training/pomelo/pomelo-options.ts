import { z } from 'zod';

/** What every simulator's OAuth client starts with; it opens nothing but simulators. */
export const TRAINING_CLIENT = {
  clientId: 'training-client-pomelo',
  clientSecret: 'training-secret-pomelo',
  audience: 'https://training.pomelo.invalid',
} as const;

/** P3: the balance answer has just these two. */
export const ACCOUNT_TYPES = ['points', 'cashback'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** What can be set, by file or over the control port; every field optional. */
export const pomeloSettingsPatch = z.strictObject({
  clientId: z.string().min(1).optional(),
  clientSecret: z.string().min(1).optional(),
  audience: z.string().min(1).optional(),
  /** How long a token is good for, seconds. */
  tokenSeconds: z.int().min(1).optional(),
  /** The scopes of the client cover the loyalty API; false: every loyalty call is 403. */
  hasLoyaltyScope: z.boolean().optional(),
  /** How long an idempotency key is remembered, ms, counted from the answer. */
  keyRetentionMs: z.int().min(0).optional(),
  /** Section 8.11: the moved figure of an answer is cut to whole units. */
  roundsMoved: z.boolean().optional(),
  /** Section 8.12: answers carry numeric strings. */
  answersText: z.boolean().optional(),
});
export type PomeloSettingsPatch = z.infer<typeof pomeloSettingsPatch>;

export type PomeloSettings = { readonly [K in keyof PomeloSettingsPatch]-?: NonNullable<PomeloSettingsPatch[K]> };

export const POMELO_DEFAULTS: PomeloSettings = {
  ...TRAINING_CLIENT,
  tokenSeconds: 86_400,
  hasLoyaltyScope: true,
  keyRetentionMs: 24 * 60 * 60 * 1_000,
  roundsMoved: false,
  answersText: false,
};

const units = z.int().min(0);

/** A user to be made known, with the card that files and tests name him by. */
export const pomeloMemberOrder = z.strictObject({
  cardId: z.string().startsWith('crd-'),
  /** Further cards on the same account. */
  otherCardIds: z.array(z.string().startsWith('crd-')).optional(),
  /** Default: made from the card's id. */
  userId: z.string().startsWith('usr-').optional(),
  /** Hundredths of a point, as the ledger has them; default 0. */
  openingPoints: units.optional(),
  /** Hundredths of a cashback unit; default 0. */
  openingCashback: units.optional(),
  /** Our invention: a card that the issuer has blocked answers its balance, but is neither credited nor debited. */
  blocked: z.boolean().optional(),
});
export type PomeloMemberOrder = z.infer<typeof pomeloMemberOrder>;

/** Codes of this simulator alone: loyalty codes are not public (contract section 5, P5). */
export const CODE = {
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'INSUFFICIENT_SCOPE',
  invalid: 'INVALID_REQUEST',
  notFound: 'NOT_FOUND',
  balanceTooLow: 'INSUFFICIENT_BALANCE',
  cardBlocked: 'CARD_BLOCKED',
  keyReused: 'IDEMPOTENCY_KEY_REUSED',
  inFlight: 'REQUEST_IN_PROGRESS',
  server: 'INTERNAL_ERROR',
} as const;
