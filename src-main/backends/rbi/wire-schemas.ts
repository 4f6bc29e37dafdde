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

/** What a guest chose: an item that does not read stands as null, because it may hold points and must not go unsaid. */
const chosenListOf = <T extends z.ZodType>(item: T) =>
  z
    .unknown()
    .optional()
    .transform((value): readonly (z.output<T> | null)[] => {
      if (value === undefined || value === null) return [];
      return (Array.isArray(value) ? value : [null]).map((one: unknown) => item.safeParse(one).data ?? null);
    });

/** An id, also where it came as a number. */
const idText = z.union([z.string().min(1), z.number().transform(String)]);

/** Section 3, `order[]`. */
const chosenIncentive = z.looseObject({
  productId: idText,
  productType: text,
  quantity: number,
  price: z.union([z.number(), z.string()]).optional().catch(undefined),
  incentiveId: idText.optional().catch(undefined),
  loyaltyEngineId: idText.optional().catch(undefined),
  name: text,
});
export type ChosenIncentive = z.output<typeof chosenIncentive>;

/** Section 9, Discount. */
const discount = z.looseObject({
  incentiveId: idText,
  productId: idText.optional().catch(undefined),
  referenceId: idText.optional().catch(undefined),
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
  order: chosenListOf(chosenIncentive),
  eligibleDiscounts: chosenListOf(discount),
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
  code: idText.catch('unnamed'),
  incentiveId: idText.optional().catch(undefined),
  currentValue: z.unknown().optional(),
  targetValue: z.unknown().optional(),
});
export type RuleFailure = z.output<typeof ruleFailure>;

export const errorBody = z.looseObject({
  code: idText.optional(),
  message: z.unknown().optional(),
  details: z
    .looseObject({ ruleEvaluation: listOf(ruleFailure), fields: listOf(z.string()) })
    .optional()
    .catch(undefined),
});
