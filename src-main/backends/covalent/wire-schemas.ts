import { z } from 'zod';

/**
 * What is read of answers (contract sections 6 to 9), tolerantly: unknown fields and values are let pass, and a field of an
 * unexpected form reads as absent rather than spoiling the rest.
 */
const text = z.string().min(1).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
/** Points; a text of one counts as well (section 10 rule 12). */
const wholeNumber = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);
const whole = wholeNumber.optional().catch(undefined);
/** Fiat comes as a decimal string, in one sample as a number (section 6.5). */
const decimal = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);

const relatedData = z
  .looseObject({ purchase_rule_execution_id: text, purchase_fiat_amount: decimal })
  .optional()
  .catch(undefined);

/** 9.2; `sub-type` is documented, `sub_type` is what a caller reads. */
export const wireTransaction = z
  .looseObject({
    id: z.string().min(1),
    amount: whole,
    status: z.string().min(1),
    status_message_code: text,
    type: text,
    'sub-type': text,
    sub_type: text,
    external_reference: text,
    release_date: text,
    related_data: relatedData,
  })
  .transform((fields) => ({
    id: fields.id,
    amount: fields.amount ?? null,
    status: fields.status,
    statusMessageCode: fields.status_message_code ?? null,
    type: fields.type ?? null,
    subType: fields['sub-type'] ?? fields.sub_type ?? null,
    externalReference: fields.external_reference ?? null,
    releaseDate: fields.release_date ?? null,
    executionId: fields.related_data?.purchase_rule_execution_id ?? null,
    purchaseFiatAmount: fields.related_data?.purchase_fiat_amount ?? null,
  }));
export type WireTransaction = z.output<typeof wireTransaction>;

/** 6.2. Without its id nothing could be voided later, so an answer without one counts as unreadable. */
export const executionAnswer = z.looseObject({
  id: z.string().min(1),
  total: whole,
  transactions: z.array(wireTransaction),
});
export type ExecutionAnswer = z.output<typeof executionAnswer>;

/** 6.5, execute, adjust and cancel. */
export const redemptionAnswer = z.looseObject({
  transaction: wireTransaction,
  adjustment_allowed: flag,
  total_loyalty_amount: whole,
});

export const redemptionSimulation = z.looseObject({
  sufficient_balance: flag,
  maximum_fiat_balance: decimal,
  total_fiat_amount: decimal,
});

export const purchaseSimulation = z.looseObject({ total: wholeNumber.nullable().catch(null) });

export const fiatConversion = z.looseObject({ loyalty_amount: wholeNumber.pipe(z.int().min(1)) });

/** 9.1; the tier is an object or a text and is not needed. */
export const memberAnswer = z.looseObject({
  loyalty_program_identifiers: z.record(z.string(), z.unknown()).catch({}),
  balance: whole,
  first_name: text,
  last_name: text,
});
export type MemberAnswer = z.output<typeof memberAnswer>;

/** Section 8; rows are read one by one. `next` is missing in the transaction list's schema. */
export const pageAnswer = z.looseObject({
  count: z.int().min(0).optional().catch(undefined),
  next: z.string().min(1).nullable().optional().catch(undefined),
  results: z.array(z.unknown()),
});

const requiredFields = z
  .array(z.looseObject({ id: z.string().min(1), name: text }))
  .optional()
  .catch(undefined);

/** 7.2 */
export const partnerRow = z.looseObject({
  loyalty_currency: z.looseObject({ id: z.string() }),
  partnership_details: z
    .looseObject({
      execute_action: z.looseObject({ required_fields: requiredFields }).optional().catch(undefined),
      member_lookup_action: z
        .looseObject({ member_lookup_available: flag, required_fields: requiredFields })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
