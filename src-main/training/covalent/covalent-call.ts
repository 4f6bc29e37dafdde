import type { IncomingHttpHeaders } from 'node:http';
import type { CallDescription, RawCall } from '../simulated-api.ts';
import type { CovalentContext } from './covalent-context.ts';
import { COVALENT_ROUTES, type CovalentRoute } from './covalent-routes.ts';
import { asObject, asText, type JsonObject, parseObject } from './json-value.ts';
import { referenceOf } from './purchase-rules.ts';

export const COVALENT_BASE_PATH = '/public/v3.0/';
const PREFIX = COVALENT_BASE_PATH.slice(0, -1);

export interface CovalentCall extends CallDescription {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** As received, without `?`; empty where there is none. */
  readonly queryText: string;
  /** Null: no such call. */
  readonly route: CovalentRoute | null;
  /** What the path names. */
  readonly id: string;
  /** Null where the body is no JSON object. */
  readonly body: JsonObject | null;
}

/** Reads what a request is about, without judging it. */
export function readCall(raw: RawCall, context: CovalentContext): CovalentCall {
  const at = raw.url.indexOf('?');
  const path = at === -1 ? raw.url : raw.url.slice(0, at);
  const endpoint = path.startsWith(`${PREFIX}/`) ? path.slice(PREFIX.length) : path;
  const found = endpoint === path ? null : routeOf(raw.method, endpoint);
  const body = parseObject(raw.body);
  const id = found?.id ?? '';
  return {
    method: raw.method,
    headers: raw.headers,
    bytes: raw.bytes,
    queryText: at === -1 ? '' : raw.url.slice(at + 1),
    endpoint,
    route: found?.route ?? null,
    id,
    body,
    operation: found?.route.operation ?? 'unknown',
    changesState: found?.route.changesState ?? false,
    transactionId: id === '' ? asText(body?.['previous_transaction_id']) : id,
    reference: callReference(body, id, context),
  };
}

function routeOf(method: string, endpoint: string): { route: CovalentRoute; id: string } | null {
  for (const route of COVALENT_ROUTES) {
    const match = route.method === method ? route.path.exec(endpoint) : null;
    if (match !== null) return { route, id: decodeURIComponent(match[1] ?? '') };
  }
  return null;
}

/** `metadata.sale`, else the external reference; what only names something earlier has that one's. */
function callReference(body: JsonObject | null, id: string, context: CovalentContext): string {
  const previous = asText(body?.['previous_transaction_id']);
  const candidates = [
    referenceOf(asObject(body?.['metadata'])),
    asText(body?.['external_reference']),
    previous === null ? null : context.redemptions.byLatest(previous)?.reference,
    id === '' ? null : context.executions.byId(id)?.reference,
    asText(id),
  ];
  return candidates.find((one) => typeof one === 'string') ?? '#none';
}
