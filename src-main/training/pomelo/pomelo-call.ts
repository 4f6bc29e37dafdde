import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CallDescription, RawCall } from '../simulated-api.ts';
import type { Direction } from './adjustment.ts';
import { readReason } from './adjustment-reason.ts';
import { asText, type JsonObject, parseObject } from './json-object.ts';

const LOYALTY = '/loyalty/v1';
/** Section 3: some pages write the path with a version. */
const TOKEN_PATHS: ReadonlySet<string> = new Set(['/oauth/token', '/oauth/v1/token']);
const REVOKE_PATHS: ReadonlySet<string> = new Set(['/oauth/token/revoke', '/oauth/v1/token/revoke']);
const ADJUSTMENT = /^\/accounts\/([^/]+)\/(mint|burn)$/;

export type Route =
  | { readonly kind: 'token' | 'revoke' | 'balance' | 'nowhere' }
  | { readonly kind: 'adjustment'; readonly direction: Direction; readonly accountType: string };

export interface PomeloCall extends CallDescription {
  readonly route: Route;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** Null where the body is no JSON object. */
  readonly body: JsonObject | null;
  /** Null: the call is not protected against a repeat. */
  readonly key: string | null;
  /** Of path and body: the same key must always come with the same. */
  readonly contentHash: string;
}

/** Reads what a request is about, without judging it. */
export function readCall(raw: RawCall): PomeloCall {
  const { pathname, searchParams } = new URL(raw.url, 'http://127.0.0.1');
  const endpoint = pathname.startsWith(`${LOYALTY}/`) ? pathname.slice(LOYALTY.length) : pathname;
  const route = routeOf(raw.method, pathname, endpoint);
  const body = parseObject(raw.body);
  const key = asText(raw.headers['x-idempotency-key']);
  const reason = readReason(asText(body?.['reason']) ?? '');
  const contentHash = createHash('sha256').update(`${pathname}\n`).update(raw.bytes).digest('base64url');
  return {
    endpoint,
    route,
    headers: raw.headers,
    query: searchParams,
    body,
    key,
    contentHash,
    operation: operationOf(route, reason?.operation),
    changesState: route.kind === 'adjustment',
    reference: reason?.reference ?? key ?? `#${contentHash.slice(0, 16)}`,
    transactionId: reason?.operationId ?? null,
  };
}

function routeOf(method: string, pathname: string, endpoint: string): Route {
  if (method === 'POST' && TOKEN_PATHS.has(pathname)) return { kind: 'token' };
  if (method === 'POST' && REVOKE_PATHS.has(pathname)) return { kind: 'revoke' };
  if (endpoint === pathname) return { kind: 'nowhere' };
  if (method === 'GET' && endpoint === '/accounts/balance') return { kind: 'balance' };
  const [, accountType, direction] = ADJUSTMENT.exec(endpoint) ?? [];
  if (method !== 'POST' || accountType === undefined) return { kind: 'nowhere' };
  return { kind: 'adjustment', direction: direction === 'mint' ? 'mint' : 'burn', accountType };
}

/** An adjustment without the till's form of reason is called by what it does. */
function operationOf(route: Route, stated: string | undefined): string {
  if (route.kind === 'adjustment') return stated ?? route.direction;
  return route.kind === 'nowhere' ? 'unknown' : route.kind;
}
