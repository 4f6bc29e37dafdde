import { z } from 'zod';
import type { HttpAnswer, HttpOutcome } from '../http/http-call.ts';
import {
  type AnswerFacts,
  headerOf,
  type Maybe,
  type NotArrived,
  readStatus,
  unreadable,
} from '../http/read-status.ts';

/** What one call came to, before anyone knows which call it was. */
export type Reading =
  | { readonly kind: 'success'; readonly facts: AnswerFacts; readonly body: unknown }
  | {
      readonly kind: 'refused';
      readonly facts: AnswerFacts;
      readonly code: string;
      readonly field: string | null;
      /** The answer of the first try under this key, not of this one (section 3). */
      readonly repeated: boolean;
    }
  | NotArrived
  | Maybe;

/** The code of a 404 that names none. */
export const BARE_NOT_FOUND = 'http-404';

const errorsBody = z.looseObject({
  errors: z
    .array(
      z.looseObject({
        code: z.string().min(1),
        field: z.string().min(1).nullable().optional().catch(null),
      }),
    )
    .min(1),
});

/** Branches on the status, then on code and field (section 4); what is not the program's own form proves nothing. */
export function interpretAnswer(outcome: HttpOutcome, nowMs: number): Reading {
  const reading = readStatus(outcome, nowMs);
  if (reading.kind !== 'answered') return reading;
  const { facts, status, answer } = reading;
  const body = jsonOf(answer);
  if (status >= 200 && status < 300)
    return typeof body === 'object' && body !== null
      ? { kind: 'success', facts, body }
      : unreadable(facts, `http-${status}`);
  const repeated = headerOf(answer, 'idempotency-repeated')?.toLowerCase() === 'true';
  const errors = errorsBody.safeParse(body);
  const [first] = errors.success ? errors.data.errors : [];
  if (status >= 400 && first !== undefined)
    return { kind: 'refused', facts, code: first.code, field: first.field ?? null, repeated };
  // 404 has no documented body; a page of somebody else's server is no answer of the program. Without the program's form it may
  // be another path of the right server, so its code says no more than the status (a wrong base URL).
  if (status === 404 && (answer.text.trim() === '' || body !== undefined))
    return { kind: 'refused', facts, code: BARE_NOT_FOUND, field: null, repeated };
  return unreadable(facts, `http-${status}`);
}

/** Undefined: no JSON. */
function jsonOf(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
