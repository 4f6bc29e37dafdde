import { z } from 'zod';
import { faultRule } from './fault-rule.ts';
import { POSTING_KINDS } from './posting.ts';
import { assetTerms } from './rekonect-options.ts';

/** Faults drawn for a replay (replay rule 10). */
export const drawnFaults = z.strictObject({
  seed: z.int(),
  /** Longest drawn delay, ms; default 3,000, beyond the replay's client time-out of 2 s. */
  delayMs: z.int().min(0).optional(),
  /** Also look-ups and one-time codes, which are no operations; default false. */
  reads: z.boolean().optional(),
});
export type DrawnFaults = z.infer<typeof drawnFaults>;

/** `POST /faults`: applied in the order clear, add, drawn, offline. */
export const faultOrder = z.strictObject({
  clear: z.boolean().optional(),
  add: z.array(faultRule).optional(),
  /** Null stops drawing. */
  drawn: drawnFaults.nullable().optional(),
  /** True: the programs' ports refuse connections; false: they are back on the same ports. */
  offline: z.boolean().optional(),
});
export type FaultOrder = z.infer<typeof faultOrder>;

/** A member to be made known; at least one of the three identifiers. */
export const memberOrder = z
  .strictObject({
    externalId: z.string().min(1).optional(),
    phoneNumber: z.string().min(1).optional(),
    email: z.string().min(1).optional(),
    firstName: z.string().min(1).optional(),
    lastName: z.string().min(1).optional(),
    /** yyyy-MM-dd */
    birthday: z.string().optional(),
    allowedSMS: z.boolean().optional(),
    allowedEmail: z.boolean().optional(),
    /** Default true, both. */
    termsOfUse: z.boolean().optional(),
    gdpr: z.boolean().optional(),
    /** Default `active`. */
    status: z.string().min(1).optional(),
    /** In point units (hundredths); default 0. */
    openingPoints: z.int().optional(),
    assets: z.array(assetTerms).optional(),
  })
  .refine(({ externalId, phoneNumber, email }) => [externalId, phoneNumber, email].some((one) => one !== undefined), {
    message: 'a member needs an identifier',
  });
export type MemberOrder = z.infer<typeof memberOrder>;

/** `POST /members`: one commit. Members already known (by any identifier) stay as they are. */
export const membersOrder = z.strictObject({ program: z.literal('rekonect'), members: z.array(memberOrder) });

/** `POST /tamper`. Which posting: by id, else the first of `kind` (default `sale`), of `reference` where given. */
export const tamperOrder = z.strictObject({
  action: z.enum(['delete', 'copy', 'change']),
  id: z.int().optional(),
  reference: z.string().optional(),
  kind: z.enum(POSTING_KINDS).optional(),
  /** For `change`: added to amountMinor; default 1. */
  byMinor: z.int().optional(),
});
export type TamperOrder = z.infer<typeof tamperOrder>;

export const timeOrder = z.strictObject({ offsetMs: z.int() });

/** One member with the identifiers by which a file or a test knows them. */
export interface BalanceAnswer {
  readonly program: string;
  readonly memberId: string;
  readonly membershipKey: string | null;
  readonly externalId: string | null;
  readonly phoneNumber: string | null;
  readonly email: string | null;
  /** Point units. */
  readonly points: number;
  /** Money of standing sales and returns, minor units. */
  readonly salesMinor: number;
  readonly visits: number;
}

/** An event as it came in; a repeat is a second one. */
export interface EventAnswer {
  readonly id: number;
  readonly type: string;
  readonly subType: string | null;
  readonly memberId: string | null;
  readonly receivedAt: number;
}

/** A live one-time code, which a test reads here instead of on a phone. */
export interface ShortCodeAnswer {
  readonly memberId: string;
  /** Six digits. */
  readonly code: string;
  /** ms since 1970 by the simulated server's clock. */
  readonly expiresAt: number;
}
