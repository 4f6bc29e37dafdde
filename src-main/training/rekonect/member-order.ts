import { z } from 'zod';
import { assetTerms } from './rekonect-options.ts';

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
