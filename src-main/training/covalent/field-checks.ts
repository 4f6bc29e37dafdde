import { type Currency, currencyOf, type Minor } from '../../../src-shared/money/money.ts';
import { parseMoney } from '../../../src-shared/money/parse-money.ts';
import { invalid } from './endpoint-result.ts';
import { asObject, depthOf, type JsonObject } from './json-value.ts';

const DEEPEST_METADATA = 5;
const MINUTE_MS = 60_000;

/** Section 4 and A10. Every check throws `RefusedRequest`. */
export function requiredText(body: JsonObject, name: string): string {
  const value = body[name];
  if (value === undefined) throw invalid(name, 'required', 'This field is required.');
  if (value === null) throw invalid(name, 'null', 'This field may not be null.');
  if (typeof value !== 'string') throw invalid(name, 'invalid', 'Not a valid string.');
  if (value.trim() === '') throw invalid(name, 'blank', 'This field may not be blank.');
  return value;
}

export function optionalText(body: JsonObject, name: string): string | null {
  return body[name] === undefined || body[name] === null ? null : requiredText(body, name);
}

export function requiredObject(body: JsonObject, name: string): JsonObject {
  const value = body[name];
  if (value === undefined) throw invalid(name, 'required', 'This field is required.');
  const object = asObject(value);
  if (object === null) throw invalid(name, 'invalid', 'An object is expected.');
  return object;
}

/** META: any object, at most 5 levels deep; null where there is none. */
export function metadataOf(body: JsonObject): JsonObject | null {
  if (body['metadata'] === undefined) return null;
  const metadata = requiredObject(body, 'metadata');
  if (depthOf(metadata) > DEEPEST_METADATA) throw invalid('metadata', 'invalid', 'Metadata is nested too deeply.');
  return metadata;
}

export interface Fiat {
  readonly minor: Minor;
  readonly currency: Currency;
}

/** A decimal string of at least 0 with its ISO 4217 code; no more decimals than the currency has. */
export function fiatOf(body: JsonObject, place = ''): Fiat {
  const code = currencyOf(requiredText(body, 'fiat_currency'));
  if (code === null) throw invalid(`${place}fiat_currency`, 'invalid_choice', 'Not a known currency.');
  return { minor: decimalOf(body, 'fiat_amount', code, place), currency: code };
}

export function decimalOf(body: JsonObject, name: string, code: Currency, place = ''): Minor {
  const value = body[name];
  if (value === undefined) throw invalid(`${place}${name}`, 'required', 'This field is required.');
  const parsed = typeof value === 'string' && /^-?\d/.test(value) ? parseMoney(value, code, '.') : null;
  if (parsed === null || !parsed.ok) throw invalid(`${place}${name}`, 'invalid', 'A valid number string is required.');
  if (parsed.minor < 0) throw invalid(`${place}${name}`, 'min_value', 'The value must be at least 0.');
  return parsed.minor;
}

/** Points: a whole number above 0. */
export function pointsOf(body: JsonObject, name: string, place = ''): number {
  const value = body[name];
  if (value === undefined) throw invalid(`${place}${name}`, 'required', 'This field is required.');
  if (!Number.isSafeInteger(value)) throw invalid(`${place}${name}`, 'invalid', 'A valid integer is required.');
  if ((value as number) < 1) throw invalid(`${place}${name}`, 'min_value', 'The value must be at least 1.');
  return value as number;
}

export function tagsOf(body: JsonObject): readonly string[] {
  const tags = body['tags'] ?? [];
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string'))
    throw invalid('tags', 'invalid', 'A list of strings is expected.');
  return tags;
}

const REQUEST_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Request dates may omit seconds and zone; zoneless is read as UTC (A2). Null: not such a time. */
export function readTime(text: string): number | null {
  const match = REQUEST_TIME.exec(text);
  if (match === null) return null;
  const [, day, minutes, seconds = '00', zone = 'Z'] = match;
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const atMs = Date.parse(`${day}T${minutes}:${seconds}${offset}`);
  return Number.isNaN(atMs) ? null : atMs;
}

/** In the future, cut to the minute (6.2); null where there is none. */
export function releaseTimeOf(body: JsonObject, nowMs: number): number | null {
  const text = optionalText(body, 'release_date');
  if (text === null) return null;
  const atMs = readTime(text);
  if (atMs === null) throw invalid('release_date', 'invalid', 'Not a valid date and time.');
  if (atMs <= nowMs) throw invalid('release_date', 'min_value', 'The release date must be in the future.');
  return atMs - (atMs % MINUTE_MS);
}
