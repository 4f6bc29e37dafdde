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

const codeText = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);

/** A vendor's error whose code or field has another form is still its refusal. */
const errorsBody = z.looseObject({
  errors: z.array(z.looseObject({ code: codeText, field: codeText.transform((field) => field || null) })).min(1),
});

/** What a code may look like; anything longer could carry personal data into the queue. */
export const safeCode = (code: string): string => code.replace(/[^A-Za-z0-9_.-]/g, '').slice(0, 60);

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
  // A request that timed out there may yet be worked on; a page of somebody else's server is no answer of the program.
  if (status < 400 || status === 408 || (body === undefined && !(status === 404 && answer.text.trim() === '')))
    return unreadable(facts, `http-${status}`);
  const errors = errorsBody.safeParse(body);
  const [first] = errors.success ? errors.data.errors : [];
  // 404 has no documented body. Without a code it may be another path of the right server, so no more than the status is kept.
  const code = safeCode(first?.code ?? '') || `http-${status}`;
  return { kind: 'refused', facts, code, field: first?.field ?? null, repeated };
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
