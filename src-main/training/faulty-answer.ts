import type { FaultRule } from './fault-rule.ts';

/** What goes over the wire instead of the proper answer. */
export type FaultyAnswer =
  | { readonly kind: 'drop' }
  | { readonly kind: 'silence' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers: Readonly<Record<string, string>>;
    };

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const PORTAL =
  '<!doctype html><title>Guest network</title><p>Please accept the terms of the guest network to go on.</p>';
const GATEWAY = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** The words of a gateway in front of the program: no envelope, so that only the status speaks. */
export function faultyAnswer(rule: FaultRule): FaultyAnswer {
  switch (rule.kind) {
    case 'drop-before-commit':
    case 'drop-after-commit':
      return { kind: 'drop' };
    case 'half-open':
      return { kind: 'silence' };
    case 'garbage':
      return { kind: 'answer', status: 200, body: PORTAL, headers: HTML };
    case 'bad-gateway':
      return { kind: 'answer', status: 502, body: GATEWAY, headers: HTML };
    case '401':
      return gateway(401, 'Unauthorized');
    case '403':
      return gateway(403, 'Forbidden');
    case '409':
      return gateway(409, 'Conflict');
    case '425':
      return gateway(425, 'Too Early');
    case '429': {
      const answer = gateway(429, 'Too Many Requests');
      return { ...answer, headers: { ...answer.headers, 'retry-after': String(rule.retryAfterSeconds ?? 1) } };
    }
    default:
      return gateway(500, 'Internal Server Error');
  }
}

function gateway(status: number, message: string): Extract<FaultyAnswer, { kind: 'answer' }> {
  return { kind: 'answer', status, body: JSON.stringify({ message }), headers: JSON_TYPE };
}
