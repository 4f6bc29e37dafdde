import { errors, Pool } from 'undici';
import type { HttpTimeouts } from './connection-config.ts';

/** An answer is read up to this size, bytes; anything longer is no answer of this API. */
const LONGEST_BODY = 4 * 1024 * 1024;

export interface HttpAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export type HttpOutcome =
  | HttpAnswer
  /** Not one byte of the request left this machine: no connection stood yet. */
  | { readonly kind: 'not-arrived'; readonly code: string }
  | {
      readonly kind: 'maybe';
      readonly why: 'no-answer' | 'connection-lost' | 'unreadable' | 'aborted';
      readonly code: string;
    };

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A pool bound to one origin. Redirects are not followed (undici's own default, kept by using `dispatch`). */
export function openPool(origin: string, connections: number, timeouts: HttpTimeouts): Pool {
  return new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    connect: { timeout: timeouts.connectMs, minVersion: 'TLSv1.2' },
  });
}

/**
 * Sends one request and never rejects.
 *
 * undici gives the same error for a reset before and after the request, so the error alone proves nothing. What does: undici
 * calls `onRequestStart` when a connection stands and before it writes the first byte. An end without that call means that
 * DNS, the connection, TLS or the wait for a free connection failed, or that the caller gave up before: nothing arrived.
 * After that call everything is `maybe`.
 */
export function httpCall(pool: Pool, request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    let started = false;
    let ended = false;
    let status = 0;
    let headers: HttpAnswer['headers'] = {};
    let size = 0;
    const chunks: Buffer[] = [];
    let abort: (() => void) | null = null;

    const end = (outcome: HttpOutcome): void => {
      if (ended) return;
      ended = true;
      signal.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    function onAbort(): void {
      end(
        started
          ? { kind: 'maybe', why: 'aborted', code: 'aborted' }
          : { kind: 'not-arrived', code: 'aborted-before-sending' },
      );
      abort?.();
    }

    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    pool.dispatch(
      { method: request.method, path: request.path, headers: request.headers, body: request.body },
      {
        onRequestStart(controller) {
          abort = () => controller.abort(new Error('given up by the till'));
          // Given up while it waited for a connection: aborting here keeps undici from writing anything.
          if (ended) abort();
          else started = true;
        },
        onResponseStart(_controller, statusCode, responseHeaders) {
          status = statusCode;
          headers = responseHeaders;
        },
        onResponseData(controller, chunk) {
          size += chunk.length;
          if (size <= LONGEST_BODY) {
            chunks.push(chunk);
            return;
          }
          end({ kind: 'maybe', why: 'unreadable', code: 'answer-too-long' });
          controller.abort(new Error('answer too long'));
        },
        onResponseEnd() {
          end({ kind: 'answer', status, headers, text: Buffer.concat(chunks).toString('utf8') });
        },
        onResponseError(_controller, error) {
          end(started ? failedAfterStart(error) : { kind: 'not-arrived', code: codeOf(error) });
        },
      },
    );
  });
}

const SILENCE: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

function failedAfterStart(error: Error): HttpOutcome {
  const code = codeOf(error);
  if (SILENCE.has(code)) return { kind: 'maybe', why: 'no-answer', code };
  // Something answered that does not speak HTTP.
  if (error instanceof errors.HTTPParserError) return { kind: 'maybe', why: 'unreadable', code };
  return { kind: 'maybe', why: 'connection-lost', code };
}

/** The machine's own code, never the message: that one may hold addresses. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
