import { z } from 'zod';
import { ID_METHODS } from '../member/member.ts';
import { OPERATION_KINDS, OPERATION_STATES } from '../queue/operation.ts';
import { TENDER_TYPES } from '../sale/sale.ts';

/** What the screens and integrators are shown. Money in minor units, quantity in thousandths, times in ms since 1970 UTC. */

const minor = z.number().int();
const timeMs = z.number().int();

const lineView = z.object({
  lineId: z.string(),
  articleCode: z.string(),
  name: z.string(),
  departmentName: z.string(),
  action: z.enum(['sale', 'return']),
  quantityThousandths: z.number().int(),
  weighed: z.boolean(),
  unitPriceMinor: minor,
  grossMinor: minor,
  netMinor: minor,
  /** The used benefit (`benefits`) that put this line into the basket; its quantity is the program's. */
  benefitKey: z.string().nullable(),
});

const tenderView = z.object({
  tenderId: z.string(),
  type: z.enum(TENDER_TYPES),
  amountMinor: minor,
  tenderedMinor: minor,
});

export const dealView = z.object({
  type: z.string(),
  amountMinor: minor,
  reason: z.string().nullable(),
  sourceId: z.string().nullable(),
});

const benefitKind = z.enum(['gift', 'reward', 'offer']);

const giftView = z.object({
  key: z.string(),
  name: z.string(),
  kind: benefitKind,
  /** What a reward costs; null: it costs no points. */
  costPoints: z.number().int().nullable(),
  /** Chosen by the member in the program's own app, before he came to the till. */
  preselected: z.boolean(),
  description: z.string().nullable(),
  validUntil: z.string().nullable(),
  redeemable: z.boolean(),
  notRedeemableBecause: z.string().nullable(),
  used: z.boolean(),
});

/** A benefit that this sale uses. */
const usedBenefitView = z.object({
  key: z.string(),
  name: z.string(),
  kind: benefitKind,
  costPoints: z.number().int().nullable(),
  /** The program has checked it for this basket and, where it reserves, reserved its cost. */
  confirmed: z.boolean(),
});

export const memberView = z.object({
  /** Masked: the last three characters. */
  identifierHint: z.string(),
  method: z.enum(ID_METHODS),
  /** Not confirmed by the program: taken offline, nothing else is claimed about the member. */
  confirmed: z.boolean(),
  status: z.string().nullable(),
  active: z.boolean(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  balancePoints: z.number().int().nullable(),
  spendableMinor: minor.nullable(),
  readAtMs: timeMs.nullable(),
  mayRedeem: z.boolean(),
  mayNotRedeemBecause: z.string().nullable(),
  gifts: z.array(giftView),
  marketingConsent: z.object({ sms: z.boolean(), email: z.boolean() }).nullable(),
});

export const previewView = z.object({
  deals: z.array(dealView),
  notApplied: z.array(z.object({ key: z.string(), name: z.string(), reason: z.string(), cashierCanFix: z.boolean() })),
  pointsToEarn: z.number().int().nullable(),
  estimate: z.boolean(),
  readAtMs: timeMs,
  expiresAtMs: timeMs,
  /** The basket changed since. */
  stale: z.boolean(),
});

const payView = z.object({
  operationId: z.string(),
  amountMinor: minor,
  /** `awaiting-approval`: the program took it, and may still refuse it; it does not count yet (design.md 7.5). */
  state: z.enum(['sending', 'confirmed', 'undecided', 'awaiting-approval', 'giving-back']),
  /** From when "ask again" is allowed, where undecided. */
  askAgainAtMs: timeMs.nullable(),
});

export const totalsView = z.object({
  grossMinor: minor,
  generalDiscountMinor: minor,
  totalMinor: minor,
  taxMinor: minor,
  paidMinor: minor,
  dueMinor: minor,
  changeMinor: minor,
});

export const saleView = z.object({
  saleId: z.string(),
  saleNumber: z.string(),
  reference: z.string(),
  state: z.enum(['open', 'completed', 'voided', 'abandoned']),
  currency: z.string(),
  openedAtMs: timeMs,
  closedAtMs: timeMs.nullable(),
  lines: z.array(lineView),
  deals: z.array(dealView),
  benefits: z.array(usedBenefitView),
  tenders: z.array(tenderView),
  totals: totalsView,
  member: memberView.nullable(),
  preview: previewView.nullable(),
  pay: payView.nullable(),
});
export type SaleView = z.infer<typeof saleView>;
export type MemberView = z.infer<typeof memberView>;
export type PreviewView = z.infer<typeof previewView>;

export const receiptView = z.object({
  saleId: z.string(),
  saleNumber: z.string(),
  /** SVG for the screen; shown as an image, with `text` beside it for screen readers. */
  svg: z.string(),
  text: z.string(),
  copy: z.boolean(),
  loyaltyState: z.enum(['final', 'to-follow', 'none']),
  balancePoints: z.number().int().nullable(),
  pointsEarned: z.number().int().nullable(),
  pointsRedeemed: z.number().int().nullable(),
  claimCode: z.string().nullable(),
  /** Nothing of it was sent: it is kept on this till until somebody claims it. */
  held: z.boolean(),
  /** What the customer gets out of the drawer. */
  changeMinor: minor,
});
export type ReceiptView = z.infer<typeof receiptView>;

export const effectView = z.object({
  /** What the void or return will do, as one sentence key with its amounts. */
  kind: z.enum([
    'money-back',
    'points-given-back',
    'points-taken-back',
    'points-taken-back-unknown',
    'gift-given-back',
    'nothing-was-sent',
    'waits-for-outcome',
    'cannot-be-undone',
    'without-loyalty',
  ]),
  amountMinor: minor.nullable(),
  points: z.number().int().nullable(),
  text: z.string().nullable(),
});
export const saleSummary = z.object({
  saleId: z.string(),
  saleNumber: z.string(),
  reference: z.string(),
  state: z.enum(['completed', 'voided']),
  closedAtMs: timeMs,
  totalMinor: minor,
  currency: z.string(),
  withMember: z.boolean(),
  isReturn: z.boolean(),
  /** What is known of its loyalty side. */
  loyalty: z.enum(['done', 'waiting', 'needs-a-person', 'held', 'none']),
  /** What its void or return could not take back at the program, in words. */
  uncorrected: z.array(z.string()),
});
export type SaleSummary = z.infer<typeof saleSummary>;

export const effectsView = z.object({
  saleId: z.string(),
  effects: z.array(effectView),
  /** Sent back with the confirmation; refused when the effects have changed meanwhile. */
  fingerprint: z.string(),
});
export type EffectsView = z.infer<typeof effectsView>;

export const queueRow = z.object({
  id: z.string(),
  seq: z.number().int(),
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES),
  happened: z.union([z.literal(0), z.literal(1)]).nullable(),
  saleId: z.string().nullable(),
  saleNumber: z.string().nullable(),
  amountMinor: minor.nullable(),
  currency: z.string(),
  backEnd: z.string(),
  recordedAtMs: timeMs,
  lastAttemptAtMs: timeMs.nullable(),
  nextAtMs: timeMs.nullable(),
  attempts: z.number().int(),
  manyAttempts: z.boolean(),
  waitsFor: z.string().nullable(),
  /** Another account's: waits until that account is set again. */
  otherAccount: z.boolean(),
  errorCode: z.string().nullable(),
  /** A sentence a manager understands. */
  reason: z.string(),
  canRetry: z.boolean(),
  canClose: z.boolean(),
  /** Closing as "it happened" needs the program's reference, because a reversal waits for it. */
  closeNeedsReference: z.boolean(),
  /** Other ends that the program knows for this refused operation. */
  waysOut: z.array(z.object({ id: z.string(), label: z.string(), consequence: z.string() })),
});
export type QueueRow = z.infer<typeof queueRow>;

