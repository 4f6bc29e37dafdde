import { z } from 'zod';

// The bodies of the public contract, as strict as its words allow: a field it does not name, a wrong type, or a missing
// field that it marks as required is a breach, even where a server would shrug.

const text = z.string().min(1);
const amount = z.number().int();
const positive = amount.min(0);
/** Section 1: UTC, whole seconds. */
const utcSeconds = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'yyyy-MM-ddTHH:mm:ssZ');
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'yyyy-MM-dd');
const phone = z.string().regex(/^\d{6,15}$/, 'digits alone');

/** 5.1 */
const member = z
  .strictObject({
    phoneNumber: phone.optional(),
    email: z.email().optional(),
    membershipKey: text.optional(),
    externalId: text.optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, 'at least one identifier');
export type MemberKeys = z.infer<typeof member>;

/** 5.2 */
const newMemberData = z.strictObject({
  phoneNumber: phone.optional(),
  email: z.email().optional(),
  firstName: text.optional(),
  lastName: text.optional(),
  birthday: day.optional(),
  allowedSMS: z.boolean().optional(),
  allowedEmail: z.boolean().optional(),
  termsOfUse: z.boolean().optional(),
  gdpr: z.boolean().optional(),
});
export type NewMemberData = z.infer<typeof newMemberData>;

/** 5.4 */
const item = z.strictObject({
  lineId: text,
  code: text,
  name: text,
  departmentCode: text,
  departmentName: text,
  quantity: z.number(),
  grossAmount: amount,
  netAmount: amount,
  tags: z.array(text).min(1).optional(),
  action: z.enum(['sale', 'return']).optional(),
});
export type Item = z.infer<typeof item>;

const tender = z.strictObject({ type: z.enum(['CASH', 'CARD', 'POINTS', 'CREDIT']), amount });

/** 5.3; a draft has no tenders yet, and a sale over nothing has none to send. */
const draft = z.strictObject({
  transactionId: text,
  openTime: utcSeconds,
  dateTime: utcSeconds,
  totalAmount: amount,
  totalTaxAmount: amount,
  totalGeneralDiscount: positive,
  orderType: text.optional(),
  items: z.array(item).min(1),
  payments: z.array(tender).min(1).optional(),
  tags: z.array(text).min(1).optional(),
  employee: text.optional(),
});
export type Transaction = z.infer<typeof draft>;

const finished = draft.refine((fields) => fields.payments !== undefined || fields.totalAmount === 0, {
  message: 'the tenders of the sale',
  path: ['payments'],
});

/** 5.6 */
const deal = z.strictObject({
  type: text,
  amount: positive,
  reason: text.optional(),
  sourceId: text.optional(),
});
const usedAssets = z.array(z.strictObject({ key: text })).min(1);

const oneContact = member.refine(
  (keys) => ['phoneNumber', 'email'].includes(Object.keys(keys).join()),
  'exactly one of phoneNumber, email',
);

/** What each path takes (section 4). */
export const BODIES = {
  '/member/details': z.strictObject({
    member,
    transaction: draft.optional(),
    usedAssets: usedAssets.optional(),
  }),
  '/member/register': z.strictObject({
    newMemberData: newMemberData
      .refine((fields) => fields.phoneNumber !== undefined || fields.email !== undefined, 'a phone number or an e-mail')
      .refine((fields) => fields.gdpr === true && fields.termsOfUse === true, 'both legal consents'),
  }),
  '/member/update': z.strictObject({
    member,
    newMemberData: newMemberData.refine((fields) => Object.keys(fields).length > 0, 'something to change'),
  }),
  '/member/shortCode': z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('send'), member: oneContact }),
    z.strictObject({ action: z.literal('get'), member: oneContact.optional() }),
    z.strictObject({ action: z.literal('verify'), member: oneContact, shortCode: text }),
  ]),
  '/payment': z.union([
    z.strictObject({
      member,
      payment: z.strictObject({ action: z.literal('pay'), amount: amount.min(1) }),
      transaction: finished,
      usedAssets: usedAssets.optional(),
    }),
    z.strictObject({
      member,
      payment: z.strictObject({
        action: z.literal('cancel'),
        amount: amount.max(-1).optional(),
        confirmationCode: text,
      }),
    }),
  ]),
  '/transaction': z.strictObject({
    member: member.optional(),
    transaction: finished,
    usedAssets: usedAssets.optional(),
    appliedDeals: z.array(deal).min(1).optional(),
    action: z.literal('cancel').optional(),
  }),
  '/event': z.strictObject({
    member: member.optional(),
    event: z.strictObject({
      type: text,
      subType: text.optional(),
      dateTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/, 'a date-time in UTC'),
      payload: z.record(z.string(), z.unknown()).optional(),
      tags: z.array(text).min(1).optional(),
    }),
  }),
} as const;

export type Path = keyof typeof BODIES;
export type Body<P extends Path> = z.infer<(typeof BODIES)[P]>;
export const isPath = (path: string): path is Path => Object.hasOwn(BODIES, path);

/** Every place where a body does not have the form of its path. */
export function shapeBreaches(path: Path, body: unknown): string[] {
  const parsed = BODIES[path].safeParse(body);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const nested = issue.code === 'invalid_union' ? `: ${JSON.stringify(issue.errors)}` : '';
    return `body.${issue.path.map(String).join('.')}: ${issue.message}${nested}`;
  });
}

/** Section 6 rule 9: nothing empty anywhere; zero and false are values. */
export function emptyPlaces(value: unknown, place = 'body'): string[] {
  if (value === null || value === '') return [`${place} is empty`];
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${place} is empty`];
  return entries.flatMap(([key, inner]) => emptyPlaces(inner, `${place}.${key}`));
}
