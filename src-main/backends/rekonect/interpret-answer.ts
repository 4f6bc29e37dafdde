import type { MaybeWhy, NotArrivedWhy } from '../../../src-shared/queue/outcome.ts';
import type { JsonObject } from './drop-empty.ts';
import { meaningOf } from './error-codes.ts';
import type { HttpAnswer, HttpOutcome } from './http-call.ts';
import { type Envelope, readEnvelope } from './read-envelope.ts';
import type { RekonectSettings } from './rekonect-settings.ts';

export interface AnswerFacts {
  readonly status: number | null;
  readonly vendorRequestId: string | null;
  readonly serverOffsetMs: number | null;
}

interface NoResult {
  readonly retryAfterMs: number | null;
  readonly code: string;
  readonly text: string;
}

/** What one call came to, before anyone knows which call it was. */
export type Reading = { readonly facts: AnswerFacts } & (
  | { readonly kind: 'success'; readonly fields: JsonObject }
  | { readonly kind: 'refused'; readonly code: string; readonly path: string | null }
  | ({ readonly kind: 'not-arrived'; readonly why: NotArrivedWhy } & NoResult)
  | ({ readonly kind: 'maybe'; readonly why: MaybeWhy } & NoResult)
);

const NO_FACTS: AnswerFacts = { status: null, vendorRequestId: null, serverOffsetMs: null };

const SILENT_TEXT: Record<'no-answer' | 'connection-lost' | 'unreadable' | 'aborted', string> = {
  'no-answer': 'The loyalty program did not answer in time.',
  'connection-lost': 'The connection broke before the answer was complete.',
  unreadable: 'What came back was no answer of the loyalty program.',
  aborted: 'The till stopped waiting for the answer.',
};

/**
 * Reads an outcome: only a failed connection, 401, 403 and 429 prove that nothing happened (design 7.1); 409, 425, every 5xx
 * and whatever is not the program's envelope prove nothing; an error envelope is a refusal whatever its status (A1).
 */
export function interpretAnswer(outcome: HttpOutcome, settings: RekonectSettings, nowMs: number): Reading {
  if (outcome.kind === 'not-arrived')
    return notArrived(NO_FACTS, 'no-connection', null, outcome.code, 'The loyalty program cannot be reached.');
  if (outcome.kind === 'maybe') return maybe(NO_FACTS, outcome.why, null, outcome.code, SILENT_TEXT[outcome.why]);
  const { status } = outcome;
  const facts = factsOf(outcome, nowMs);
  const code = `http-${status}`;
  const retryAfterMs = retryAfter(outcome, nowMs);
  switch (status) {
    case 401:
      return notArrived(
        facts,
        'not-signed-in',
        retryAfterMs,
        code,
        'The loyalty program does not accept the key of this till.',
      );
    case 403:
      return notArrived(
        facts,
        'forbidden',
        retryAfterMs,
        code,
        'This till is not allowed to do this in the loyalty program.',
      );
    case 429:
      return notArrived(facts, 'throttled', retryAfterMs, code, 'The loyalty program asks to send more slowly.');
    case 409:
    case 425:
      return maybe(facts, 'conflict', retryAfterMs, code, 'The loyalty program is still busy with an earlier try.');
  }
  if (status >= 500)
    return maybe(facts, 'server-error', retryAfterMs, code, 'The loyalty program had an internal error.');
  return readBody(facts, status, readEnvelope(outcome.text, settings), code);
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
  return maybe(facts, 'unreadable', null, httpCode, SILENT_TEXT.unreadable);
}

/** A success whose fields lack what the call is for. */
export function unreadable(facts: AnswerFacts, code: string): Reading & { readonly kind: 'maybe' } {
  return maybe(facts, 'unreadable', null, code, SILENT_TEXT.unreadable);
}

function maybe(facts: AnswerFacts, why: MaybeWhy, retryAfterMs: number | null, code: string, text: string) {
  return { kind: 'maybe', facts, why, retryAfterMs, code, text } as const;
}

function notArrived(facts: AnswerFacts, why: NotArrivedWhy, retryAfterMs: number | null, code: string, text: string) {
  return { kind: 'not-arrived', facts, why, retryAfterMs, code, text } as const;
}

function factsOf(answer: HttpAnswer, nowMs: number): AnswerFacts {
  const serverMs = Date.parse(header(answer, 'date') ?? '');
  return {
    status: answer.status,
    vendorRequestId: header(answer, 'x-request-id')?.slice(0, 100) ?? null,
    serverOffsetMs: Number.isNaN(serverMs) ? null : serverMs - nowMs,
  };
}

/** `Retry-After` in ms, from seconds or from a date (then against the server's own clock); the caller caps it. */
function retryAfter(answer: HttpAnswer, nowMs: number): number | null {
  const value = header(answer, 'retry-after')?.trim();
  if (value === undefined || value === '') return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const atMs = Date.parse(value);
  if (Number.isNaN(atMs)) return null;
  const serverMs = Date.parse(header(answer, 'date') ?? '');
  return Math.max(0, atMs - (Number.isNaN(serverMs) ? nowMs : serverMs));
}

function header(answer: HttpAnswer, name: string): string | null {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
