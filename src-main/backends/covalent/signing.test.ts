import { expect, test } from 'vitest';
import { createSigner } from './signing.ts';

const sign = createSigner('pub_1', 'sec_12345');
const digestOf = (method: string, path: string, body: string): string =>
  sign(method, path, body).slice('Credential=pub_1, Signature='.length);

test.each([
  ['{"foo": "bar"}', 14, '4d84ba663b9c6179dd98023087da5baa8a4e3eb59ba45284935261350ba70742'],
  ['', 0, '7a810049d70d0190c3eb7d204d0612a228332cf79ea138f5a28a79cf0b4be022'],
  ['{"foo":"bar"}', 13, '3144591f5207f60a40ff5d95a0b99845c58abd93eebe6d4d2f84122b725927c1'],
  ['{"reason":"Café"}', 18, '78cf1d694e125927cc5e6b5efc5d782ead953af2961a78ec248a522cb69cf094'],
  [
    '{"fiat_amount":"18.40","fiat_currency":"EUR","loyalty_currency":"CORNER_POINTS","member":{"id":"LC-700145"},"external_reference":"S042-T3-000187-E"}',
    148,
    '92148cd492b4eb80f395dbc9d0358d89d7db2b7f51109c4a30980a937b232592',
  ],
])('a body: %s', (body, bytes, digest) => {
  expect(Buffer.byteLength(body)).toBe(bytes);
  expect(digestOf('POST', '/x', body)).toBe(digest);
  expect(digestOf('PATCH', '/x?page=1', body)).toBe(digest);
});

test.each([
  ['foo=bar', '88d64dfcb542c35dc22bae059bd5f5a5d038572a7b391dfc4cd5f3a5530c1760'],
  ['page=1&page_size=50&type=accrual%2Credemption', '7c6ea287ba3f897607b5e627e16958a74eac317096c45e541ec72035fef77413'],
  // Wrong on purpose in the contract: the question mark of the address is no part of the query, a second one is.
  ['?foo=bar', '654cdffaf709fd3f2879368307a76fdc666a367353dc40eb6c5d28b10d9dd01d'],
  ['', '7a810049d70d0190c3eb7d204d0612a228332cf79ea138f5a28a79cf0b4be022'],
])('a query: %s', (query, digest) => {
  expect(digestOf('GET', query === '' ? '/x' : `/x?${query}`, '')).toBe(digest);
});

test('the header', () => {
  expect(sign('POST', '/x', '')).toMatch(/^Credential=pub_1, Signature=[0-9a-f]{64}$/);
});
