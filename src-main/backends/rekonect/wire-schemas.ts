import { z } from 'zod';

/**
 * What is read of answers (contract sections 4 and 5), tolerantly: unknown fields are let pass, and a field of an unexpected
 * form reads as absent rather than spoiling the rest.
 */
const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

/** A3: a number, or `{monetary, nonMonetary}`. */
export const wireBalance = z.union([
  z.number(),
  z.looseObject({ monetary: z.number().optional(), nonMonetary: z.number().optional() }),
]);
export type WireBalance = z.infer<typeof wireBalance>;
const balance = wireBalance.optional().catch(undefined);

const wireCause = z.looseObject({
  code: z.union([z.string(), z.number().transform(String)]).optional(),
  message: text,
});

/** A5 */
const wireAsset = z.looseObject({
  key: z.string().min(1),
  name: text,
  description: text,
  validUntil: text,
  status: text,
  redeemable: flag,
  nonRedeemableCause: wireCause.optional().catch(undefined),
});
export type WireAsset = z.infer<typeof wireAsset>;

/** Items that do not read are left out, the others stay. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.flatMap((value): z.output<T>[] => {
        const read = item.safeParse(value);
        return read.success ? [read.data] : [];
      }),
    );

export const wireMember = z.looseObject({
  status: text,
  firstName: text,
  lastName: text,
  phoneNumber: text,
  email: text,
  membershipKey: text,
  externalId: text,
  memberId: text,
  allowedSMS: flag,
  allowedEmail: flag,
  points: balance,
  credit: balance,
  assets: listOf(wireAsset).optional(),
});
export type WireMember = z.infer<typeof wireMember>;

/** Section 5.6 */
const wireDeal = z.looseObject({
  type: z.string().catch('LOYALTY'),
  amount: z.number().int(),
  reason: text,
  sourceId: text,
});

export const detailsFields = z.looseObject({ member: wireMember, appliedDeals: listOf(wireDeal).optional() });
export type DetailsFields = z.infer<typeof detailsFields>;

export const paymentFields = z.looseObject({
  confirmationCode: z.string().min(1).optional().catch(undefined),
  newBalance: z.looseObject({ points: balance, credit: balance }).optional().catch(undefined),
});

/** A sale's answer may name a confirmation code; a number is as good as a text. */
export const transactionFields = z.looseObject({
  confirmationCode: z
    .union([z.string().min(1), z.number().transform(String)])
    .optional()
    .catch(undefined),
});

export const profileFields = z.looseObject({
  memberId: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  member: wireMember.optional().catch(undefined),
});
