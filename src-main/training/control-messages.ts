import { z } from 'zod';
import { faultRule } from './fault-rule.ts';
import { assetTerms } from './rekonect/asset-store.ts';

/** `POST /faults`: applied in the order clear, add, drawn, offline. */
export const faultOrder = z.strictObject({
  clear: z.boolean().optional(),
  add: z.array(faultRule).optional(),
  /** Null stops drawing. */
  drawn: z
    .strictObject({
      seed: z.int(),
      delayMs: z.int().min(0).optional(),
      reads: z.boolean().optional(),
    })
    .nullable()
    .optional(),
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
export type MembersOrder = z.infer<typeof membersOrder>;

export const tamperOrder = z.strictObject({
  action: z.enum(['delete', 'copy', 'change']),
  id: z.int().optional(),
  reference: z.string().optional(),
  kind: z.enum(['opening', 'earn', 'earn-cancel', 'spend', 'spend-cancel', 'sale', 'sale-cancel', 'adjust']).optional(),
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
