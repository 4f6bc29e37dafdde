import { z } from 'zod';
import { parseDecimal, rescale } from '../../../src-shared/money/decimal.ts';
import { currencyOf, exponentOf } from '../../../src-shared/money/money.ts';

const SERVICE_MODES = ['EAT_IN', 'TAKEOUT', 'DRIVE_THRU', 'CURBSIDE', 'TABLE_SERVICE'] as const;
const text = z.string().min(1);
/** The vendor's ids are UUIDs; their version is nobody's business. */
export const uuid = z.guid().transform((id) => id.toLowerCase());
const major = z.number().min(0);

/** Section 9, PosVendor: text throughout, `operator` and `terminal` required on a POS. */
export const posVendor = z.looseObject({
  transactionId: text,
  storeId: text,
  terminal: text,
  operator: text,
  posType: text,
});

const orderLine = z
  .looseObject({
    referenceId: text,
    parentReferenceId: text.optional(),
    productId: text,
    productType: z.enum(['item', 'combo', 'reward', 'offer']),
    name: text,
    price: major,
    tax: major,
    quantity: z.number().positive(),
    incentiveId: text.optional(),
    loyaltyEngineId: text.optional(),
  })
  .refine(({ productType, incentiveId }) => incentiveId !== undefined || !['reward', 'offer'].includes(productType), {
    message: 'a reward or an offer names its incentive',
    path: ['incentiveId'],
  });
export type OrderLine = z.infer<typeof orderLine>;

const payment = z.looseObject({
  /** Cents: whole, while prices are in major units. */
  amount: z.int(),
  type: z.enum(['CASH', 'VISA', 'MASTERCARD', 'AMEX', 'CREDIT']),
  ccToken: z.string().optional(),
});

const appliedDiscount = z.looseObject({
  incentiveId: text,
  productId: text,
  referenceId: text,
  details: z.looseObject({
    displayName: text,
    discountValue: z.number().min(0),
    subtype: z.enum(['PERCENTAGE_DISCOUNT', 'AMOUNT_DISCOUNT']),
    type: z.enum(['offer', 'reward']),
  }),
});

const transactionDetails = z
  .looseObject({
    currency: z.string().refine((code) => currencyOf(code) !== null, 'an ISO 4217 code'),
    order: z.array(orderLine),
    payments: z.array(payment),
    posVendor,
    appliedDiscounts: z.array(appliedDiscount).optional(),
  })
  .superRefine(({ order, currency }, context) => {
    const ids = order.map(({ referenceId }) => referenceId);
    for (const [index, line] of order.entries()) {
      const complain = (field: string, message: string): void =>
        context.addIssue({ code: 'custom', path: ['order', index, field], message });
      if (ids.indexOf(line.referenceId) !== index) complain('referenceId', 'not unique in the basket');
      if (line.parentReferenceId !== undefined && !ids.includes(line.parentReferenceId))
        complain('parentReferenceId', 'names no line');
      if (minorOf(line.price, currency) === null) complain('price', 'more decimals than the currency has');
      if (minorOf(line.tax, currency) === null) complain('tax', 'more decimals than the currency has');
    }
  });

/** TransactionRequest of section 9; `status` is judged by the call, because another word is `TransactionNotClaimable`. */
const common = {
  channel: z.literal('Restaurant'),
  created: z.iso.datetime({ offset: true }),
  serviceMode: z.enum(SERVICE_MODES),
  status: text,
  transactionDetails,
};
export const transactionRequest = z.looseObject({ loyaltyId: uuid, transactionId: uuid, ...common });
export type TransactionRequest = z.infer<typeof transactionRequest>;
/** Of a sale in which nobody was identified, and for its void. */
export const unclaimedRequest = z.looseObject({ transactionId: uuid.optional(), ...common });
export type UnclaimedRequest = z.infer<typeof unclaimedRequest>;

/** Major units as minor units; null where there are more decimals than the currency has. No floating point in between. */
export function minorOf(value: number, currency: string): number | null {
  const code = currencyOf(currency);
  const parsed = parseDecimal(String(value), '.');
  if (code === null || !parsed.ok) return null;
  const scaled = rescale(parsed.decimal, exponentOf(code));
  return scaled.ok ? scaled.value : null;
}
