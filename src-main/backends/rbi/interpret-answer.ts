import type { HttpOutcome } from '../http/http-call.ts';
import { type AnswerFacts, type Maybe, type NotArrived, readStatus, unreadable } from '../http/read-status.ts';
import { safeCode } from './error-codes.ts';
import { errorBody, type RuleFailure } from './wire-schemas.ts';

/** What one call came to, before anyone knows which call it was. */
export type Reading =
  | { readonly kind: 'success'; readonly facts: AnswerFacts; readonly fields: unknown }
  | {
      readonly kind: 'refused';
      readonly facts: AnswerFacts;
      /** As the program spelt it; `http-404` where it named none. */
      readonly code: string;
      readonly failures: readonly RuleFailure[];
      /** Names of wrong fields, where it named some. */
      readonly fields: readonly string[];
    }
  | NotArrived
  | Maybe;

/**
 * Reads an outcome by its body (section 8): a `code` beside `message` or `details` is a refusal whatever the status says (A4),
 * a refusal without one is named by its status, and what is no JSON object proves nothing. An empty 2xx is a success, because
 * the bodies of Validate and Void are not public.
 */
export function interpretAnswer(outcome: HttpOutcome, nowMs: number): Reading {
  const reading = readStatus(outcome, nowMs);
  if (reading.kind !== 'answered') return reading;
  const { facts, status, answer } = reading;
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && answer.text.trim() === '') return { kind: 'success', facts, fields: {} };
  const body = parse(answer.text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return unreadable(facts, `http-${status}`);
  const { code, message, details } = errorBody.safeParse(body).data ?? NO_ERROR;
  const refusal = {
    kind: 'refused',
    facts,
    failures: details?.ruleEvaluation ?? [],
    fields: details?.fields ?? [],
  } as const;
  if (code !== undefined && (!isSuccess || message !== undefined || details !== undefined))
    return { ...refusal, code: safeCode(code) };
  if (isSuccess) return { kind: 'success', facts, fields: body };
  return status >= 400 && status < 500 ? { ...refusal, code: `http-${status}` } : unreadable(facts, `http-${status}`);
}

const NO_ERROR = { code: undefined, message: undefined, details: undefined } as const;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
