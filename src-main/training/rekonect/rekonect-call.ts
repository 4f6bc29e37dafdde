import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CallDescription, RawCall } from '../simulated-api.ts';
import { asObject, asText, canonicalJson, type JsonObject } from './json-object.ts';
import type { PaymentStore } from './payment-store.ts';
import { REKONECT_ENDPOINTS, type RekonectEndpoint } from './rekonect-options.ts';

const VERSION_PATH = '/v1';
const REFERENCE_TAG = 'ref:';

export interface RekonectCall extends CallDescription {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Null where the path is none of section 4. */
  readonly known: RekonectEndpoint | null;
  /** Null where the body is no JSON object. */
  readonly body: JsonObject | null;
}

/** Reads what a request is about, without judging it. */
export function readCall(raw: RawCall, payments: PaymentStore): RekonectCall {
  const [path = ''] = raw.url.split('?');
  const endpoint = path.startsWith(`${VERSION_PATH}/`) ? path.slice(VERSION_PATH.length) : path;
  const known = REKONECT_ENDPOINTS.find((one) => one === endpoint && path !== endpoint) ?? null;
  const body = parseObject(raw.body);
  const operation = known === null ? 'unknown' : operationOf(known, body ?? {});
  const transactionId = asText(asObject(body?.['transaction'])?.['transactionId']);
  return {
    method: raw.method,
    headers: raw.headers,
    endpoint,
    known,
    body,
    operation,
    changesState: operation !== 'details' && operation !== 'short-code' && operation !== 'unknown',
    transactionId,
    reference: referenceOf(body ?? {}, transactionId, payments),
  };
}

function parseObject(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function operationOf(endpoint: RekonectEndpoint, body: JsonObject): string {
  switch (endpoint) {
    case '/member/details':
      return 'details';
    case '/member/register':
      return 'enrol';
    case '/member/update':
      return 'update-member';
    case '/member/shortCode':
      return 'short-code';
    case '/payment':
      return asObject(body['payment'])?.['action'] === 'cancel' ? 'cancel-payment' : 'pay';
    case '/transaction':
      return body['action'] === 'cancel' ? 'cancel-sale' : 'submit';
    case '/event':
      return 'event';
  }
}

/** Tag `ref:…`, else the transaction id; a payment's cancel has its payment's; else a hash, which tells nobody who it was. */
function referenceOf(body: JsonObject, transactionId: string | null, payments: PaymentStore): string {
  const tags = asObject(body['transaction'])?.['tags'];
  if (Array.isArray(tags))
    for (const tag of tags)
      if (typeof tag === 'string' && tag.startsWith(REFERENCE_TAG)) return tag.slice(REFERENCE_TAG.length);
  if (transactionId !== null) return transactionId;
  const confirmationCode = asText(asObject(body['payment'])?.['confirmationCode']);
  if (confirmationCode !== null) return payments.byCode(confirmationCode)?.reference ?? 'unknown-payment';
  const subject = canonicalJson([body['member'] ?? null, body['newMemberData'] ?? null, body['event'] ?? null]);
  return `#${createHash('sha256').update(subject).digest('hex').slice(0, 16)}`;
}
