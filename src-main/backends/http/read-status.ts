import type { MaybeWhy, NotArrivedWhy } from '../../../src-shared/queue/outcome.ts';
import type { HttpAnswer, HttpOutcome } from './http-call.ts';

export interface AnswerFacts {
  /** HTTP status, where there was one. */
  readonly status: number | null;
  readonly vendorRequestId: string | null;
  readonly serverOffsetMs: number | null;
}

interface NoResult {
  readonly facts: AnswerFacts;
  readonly retryAfterMs: number | null;
  readonly code: string;
  readonly text: string;
}

export type NotArrived = NoResult & { readonly kind: 'not-arrived'; readonly why: NotArrivedWhy };
export type Maybe = NoResult & { readonly kind: 'maybe'; readonly why: MaybeWhy };

/** What the status line alone says of one call; `answered`: the program's own body decides. */
export type StatusReading =
  | NotArrived
  | Maybe
  | {
      readonly kind: 'answered';
      readonly facts: AnswerFacts;
      readonly status: number;
      readonly answer: HttpAnswer;
    };

const NO_FACTS: AnswerFacts = { status: null, vendorRequestId: null, serverOffsetMs: null };

const SILENT_TEXT: Record<'no-answer' | 'connection-lost' | 'unreadable' | 'aborted', string> = {
  'no-answer': 'The loyalty program did not answer in time.',
  'connection-lost': 'The connection broke before the answer was complete.',
  unreadable: 'What came back was no answer of the loyalty program.',
  aborted: 'The till stopped waiting for the answer.',
};

/**
 * Only a failed connection, 401, 403 and 429 prove that nothing happened (design 7.1); 409, 425, every 5xx and whatever is
 * no HTTP prove nothing.
 *
 * @param nowMs the till's time when the answer came.
 */
export function readStatus(outcome: HttpOutcome, nowMs: number): StatusReading {
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
  return { kind: 'answered', facts, status, answer: outcome };
}

/** A success whose body lacks what the call is for, or that is somebody else's page (a captive portal). */
export function unreadable(facts: AnswerFacts, code: string): Maybe {
  return maybe(facts, 'unreadable', null, code, SILENT_TEXT.unreadable);
}

/**
 * A success that lacks what this till needs to know of it. With one of the program's own fields in it, it is the program's, in
 * another form, and asking again would bring the same; without any, it may be somebody else's page.
 *
 * @param own names of fields that this answer has.
 */
export function lacking(facts: AnswerFacts, body: unknown, own: readonly string[], code: string): Maybe {
  const isItsOwn = typeof body === 'object' && body !== null && own.some((name) => name in body);
  if (!isItsOwn) return unreadable(facts, code);
  const text = 'The loyalty program answered in a form that this till does not know.';
  return maybe(facts, 'other-form', null, code, text);
}

export function maybe(
  facts: AnswerFacts,
  why: MaybeWhy,
  retryAfterMs: number | null,
  code: string,
  text: string,
): Maybe {
  return { kind: 'maybe', facts, why, retryAfterMs, code, text };
}

function notArrived(
  facts: AnswerFacts,
  why: NotArrivedWhy,
  retryAfterMs: number | null,
  code: string,
  text: string,
): NotArrived {
  return { kind: 'not-arrived', facts, why, retryAfterMs, code, text };
}

function factsOf(answer: HttpAnswer, nowMs: number): AnswerFacts {
  const serverMs = Date.parse(headerOf(answer, 'date') ?? '');
  return {
    status: answer.status,
    vendorRequestId: headerOf(answer, 'x-request-id')?.slice(0, 100) ?? null,
    serverOffsetMs: Number.isNaN(serverMs) ? null : serverMs - nowMs,
  };
}

/** `Retry-After` in ms, from seconds or from a date (then against the server's own clock); the caller caps it. */
function retryAfter(answer: HttpAnswer, nowMs: number): number | null {
  const value = headerOf(answer, 'retry-after')?.trim();
  if (value === undefined || value === '') return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const atMs = Date.parse(value);
  if (Number.isNaN(atMs)) return null;
  const serverMs = Date.parse(headerOf(answer, 'date') ?? '');
  return Math.max(0, atMs - (Number.isNaN(serverMs) ? nowMs : serverMs));
}

/** The first value of a header, by its lower-case name. */
export function headerOf(answer: HttpAnswer, name: string): string | null {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
