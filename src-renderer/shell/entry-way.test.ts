import { expect, test } from 'vitest';
import type { IdField } from '../contract-types.ts';
import { wayOfScan, wayOfTyped } from './entry-way.ts';

const field = (method: IdField['method'], pattern: string | null): IdField => ({
  method,
  label: method,
  pattern,
  oneTime: false,
  details: [],
  mayRedeem: true,
});
const GUID = '[0-9a-f]{8}-[0-9a-f]{4}';
const CODES = [field('code', '^[0-9]{6}$'), field('membership-key', GUID)];
const CARDS = [field('phone', null), field('card', null), field('email', '^[^ @]+@[^ @]+$')];

test.each([
  ['by its looks', CODES, '123456', 'membership-key', 'code'],
  ['as a whole, not in part', CODES, 'x123456x', 'code', 'code'],
  ['by its looks, whatever is chosen', CODES, '01234567-89ab', 'code', 'membership-key'],
  ['as a card where nothing tells it apart', CARDS, '9900000000011', 'phone', 'card'],
  ['as an address', CARDS, 'ana@example.org', 'card', 'email'],
  ['in the chosen way where nothing fits', CODES, '99', 'membership-key', 'membership-key'],
  ['with a pattern that is none', [field('code', '['), field('card', null)], '12', 'code', 'card'],
] as const)('a scan is taken %s', (_how, fields, code, chosen, way) => {
  expect(wayOfScan(fields, code, chosen)).toBe(way);
});

test.each([
  ['stays with what was chosen', CODES, '123456', 'code', 'code'],
  ['moves where it can only be the other', CODES, '01234567-89ab', 'code', 'membership-key'],
  ['stays where nothing fits, so that the program says why', CODES, 'abc', 'code', 'code'],
  ['stays where the chosen way takes anything', CARDS, 'ana@example.org', 'phone', 'phone'],
] as const)('a typed entry %s', (_how, fields, text, chosen, way) => {
  expect(wayOfTyped(fields, text, chosen)).toBe(way);
});
