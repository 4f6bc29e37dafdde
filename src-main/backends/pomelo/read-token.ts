import { z } from 'zod';
import type { HttpOutcome } from '../http/http-call.ts';
import { type NotArrived, readStatus } from '../http/read-status.ts';
import { refusalCode } from './read-refusal.ts';
import { readObject } from './wire-figures.ts';

/** An access token and how long it is good for. */
export interface IssuedToken {
  readonly kind: 'token';
  readonly token: string;
  /** ms, from when it was asked for. */
  readonly goodForMs: number;
}

const tokenFields = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.coerce.number().positive().max(31_536_000),
});

/** The operation was not sent, so the attempt has no facts of its own. */
export const notSent = (
  why: NotArrived['why'],
  retryAfterMs: number | null,
  code: string,
  text: string,
): NotArrived => ({
  kind: 'not-arrived',
  facts: { status: null, vendorRequestId: null, serverOffsetMs: null },
  why,
  retryAfterMs,
  code,
  text,
});

/**
 * The answer to a token call (contract section 3). Whatever goes wrong here, the operation it was for was not sent: no row
 * is to blame. What the sign-in refuses concerns this till's settings, and the text says which.
 */
export function readToken(outcome: HttpOutcome, nowMs: number): IssuedToken | NotArrived {
  const reading = readStatus(outcome, nowMs);
  if (reading.kind === 'not-arrived') {
    const { why, retryAfterMs, code, text } = reading;
    if (why === 'no-connection' || why === 'throttled') return notSent(why, retryAfterMs, code, text);
    return refusedSignIn(why === 'forbidden' ? 403 : 401, code);
  }
  if (reading.kind === 'maybe')
    return notSent(
      'no-connection',
      reading.retryAfterMs,
      // Without any answer the machine's own code says what stands in between.
      reading.facts.status === null ? reading.code : `token-${reading.code}`,
      'The loyalty program gave this till no access token.',
    );
  const { status, answer } = reading;
  if (status >= 400) return refusedSignIn(status, refusalCode(answer.text, status));
  const fields = tokenFields.safeParse(status < 300 ? readObject(answer.text) : null);
  return fields.success
    ? { kind: 'token', token: fields.data.access_token, goodForMs: fields.data.expires_in * 1_000 }
    : notSent('no-connection', null, 'token-unreadable', 'What came back was no access token.');
}

function refusedSignIn(status: number, code: string): NotArrived {
  const where =
    status === 401
      ? 'look at the client id and its secret'
      : status === 404
        ? 'nothing is at this address; look at the base URL and tokenPath'
        : 'look at the audience and the client';
  const text = `The loyalty program does not let this till sign in: ${where}.`;
  return notSent('not-signed-in', null, `token-${code}`, text);
}
