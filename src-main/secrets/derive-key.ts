import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What a key made from the data key is for; one key serves one purpose, so that no use can weaken another. */
export type KeyPurpose = 'seal' | 'pin' | 'audit' | 'index';

const derived = new WeakMap<KeyObject, Map<KeyPurpose, KeyObject>>();

/** The key for one purpose, made from the data key by HKDF-SHA-256 and remembered (a KeyObject makes each use 10 times cheaper). */
export function deriveKey(dataKey: KeyObject, purpose: KeyPurpose): KeyObject {
  let keys = derived.get(dataKey);
  if (keys === undefined) {
    keys = new Map();
    derived.set(dataKey, keys);
  }
  let key = keys.get(purpose);
  if (key === undefined) {
    key = createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', `tillbox ${purpose}`, 32)));
    keys.set(purpose, key);
  }
  return key;
}

const ids = new WeakMap<KeyObject, string>();

/** Eight hex digits that tell data keys apart and say nothing about them. */
export function keyIdOf(dataKey: KeyObject): string {
  let id = ids.get(dataKey);
  if (id === undefined) {
    id = createHmac('sha256', dataKey).update('tillbox key id').digest('hex').slice(0, 8);
    ids.set(dataKey, id);
  }
  return id;
}
