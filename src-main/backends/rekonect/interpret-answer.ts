import type { HttpOutcome } from '../http/http-call.ts';
import { type AnswerFacts, type Maybe, maybe, type NotArrived, readStatus, unreadable } from '../http/read-status.ts';
import type { JsonObject } from './drop-empty.ts';
import { meaningOf } from './error-codes.ts';
import { type Envelope, readEnvelope } from './read-envelope.ts';
import type { RekonectSettings } from './rekonect-settings.ts';

/** What one call came to, before anyone knows which call it was. */
export type Reading =
  | { readonly kind: 'success'; readonly facts: AnswerFacts; readonly fields: JsonObject }
  | { readonly kind: 'refused'; readonly facts: AnswerFacts; readonly code: string; readonly path: string | null }
  | NotArrived
  | Maybe;

/** Reads an outcome: an error envelope is a refusal whatever its status (A1); what is not the program's envelope proves nothing. */
export function interpretAnswer(outcome: HttpOutcome, settings: RekonectSettings, nowMs: number): Reading {
  const reading = readStatus(outcome, nowMs);
  if (reading.kind !== 'answered') return reading;
  const { facts, status, answer } = reading;
  return readBody(facts, status, readEnvelope(answer.text, settings), `http-${status}`);
}

function readBody(facts: AnswerFacts, status: number, envelope: Envelope, httpCode: string): Reading {
  if (envelope.kind === 'error') {
    const meaning = meaningOf(envelope.code);
    return meaning.unclear
      ? maybe(facts, 'server-error', null, envelope.code, meaning.text)
      : { kind: 'refused', facts, code: envelope.code, path: envelope.path };
  }
  // A success word on anything but 2xx contradicts itself, and a 3xx is somebody else's page (a captive portal).
  if (envelope.kind === 'success' && status >= 200 && status < 300)
    return { kind: 'success', facts, fields: envelope.fields };
  return unreadable(facts, httpCode);
}
