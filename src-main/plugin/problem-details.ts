import { ERROR_CODES, type ErrorCode, type WhoActs } from '../../src-shared/errors/error-codes.ts';

/** What is wrong with a request before any use case sees it; everything later has a code of its own. */
export const HTTP_REFUSALS = {
  'no-such-path': { status: 404, title: 'There is nothing at this address.' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method.' },
  'body-too-large': { status: 413, title: 'The body is larger than 1 MiB.' },
  'media-type-not-supported': { status: 415, title: 'The body must be application/json.' },
  'body-malformed': { status: 400, title: 'The body is not valid JSON.' },
} as const;
export type HttpRefusal = keyof typeof HTTP_REFUSALS;

/** RFC 9457. `code` is what programs compare; `whoActs` and `whatToDo` say how it goes on. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly whoActs: WhoActs;
  readonly whatToDo: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export const PROBLEM_TYPE = 'application/problem+json';

const WHAT_TO_DO: Readonly<Record<WhoActs, string>> = {
  cashier: 'Show the detail to the cashier, who can put it right and call again with a new command id.',
  manager: 'Show the detail; a manager can put it right on the till.',
  support: 'Call again later; if it stays, report it with its parameters.',
  integrator: 'Correct the request; the same request will be refused again.',
  nobody: 'Go on without it: the sale does not need it.',
};

/** 502 and 503 settle by themselves, whoever else could act. */
const LATER = 'Go on without it, or call again later with the same command id.';

/** The body for a problem that a use case or the router reported. */
export function problemDetails(
  code: ErrorCode,
  message: string,
  parameters: Readonly<Record<string, unknown>>,
): ProblemDetails {
  const { acts, status } = ERROR_CODES[code];
  return {
    type: `urn:tillbox:problem:${code}`,
    title: inWords(code),
    status,
    detail: message,
    code,
    whoActs: acts,
    whatToDo: status === 502 || status === 503 ? LATER : WHAT_TO_DO[acts],
    parameters,
  };
}

/** The body for a request that never reached a use case. */
export function refusalDetails(refusal: HttpRefusal, detail: string): ProblemDetails {
  const { status, title } = HTTP_REFUSALS[refusal];
  return {
    type: `urn:tillbox:problem:${refusal}`,
    title,
    status,
    detail,
    code: refusal,
    whoActs: 'integrator',
    whatToDo: WHAT_TO_DO.integrator,
    parameters: {},
  };
}

const inWords = (code: ErrorCode): string => {
  const words = code.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};

const text = { type: 'string' } as const;

/** The same as a JSON schema, for the OpenAPI document. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'whoActs', 'whatToDo', 'parameters'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'urn:tillbox:problem:<code>' },
    title: text,
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence for people.' },
    code: {
      type: 'string',
      description: 'What programs compare.',
      enum: [...Object.keys(ERROR_CODES), ...Object.keys(HTTP_REFUSALS)],
    },
    whoActs: { type: 'string', enum: Object.keys(WHAT_TO_DO) },
    whatToDo: text,
    parameters: { type: 'object', description: 'What the detail speaks of, as values.' },
  },
};
