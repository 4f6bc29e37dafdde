import { z } from 'zod';

/**
 * What is read of answers, tolerantly (A1): unknown fields are let pass, a number may be a numeric text, and a field of an
 * unexpected form reads as absent rather than spoiling the rest.
 */
const text = z.string().min(1).optional().catch(undefined);
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);
const whole = number.transform((value) => {
  const cut = value === undefined ? undefined : Math.trunc(value) + 0;
  return cut !== undefined && Number.isSafeInteger(cut) ? cut : undefined;
});

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

/** Section 3, `order[]`. */
const chosenIncentive = z.looseObject({
  productId: z.string().min(1),
  productType: text,
  quantity: number,
  price: z.union([z.number(), z.string()]).optional().catch(undefined),
  incentiveId: text,
  loyaltyEngineId: text,
  name: text,
});
export type ChosenIncentive = z.output<typeof chosenIncentive>;

/** Section 9, Discount. */
const discount = z.looseObject({
  incentiveId: z.string().min(1),
  productId: text,
  referenceId: text,
  details: z.looseObject({
    displayName: text,
    discountValue: z.union([z.number(), z.string()]),
    subtype: z.string(),
    type: text,
  }),
});
export type EligibleDiscount = z.output<typeof discount>;

export const identifyFields = z.looseObject({
  transactionId: z.string().min(1),
  balances: listOf(z.looseObject({ amount: whole, currency: text })),
  loyaltyUser: z.looseObject({ id: z.string().min(1), name: text }),
  order: listOf(chosenIncentive),
  eligibleDiscounts: listOf(discount),
});
export type IdentifyFields = z.output<typeof identifyFields>;

/** Section 10; the integers of the same names stand one level higher. */
const presentation = z
  .looseObject({
    header: text,
    marketing: text,
    pointsEarned: text,
    pointsRedeemed: text,
    totalPoints: text,
    identifier: text,
    qrCode: text,
    footer: text,
  })
  .optional()
  .catch(undefined);

/** Sections 5 to 7. */
export const transactionFields = z.looseObject({
  points: whole,
  pointsEarned: whole,
  pointsRedeemed: whole,
  loyaltyId: text,
  transactionId: text,
  receiptCode: text,
  presentation,
});
export type TransactionFields = z.output<typeof transactionFields>;

/** Section 8; `message` and `errorConfig` are not taken over. */
const ruleFailure = z.looseObject({
  code: z.string().min(1),
  incentiveId: text,
  currentValue: z.unknown().optional(),
  targetValue: z.unknown().optional(),
});
export type RuleFailure = z.output<typeof ruleFailure>;

export const errorBody = z.looseObject({
  code: z.union([z.string().min(1), z.number().transform(String)]).optional(),
  message: z.unknown().optional(),
  details: z
    .looseObject({ ruleEvaluation: listOf(ruleFailure), fields: listOf(z.string()) })
    .optional()
    .catch(undefined),
});