export const attemptView = z.object({
  what: z.enum(['send', 'look-up']),
  atMs: timeMs,
  tookMs: z.number().int(),
  outcome: z.string(),
  status: z.number().int().nullable(),
  code: z.string().nullable(),
  vendorRequestId: z.string().nullable(),
});

/** Two separate facts: whether the program can be reached, and what waits. */
export const statusView = z.object({
  folder: z.enum(['live', 'test', 'training']),
  programName: z.string(),
  connection: z.object({
    state: z.enum(['connected', 'not-connected', 'not-known', 'paused']),
    sinceMs: timeMs.nullable(),
    why: z.string().nullable(),
    pausedUntilMs: timeMs.nullable(),
  }),
  waiting: z.object({ count: z.number().int(), oldestAtMs: timeMs.nullable() }),
  needsPerson: z.number().int(),
  banners: z.array(z.object({ code: z.string(), text: z.string() })),
  clockOffsetMs: z.number().int().nullable(),
  /** Training switch; null outside training. */
  networkUp: z.boolean().nullable(),
});
export type StatusView = z.infer<typeof statusView>;

export const staffView = z.object({ id: z.string(), name: z.string(), role: z.enum(['cashier', 'manager']) });
export type StaffView = z.infer<typeof staffView>;

export const articleView = z.object({
  articleCode: z.string(),
  name: z.string(),
  departmentName: z.string(),
  unitPriceMinor: minor,
  weighed: z.boolean(),
});
export type ArticleView = z.infer<typeof articleView>;

const supportView = z.object({ offered: z.boolean(), because: z.string().nullable() });

export const capabilitiesView = z.object({
  programName: z.string(),
  /** How the program names its members, in the order to offer. */
  idFields: z.array(
    z.object({
      method: z.enum(ID_METHODS),
      label: z.string(),
      /** A whole entry of this way fits it, so that a scan finds its way; null: any. */
      pattern: z.string().nullable(),
      /** Works once and dies soon; nothing is kept of it. */
      oneTime: z.boolean(),
      /** What the program asks for beside it, in the order to ask. */
      details: z.array(z.object({ field: z.string(), label: z.string() })),
      mayRedeem: z.boolean(),
    }),
  ),
  /** `opens`: each identification opens something at the program, so that a second scan is an event of its own. */
  identify: z.enum(['read', 'opens']),
  preview: z.enum(['exact', 'estimate', 'none']),
  reserve: supportView,
  payWithPoints: supportView,
  gifts: supportView,
  promoCodes: supportView,
  oneTimeCode: supportView,
  enrol: supportView,
  updateMember: supportView,
  readMemberAgain: supportView,
  voidSale: supportView,
  partialReturn: supportView,
  /** Giving a sale without a member to one later. */
  claim: supportView,
});

export const auditRow = z.object({
  seq: z.number().int(),
  atMs: timeMs,
  staffId: z.string().nullable(),
  /** As he is called now; his id where this till no longer knows him; null: the till itself. */
  staffName: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
});
