import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { deriveKey, keyIdOf } from './derive-key.ts';
import { pooledRandom } from './pooled-random.ts';

// version (1) · key id (4) · nonce (12) · ciphertext · tag (16)
const VERSION = 1;
const NONCE_AT = 5;
const BODY_AT = 17;
const TAG_LENGTH = 16;

/** How much longer than its content a sealed value is, in bytes. */
export const SEAL_OVERHEAD = BODY_AT + TAG_LENGTH;

const headers = new WeakMap<KeyObject, Buffer>();

/** What every value sealed with this key begins with. */
function headerOf(dataKey: KeyObject): Buffer {
  let header = headers.get(dataKey);
  if (header === undefined) {
    header = Buffer.concat([Buffer.of(VERSION), Buffer.from(keyIdOf(dataKey), 'hex')]);
    headers.set(dataKey, header);
  }
  return header;
}

/**
 * Encrypts a value for storage (AES-256-GCM, random nonce).
 *
 * @param context names the place: table, column and row id. A sealed value moved to another place does not open.
 */
export function seal(dataKey: KeyObject, plain: Uint8Array, context: string): Buffer {
  const nonce = pooledRandom(BODY_AT - NONCE_AT);
  const header = headerOf(dataKey);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(dataKey, 'seal'), nonce);
  cipher.setAAD(Buffer.concat([header, Buffer.from(context)]));
  return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * `damaged`: changed, cut, or moved from another place. `other-key`: sealed with the key named by `keyId`.
 * `newer-version`: written by a newer Tillbox.
 */
export type UnsealError =
  | { readonly ok: false; readonly error: 'damaged' | 'newer-version' }
  | { readonly ok: false; readonly error: 'other-key'; readonly keyId: string };

export type Unsealed = { readonly ok: true; readonly plain: Buffer } | UnsealError;

/** Opens what `seal` made with the same key and context. */
export function unseal(dataKey: KeyObject, sealed: Uint8Array, context: string): Unsealed {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < SEAL_OVERHEAD || bytes[0] === 0) return { ok: false, error: 'damaged' };
  if (bytes[0] !== VERSION) return { ok: false, error: 'newer-version' };
  const keyId = bytes.toString('hex', 1, NONCE_AT);
  if (keyId !== keyIdOf(dataKey)) return { ok: false, error: 'other-key', keyId };
  const nonce = bytes.subarray(NONCE_AT, BODY_AT);
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(dataKey, 'seal'), nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(Buffer.concat([bytes.subarray(0, NONCE_AT), Buffer.from(context)]));
  decipher.setAuthTag(bytes.subarray(-TAG_LENGTH));
  try {
    return {
      ok: true,
      plain: Buffer.concat([decipher.update(bytes.subarray(BODY_AT, -TAG_LENGTH)), decipher.final()]),
    };
  } catch (error) {
    if (error instanceof Error && error.message.includes('authenticate')) return { ok: false, error: 'damaged' };
    throw error;
  }
}
