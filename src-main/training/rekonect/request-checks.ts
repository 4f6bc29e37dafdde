import type { IncomingHttpHeaders } from 'node:http';
import { CODE, invalid, type Refused, refused } from './endpoint-result.ts';
import { asObject, type JsonObject } from './json-object.ts';

const SOURCE_TYPES: ReadonlySet<string> = new Set(['POS', 'Web', 'Website', 'Kiosk']);
const IDENTITY_HEADERS = ['x-source-type', 'x-source-name', 'x-branch-id', 'x-pos-id'] as const;
/** Section 7.3: only inside these; empty arrays elsewhere pass. */
const NO_EMPTY_VALUES_IN = ['member', 'newMemberData', 'payment'] as const;

/** Section 7.1; the key is looked at first, so that a wrong one learns nothing else. */
export function checkHeaders(headers: IncomingHttpHeaders, apiKey: string): Refused | null {
  if (headers['x-api-key'] !== apiKey)
    return refused(CODE.auth, 'The API key is missing or not valid', 'headers.x-api-key');
  const contentType = headers['content-type'];
  if (contentType === undefined || !/^application\/json\s*(;|$)/i.test(contentType))
    return invalid('headers.content-type', 'Content-Type must be application/json');
  for (const name of IDENTITY_HEADERS)
    if (typeof headers[name] !== 'string' || headers[name].trim() === '')
      return invalid(`headers.${name}`, 'A required header is missing');
  if (!SOURCE_TYPES.has(String(headers['x-source-type'])))
    return invalid('headers.x-source-type', 'The kind of source is not known');
  return null;
}

/** Null or empty string inside `member`, `newMemberData` or `payment`, at any depth. */
export function checkEmptyValues(body: JsonObject): Refused | null {
  for (const name of NO_EMPTY_VALUES_IN) {
    if (!(name in body)) continue;
    const path = emptyValueIn(body[name], `body.${name}`);
    if (path !== null) return invalid(path, 'Null and empty values are not allowed here');
  }
  return null;
}

function emptyValueIn(value: unknown, path: string): string | null {
  if (value === null || value === '') return path;
  const members = Array.isArray(value) ? value.entries() : Object.entries(asObject(value) ?? {});
  for (const [name, inner] of members) {
    const found = emptyValueIn(inner, `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}
