import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveKey, keyIdOf } from './derive-key.ts';
import { SEAL_OVERHEAD, seal, unseal } from './seal.ts';

const key = createSecretKey(Buffer.alloc(32, 7));
const other = createSecretKey(Buffer.alloc(32, 8));

test('what was sealed opens again, and never looks the same twice', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), fc.string(), (plain, context) => {
      const sealed = seal(key, plain, context);
      expect(sealed.length).toBe(plain.length + SEAL_OVERHEAD);
      expect(unseal(key, sealed, context)).toEqual({ ok: true, plain: Buffer.from(plain) });
      expect(seal(key, plain, context).equals(sealed)).toBe(false);
    }),
  );
});

test('every flipped bit is found', () => {
  const sealed = seal(key, Buffer.from('card 0000'), 'member.card:1');
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const damaged = Buffer.from(sealed);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(unseal(key, damaged, 'member.card:1').ok).toBe(false);
  }
});

test('the reasons: another place, cut, another key, a newer version', () => {
  const sealed = seal(key, Buffer.from('x'), 'member.card:1');
  expect(unseal(key, sealed, 'member.card:2')).toEqual({ ok: false, error: 'damaged' });
  for (let length = 0; length < sealed.length; length++) {
    expect(unseal(key, sealed.subarray(0, length), 'member.card:1')).toEqual({ ok: false, error: 'damaged' });
  }
  expect(unseal(other, sealed, 'member.card:1')).toEqual({ ok: false, error: 'other-key', keyId: keyIdOf(key) });
  const newer = Buffer.from(sealed);
  newer[0] = 2;
  expect(unseal(key, newer, 'member.card:1')).toEqual({ ok: false, error: 'newer-version' });
});

test('a view into a larger buffer opens too (as rows come from the database)', () => {
  const sealed = seal(key, Buffer.from('x'), 'a');
  const larger = new Uint8Array(sealed.length + 9);
  larger.set(sealed, 5);
  expect(unseal(key, larger.subarray(5, 5 + sealed.length), 'a').ok).toBe(true);
});

test('no nonce comes twice, over several fillings of the pool', () => {
  const nonces = Array.from({ length: 1_000 }, () => seal(key, Buffer.alloc(0), '').toString('hex', 5, 17));
  expect(new Set(nonces).size).toBe(1_000);
});

test('purposes get different keys', () => {
  const data = createSecretKey(randomBytes(32));
  const all = (['seal', 'pin', 'audit', 'index'] as const).map((purpose) =>
    deriveKey(data, purpose).export().toString('hex'),
  );
  expect(new Set([...all, data.export().toString('hex')]).size).toBe(5);
});
