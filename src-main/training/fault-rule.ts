import { z } from 'zod';

/**
 * What can go wrong on purpose (design.md 10, contracts/rekonect.md section 7.12).
 *
 * `delay` commits and answers late (`afterCommit: false`: works late too). `garbage`, `bad-gateway`, `half-open`, `409`
 * and `425` do nothing first, unless `afterCommit` is true. `401`, `403` and `429` never do: they prove "not arrived".
 */
export const FAULT_KINDS = [
  'delay',
  'drop-before-commit',
  'drop-after-commit',
  '401',
  '403',
  '409',
  '425',
  '429',
  '500-before-commit',
  '500-after-commit',
  'garbage',
  'bad-gateway',
  'half-open',
  'business-error-200',
  'unknown-code',
  'clock-skew',
  'balance-changed',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const EITHER_SIDE: ReadonlySet<FaultKind> = new Set(['delay', 'garbage', 'bad-gateway', 'half-open', '409', '425']);

export const faultRule = z
  .strictObject({
    kind: z.enum(FAULT_KINDS),
    /** Path after the version, as `/payment`; absent: every endpoint. */
    endpoint: z.string().optional(),
    /** As `pay`, `cancel-payment`, `submit`, `cancel-sale`; absent: every operation of the endpoint. */
    operation: z.string().optional(),
    /** The till's reference; absent: every sale. */
    reference: z.string().optional(),
    /** How often it fires; absent: for ever. */
    count: z.int().min(1).optional(),
    /** How many fitting requests pass unharmed first. */
    skip: z.int().min(0).optional(),
    delayMs: z.int().min(0).optional(),
    retryAfterSeconds: z.int().min(0).optional(),
    /** `clock-skew`: how far the `Date` header is off, ms. */
    skewMs: z.int().optional(),
    /** `balance-changed`: what another terminal adds (below 0: takes) right before, in point units. */
    points: z.int().optional(),
    /** `business-error-200`, `unknown-code`: the code in the refusal. */
    code: z.string().min(1).optional(),
    afterCommit: z.boolean().optional(),
  })
  .refine((rule) => rule.afterCommit === undefined || EITHER_SIDE.has(rule.kind), {
    message: 'afterCommit is fixed for this kind',
    path: ['afterCommit'],
  });
export type FaultRule = z.infer<typeof faultRule>;

/** Rules that change a request without deciding its answer; one of each may join another fault. */
export type FaultClass = 'outcome' | 'delay' | 'clock-skew' | 'balance-changed';

export function faultClassOf(kind: FaultKind): FaultClass {
  return kind === 'delay' || kind === 'clock-skew' || kind === 'balance-changed' ? kind : 'outcome';
}

/** Whether the request has taken effect when this fault strikes. */
export function strikesAfterCommit(rule: FaultRule): boolean {
  switch (rule.kind) {
    case 'drop-after-commit':
    case '500-after-commit':
    case 'clock-skew':
      return true;
    case 'delay':
      return rule.afterCommit ?? true;
    default:
      return rule.afterCommit ?? false;
  }
}
