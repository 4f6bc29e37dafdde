import { z } from 'zod';

/**
 * One stored intent to change something at the back end. This union is the only list of operation kinds: the stores,
 * the state table, every back end's `plan` and `materialise` switch over it exhaustively.
 */
export const OPERATION_KINDS = [
  'enrol',
  'identify',
  'update-member',
  'pay',
  'cancel-payment',
  'submit',
  'submit-unclaimed',
  'cancel-sale',
  'adjust',
  'release',
  'event',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/**
 * What is known of an operation. `owed` and `queued` mean that nothing was ever sent (`firstSentAtMs` is null);
 * `sending` and `unknown` mean that it may have happened; `parked` needs a person: refused (`happened` 0) or in doubt
 * (`happened` null). `delivered`, `dropped` and `closed` are finished.
 */
export const OPERATION_STATES = [
  'owed',
  'queued',
  'sending',
  'unknown',
  'parked',
  'delivered',
  'dropped',
  'closed',
] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** 1 it took effect at the back end, 0 it did not, null not known. */
export type Happened = 0 | 1 | null;

export const isFinished = (state: OperationState): boolean =>
  state === 'delivered' || state === 'dropped' || state === 'closed';

const minor = z.number().int();

export const memberProfile = z.object({
  phoneNumber: z.string().min(1).optional(),
  email: z.string().min(1).optional(),
  firstName: z.string().min(1).optional(),
  lastName: z.string().min(1).optional(),
  /** yyyy-MM-dd */
  birthday: z.string().min(1).optional(),
  allowedSms: z.boolean().optional(),
  allowedEmail: z.boolean().optional(),
  termsOfUse: z.boolean().optional(),
  gdpr: z.boolean().optional(),
});
export type MemberProfile = z.infer<typeof memberProfile>;

/** What a back end wrote down when it planned an operation, or read from an answer, to name things to its program again. */
const facts = z.record(z.string(), z.string()).optional();

/** What each kind needs beside its sale and member; stored sealed, parsed on the way out. */
export const operationDetail = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('enrol'), profile: memberProfile, consentedAtMs: z.number().int() }),
  z.object({ kind: z.literal('update-member'), profile: memberProfile }),
  /** Opens the program's side of a sale that was made without a connection; the sale's submit waits for it. */
  z.object({ kind: z.literal('identify'), facts }),
  z.object({ kind: z.literal('pay'), transactionId: z.string(), amountMinor: minor, facts }),
  z.object({ kind: z.literal('cancel-payment'), transactionId: z.string(), amountMinor: minor, facts }),
  z.object({ kind: z.literal('submit'), transactionId: z.string(), facts }),
  z.object({ kind: z.literal('submit-unclaimed'), transactionId: z.string(), facts }),
  z.object({ kind: z.literal('cancel-sale'), transactionId: z.string(), facts }),
  /** Changes what an earlier operation moved; `amountMinor` is what stands afterwards. */
  z.object({ kind: z.literal('adjust'), transactionId: z.string(), amountMinor: minor, facts }),
  /** Gives back what an identify or a reservation opened; `transactionId` is the program's. */
  z.object({ kind: z.literal('release'), transactionId: z.string(), facts }),
  z.object({
    kind: z.literal('event'),
    type: z.string(),
    subType: z.string().optional(),
    atMs: z.number().int(),
    payload: z.record(z.string(), z.unknown()).optional(),
    tags: z.array(z.string()).optional(),
  }),
]);
export type OperationDetail = z.infer<typeof operationDetail>;

/** Facts read from the back end around an unclear operation; written with a pay and with each look-up. */
export const evidence = z.object({
  /** The balance that a pay takes from (`Capabilities.spends`), read right before it was sent. */
  balanceBefore: z.number().int().optional(),
  balanceBeforeAtMs: z.number().int().optional(),
  /** The member's other balance (credit beside points, or points beside credit) at the same moment, where there is one. */
  otherBalanceBefore: z.number().int().optional(),
  /** The latest look-up. */
  lookedUpAtMs: z.number().int().optional(),
  balanceSeen: z.number().int().optional(),
  /** When a complete list of the program was first read without it; absent: it never was. */
  absentSinceMs: z.number().int().optional(),
  /** In words, for the manager. */
  finding: z.string().optional(),
});
export type Evidence = z.infer<typeof evidence>;

/** The only fields of a back end's answer that a reversal or a receipt names. */
export const operationAnswer = z.object({
  confirmationCode: z.string().optional(),
  balancePoints: z.number().int().optional(),
  balanceCredit: z.number().int().optional(),
  pointsEarned: z.number().int().optional(),
  pointsRedeemed: z.number().int().optional(),
  memberId: z.string().optional(),
  /** A code for the program's own support desk, printed small. */
  receiptCode: z.string().optional(),
  /** Texts that the program wants printed, unchanged, in print order. */
  presentation: z
    .array(
      z.object({ field: z.enum(['title', 'text', 'earned', 'redeemed', 'balance', 'qr', 'footer']), text: z.string() }),
    )
    .optional(),
  facts,
});
export type OperationAnswer = z.infer<typeof operationAnswer>;

/** The bytes as they go over the wire, frozen at the first claim; `deliver` adds only time, token and signature. */
export const frozenRequest = z.object({
  method: z.enum(['POST', 'GET', 'PUT', 'PATCH', 'DELETE']),
  path: z.string(),
  /** Identity headers (branch, terminal, source); never a secret. */
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export type FrozenRequest = z.infer<typeof frozenRequest>;

export interface Operation {
  /** Place in the order of recording. */
  readonly seq: number;
  /** UUIDv7. */
  readonly id: string;
  /** UUIDv4, the idempotency key; changes only after a look-up proved the operation absent. */
  readonly key: string;
  readonly saleId: string | null;
  readonly memberKeyId: string | null;
  readonly kind: OperationKind;
  readonly backEnd: string;
  /** Origin, credential id, branch and terminal: where alone this operation may be sent. */
  readonly account: string;
  readonly state: OperationState;
  readonly happened: Happened;
  /** Must be finished first. */
  readonly afterId: string | null;
  /** Reverses that one; it becomes due only if that one happened. */
  readonly undoesId: string | null;
  /** The refused operation that this one corrects. */
  readonly replacesId: string | null;
  readonly detail: OperationDetail;
  readonly request: FrozenRequest | null;
  readonly recordedAtMs: number;
  readonly firstSentAtMs: number | null;
  readonly lastAttemptAtMs: number | null;
  /** Null for rows that wait for another row, are owed, are parked or finished, or belong to the fast lane. */
  readonly nextAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly attempts: number;
  readonly evidence: Evidence | null;
  readonly answer: OperationAnswer | null;
  readonly errorCode: string | null;
  /** The vendor's own words or ours, free of personal data. */
  readonly errorText: string | null;
}

/** A planned operation, before it has a place in the queue. Links may name drafts of the same plan by their id. */
export interface OperationDraft {
  readonly id: string;
  readonly kind: OperationKind;
  readonly saleId: string | null;
  readonly memberKeyId: string | null;
  readonly detail: OperationDetail;
  /** `owed` becomes due only if the sale dies; `queued` is due at once, or when what it waits for is finished. */
  readonly state: 'owed' | 'queued';
  /** `fast` is never taken by the sync loop: a cashier waits for it. */
  readonly lane: 'sync' | 'fast';
  readonly afterId: string | null;
  readonly undoesId: string | null;
  readonly replacesId: string | null;
  readonly evidence: Evidence | null;
}
