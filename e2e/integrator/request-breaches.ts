import type { IncomingMessage } from 'node:http';
import { emptyPlaces, isPath, shapeBreaches } from './contract-shapes.ts';

export interface ExpectedHeaders {
  readonly apiKey: string;
  readonly branchId: string;
  readonly posId: string;
  readonly sourceName: string;
}

/** Names that HTTP itself brings along; any other may carry something that has no business there. */
const PLAIN_HEADERS = [
  'host',
  'connection',
  'content-length',
  'content-type',
  'accept',
  'accept-encoding',
  'user-agent',
];
const OWN_HEADERS = ['x-api-key', 'x-source-type', 'x-source-name', 'x-branch-id', 'x-pos-id'];
const DETAILS_HEADERS = ['x-return-assets', 'x-return-benefits'];

/** What is wrong with a request before its body is looked at (section 1). `path` is without the base path. */
export function headerBreaches(request: IncomingMessage, path: string, expected: ExpectedHeaders): string[] {
  const { headers } = request;
  const found: string[] = [];
  if (request.method !== 'POST') found.push(`${request.method ?? 'no method'} instead of POST`);
  if (!isPath(path)) found.push('a path that the contract does not name, or a query');
  if (!/^application\/json(; ?charset=utf-8)?$/i.test(headers['content-type'] ?? '')) found.push('content-type');
  const wanted = {
    'x-api-key': expected.apiKey,
    'x-source-type': 'POS',
    'x-source-name': expected.sourceName,
    'x-branch-id': expected.branchId,
    'x-pos-id': expected.posId,
  };
  for (const [name, value] of Object.entries(wanted)) if (headers[name] !== value) found.push(`header ${name}`);
  const allowed = [...PLAIN_HEADERS, ...OWN_HEADERS, ...(path === '/member/details' ? DETAILS_HEADERS : [])];
  for (const name of Object.keys(headers)) if (!allowed.includes(name)) found.push(`header ${name} is not for here`);
  const assets = headers['x-return-assets'];
  if (assets !== undefined && !['active', 'inactive', 'all'].includes(String(assets))) found.push('x-return-assets');
  const benefits = headers['x-return-benefits'];
  if (benefits !== undefined && !['true', 'false'].includes(String(benefits))) found.push('x-return-benefits');
  return found;
}

/** What is wrong with a body by itself; `personal` are words that may stand in the member's own objects alone. */
export function bodyBreaches(path: string, text: string, key: string, personal: readonly string[]): string[] {
  if (text.includes(key)) return ['the key stands in a body'];
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return [`no JSON: ${String(error)}`];
  }
  if (!isPath(path) || typeof body !== 'object' || body === null) return ['no JSON object'];
  const { member: _member, newMemberData: _data, ...rest } = body as Record<string, unknown>;
  const elsewhere = JSON.stringify(rest);
  const told = personal.some((word) => elsewhere.includes(word));
  return [...emptyPlaces(body), ...shapeBreaches(path, body), ...(told ? ['personal data outside the member'] : [])];
}
