import type { HttpOutcome } from '../http/http-call.ts';
import { type AnswerFacts, type Maybe, maybe, type NotArrived, readStatus, unreadable } from '../http/read-status.ts';
import { refusalCode } from './read-refusal.ts';
import { type JsonObject, readObject } from './wire-figures.ts';

/** What one call came to, before anyone knows which call it was. */
export type Reading =
  | { readonly kind: 'success'; readonly facts: AnswerFacts; readonly fields: JsonObject }
  | { readonly kind: 'refused'; readonly facts: AnswerFacts; readonly status: number; readonly code: string }
  | NotArrived
  | Maybe;

/** By the status first (contract section 5). A success that is no JSON object is somebody else's page and proves nothing. */
export function interpretAnswer(outcome: HttpOutcome, nowMs: number): Reading {
  const reading = readStatus(outcome, nowMs);
  if (reading.kind !== 'answered') return reading;
  const { facts, status, answer } = reading;
  if (status === 408) return maybe(facts, 'no-answer', null, 'http-408', 'The loyalty program gave up waiting.');
  if (status >= 400) return { kind: 'refused', facts, status, code: refusalCode(answer.text, status) };
  const fields = status >= 200 && status < 300 ? readObject(answer.text) : null;
  return fields === null ? unreadable(facts, `http-${status}`) : { kind: 'success', facts, fields };
}
