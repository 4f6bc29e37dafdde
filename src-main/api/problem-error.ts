import { randomBytes } from 'node:crypto';
import { ValidationError } from '@orpc/contract';
import { ORPCError } from '@orpc/server';
import { ERROR_CODES, type TillProblem } from '../../src-shared/errors/error-codes.ts';
import type { ErrorLog } from './error-log.ts';

/** The message of a problem in the language of those who integrate and support: English. */
export type MessageOf = (problem: TillProblem) => string;

/** An expected problem in the form that travels: its code, HTTP status and detail, declared by the contract. */
export function problemError(problem: TillProblem, messageOf: MessageOf): ORPCError<string, unknown> {
  return new ORPCError(problem.code, {
    status: ERROR_CODES[problem.code].status,
    message: messageOf(problem),
    data: { detail: problem.detail },
  });
}

/** Short enough to be read over the telephone; found again in the log. */
function newErrorId(): string {
  return randomBytes(4).toString('hex').toUpperCase();
}

/**
 * Anything thrown while a call was answered, in the form that travels. Known problems pass; input that does not parse
 * names its place; everything else is a bug: logged with an error id, and nothing but that id leaves.
 */
export function errorThatLeaves(
  thrown: unknown,
  procedure: string,
  log: ErrorLog,
  messageOf: MessageOf,
): ORPCError<string, unknown> {
  if (thrown instanceof ORPCError) {
    if (Object.hasOwn(ERROR_CODES, thrown.code)) return thrown;
    if (thrown.code === 'BAD_REQUEST') return malformed(thrown.cause, messageOf);
  }
  const errorId = newErrorId();
  const err =
    thrown instanceof ORPCError && thrown.cause instanceof ValidationError ? outputMismatch(thrown.cause) : thrown;
  log.error({ errorId, procedure, err }, 'a call failed unexpectedly');
  return problemError({ code: 'internal', detail: { errorId } }, messageOf);
}

function malformed(cause: unknown, messageOf: MessageOf): ORPCError<string, unknown> {
  const issue = cause instanceof ValidationError ? cause.issues[0] : undefined;
  const detail =
    issue === undefined ? { path: 'body', why: 'It cannot be read.' } : { path: placeOf(issue), why: issue.message };
  return problemError({ code: 'input-malformed', detail }, messageOf);
}

type Issue = ValidationError['issues'][number];

/** `lines.0.name`; the whole input is `input`. */
function placeOf(issue: Issue): string {
  const keys = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  return keys.length === 0 ? 'input' : keys.join('.');
}

/** Our own answer broke the contract. The issues are logged, never the answer, which may hold personal data. */
function outputMismatch(cause: ValidationError): Error {
  return new Error(
    `answer breaks the contract at ${cause.issues.map((issue) => `${placeOf(issue)}: ${issue.message}`).join('; ')}`,
  );
}
