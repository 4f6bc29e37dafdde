import type { ApiAnswer } from '../simulated-api.ts';
import type { JsonObject } from './json-object.ts';

/** What a call came to, before it is put into words. */
export interface PomeloResult {
  readonly status: number;
  readonly body: JsonObject;
  /** `success` or the code of the refusal. */
  readonly outcome: string;
  /** Whether the effect asked for stands now. */
  readonly accepted: boolean;
}

/** Codes of this simulator alone: loyalty codes are not public (contract section 5, P5). */
export const CODE = {
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'INSUFFICIENT_SCOPE',
  invalid: 'INVALID_REQUEST',
  notFound: 'NOT_FOUND',
  balanceTooLow: 'INSUFFICIENT_BALANCE',
  cardBlocked: 'CARD_BLOCKED',
  keyReused: 'IDEMPOTENCY_KEY_REUSED',
  inFlight: 'REQUEST_IN_PROGRESS',
  server: 'INTERNAL_ERROR',
} as const;

export const accepted = (body: JsonObject): PomeloResult => ({ status: 200, body, outcome: 'success', accepted: true });

/** Section 5: the one envelope of every error. */
export const errorBody = (code: string, detail: string): JsonObject => ({ error: { details: [{ code, detail }] } });

export const refused = (status: number, code: string, detail: string): PomeloResult => ({
  status,
  body: errorBody(code, detail),
  outcome: code,
  accepted: false,
});

export const invalid = (detail: string): PomeloResult => refused(400, CODE.invalid, detail);

export const toAnswer = (result: PomeloResult, warnings: readonly string[]): ApiAnswer => ({
  status: result.status,
  body: JSON.stringify(result.body),
  outcome: result.outcome,
  accepted: result.accepted,
  warnings,
});
