import type { IncomingHttpHeaders } from 'node:http';
import type { CallDescription, RawCall } from '../simulated-api.ts';

export type RbiEndpoint = 'identify' | 'validate' | 'update' | 'unclaimed' | 'void' | 'promo-code';

export interface RbiCall extends CallDescription {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Null: no such path. */
  readonly known: RbiEndpoint | null;
  /** Whether the method fits the path. */
  readonly methodFits: boolean;
  /** Null: no JSON. */
  readonly body: unknown;
}

interface Route {
  readonly known: RbiEndpoint;
  readonly method: 'POST' | 'PUT';
  readonly endpoint: string;
  readonly path: RegExp;
}

const ROUTES: readonly Route[] = [
  route('identify', 'POST', '/loyalty/identify'),
  route('unclaimed', 'POST', '/loyalty/transaction/pos'),
  route('validate', 'POST', '/loyalty/transaction/pos/validate/:id'),
  route('void', 'PUT', '/loyalty/transaction/pos/:id/void'),
  route('update', 'PUT', '/loyalty/transaction/pos/:id'),
  route('promo-code', 'POST', '/loyalty/promo-code/redeem'),
];

function route(known: RbiEndpoint, method: 'POST' | 'PUT', endpoint: string): Route {
  return { known, method, endpoint, path: new RegExp(`^${endpoint.replace(':id', '([^/]+)')}$`) };
}

/** Reads what a request is about, without judging it. */
export function readCall(raw: RawCall): RbiCall {
  const [path = ''] = raw.url.split('?');
  const found = ROUTES.find((one) => one.path.test(path));
  const body = parse(raw.body);
  const operation = found === undefined ? 'unknown' : operationOf(found.known, at(body, 'status'));
  return {
    method: raw.method,
    headers: raw.headers,
    endpoint: found?.endpoint ?? path,
    known: found?.known ?? null,
    methodFits: found?.method === raw.method,
    body,
    operation,
    changesState: operation !== 'preview' && operation !== 'redeem-code' && operation !== 'unknown',
    transactionId: found?.path.exec(path)?.[1] ?? null,
    reference:
      textOf(at(body, 'posVendor', 'transactionId')) ??
      textOf(at(body, 'transactionDetails', 'posVendor', 'transactionId')) ??
      'unknown-sale',
  };
}

/** As the till calls it. */
function operationOf(known: RbiEndpoint, status: unknown): string {
  switch (known) {
    case 'identify':
      return 'identify';
    case 'validate':
      return 'preview';
    case 'update':
      return status === 'CLAIMED' ? 'submit' : 'reserve';
    case 'unclaimed':
      return 'submit-unclaimed';
    case 'void':
      return status === 'CLAIMED' ? 'cancel-sale' : 'release';
    case 'promo-code':
      return 'redeem-code';
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function at(value: unknown, ...path: readonly string[]): unknown {
  let inner: unknown = value;
  for (const name of path)
    inner = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined;
  return inner;
}
