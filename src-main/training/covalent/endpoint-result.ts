/** What a request came to, before it is put on the wire. */
export interface EndpointResult {
  readonly status: number;
  /** Undefined: no body (404). */
  readonly body: unknown;
  /** `success`, or the first error's code. */
  readonly outcome: string;
  readonly accepted: boolean;
}

/** Section 4 and A10; nothing was changed. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly status: number;
  readonly code: string;
  readonly field: string | null;

  constructor(status: number, code: string, field: string | null, message: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** 400 for a field. Thrown rather than returned: it also rolls the commit back, and every check may end the request. */
export const invalid = (field: string, code: string, message: string): RefusedRequest =>
  new RefusedRequest(400, code, field, message);

/** 404 has no documented body. */
export const notFound = (): RefusedRequest => new RefusedRequest(404, 'not_found', null, '');

export const success = (body: unknown, status = 200): EndpointResult => ({
  status,
  body,
  outcome: 'success',
  accepted: true,
});

export function refusal({ status, code, field, message }: RefusedRequest): EndpointResult {
  const body = status === 404 ? undefined : { errors: [{ message, field, code }] };
  return { status, body, outcome: code, accepted: false };
}
