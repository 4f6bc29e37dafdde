import { createSecretKey, type KeyObject, randomBytes, scrypt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { inGroupsOfFour, randomReadable, readReadable } from '../../src-shared/receipt/readable-alphabet.ts';
import { seal, unseal } from './seal.ts';
import { isOwnerOnly, writeOwnerOnly } from './write-owner-only.ts';

/** The operating system's store, as a door offers it (Electron's safeStorage fits). May throw from encrypt and decrypt. */
export interface OsStore {
  available(): boolean;
  encrypt(plain: string): Buffer;
  decrypt(sealed: Buffer): string;
}

/** A way to the data key that needs no person. */
export type WrapSource =
  | { readonly kind: 'key-file'; readonly path: string }
  | { readonly kind: 'os-store'; readonly store: OsStore };

export type WrapKind = WrapSource['kind'] | 'recovery-code';

/** The data key, sealed in one way, as it stands in data-key.json; binary values in base64. */
export type StoredWrap =
  | { readonly kind: 'key-file' | 'os-store'; readonly sealed: string }
  | { readonly kind: 'recovery-code'; readonly sealed: string; readonly salt: string; readonly cost: number };

/**
 * Why a wrap could not be used. `key-file-missing`, `key-file-unreadable` (other content, no rights), `key-file-not-private`
 * (others may read it), `os-store-unavailable`, `does-not-open`: it holds another key, or the store refused.
 */
export type WrapError =
  | 'key-file-missing'
  | 'key-file-unreadable'
  | 'key-file-not-private'
  | 'os-store-unavailable'
  | 'does-not-open';

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WrapError };

const KEY_FILE_FORM = /^tillbox-key-file-1 ([A-Za-z0-9+/]{43}=)\s*$/;
const CONTEXT = 'data-key';

/** Seals the data key for one source. A key file that is not there is made; one that is there is used as it is. */
export function wrapKey(dataKey: KeyObject, source: WrapSource): Attempt<StoredWrap> {
  const raw = dataKey.export();
  if (source.kind === 'os-store') {
    if (!source.store.available()) return { ok: false, error: 'os-store-unavailable' };
    const sealed = source.store.encrypt(raw.toString('base64')).toString('base64');
    return { ok: true, value: { kind: 'os-store', sealed } };
  }
  if (!existsSync(source.path)) {
    writeOwnerOnly(source.path, `tillbox-key-file-1 ${randomBytes(32).toString('base64')}\n`);
  }
  const file = readKeyFile(source.path);
  if (!file.ok) return file;
  return { ok: true, value: { kind: 'key-file', sealed: seal(file.value, raw, CONTEXT).toString('base64') } };
}

/** Opens a stored wrap with the source of the same kind. */
export function unwrapKey(stored: StoredWrap, source: WrapSource): Attempt<KeyObject> {
  const sealed = Buffer.from(stored.sealed, 'base64');
  if (source.kind === 'key-file') {
    const file = readKeyFile(source.path);
    return file.ok ? opened(file.value, sealed) : file;
  }
  if (!source.store.available()) return { ok: false, error: 'os-store-unavailable' };
  try {
    return keyFrom(Buffer.from(source.store.decrypt(sealed), 'base64'));
  } catch {
    // The store's reasons differ by system and may quote its content; all of them mean the same to the till.
    return { ok: false, error: 'does-not-open' };
  }
}

function readKeyFile(path: string): Attempt<KeyObject> {
  if (!existsSync(path)) return { ok: false, error: 'key-file-missing' };
  let text: string;
  try {
    if (!isOwnerOnly(path)) return { ok: false, error: 'key-file-not-private' };
    text = readFileSync(path, 'utf8');
  } catch {
    return { ok: false, error: 'key-file-unreadable' };
  }
  const match = KEY_FILE_FORM.exec(text);
  if (match?.[1] === undefined) return { ok: false, error: 'key-file-unreadable' };
  return { ok: true, value: createSecretKey(match[1], 'base64') };
}

function opened(wrappingKey: KeyObject, sealed: Buffer): Attempt<KeyObject> {
  const plain = unseal(wrappingKey, sealed, CONTEXT);
  return plain.ok ? keyFrom(plain.plain) : { ok: false, error: 'does-not-open' };
}

function keyFrom(raw: Buffer): Attempt<KeyObject> {
  return raw.length === 32 ? { ok: true, value: createSecretKey(raw) } : { ok: false, error: 'does-not-open' };
}

/** A new recovery code: 8 groups of 4 readable characters, 158 bits. It is shown once and stored nowhere. */
export function newRecoveryCode(): string {
  return inGroupsOfFour(randomReadable(32, randomBytes));
}

/** Seals the data key under a recovery code. @param cost scrypt's N, a power of two. */
export async function wrapWithCode(dataKey: KeyObject, code: string, cost: number): Promise<StoredWrap> {
  const salt = randomBytes(16);
  const sealed = seal(await keyOfCode(code, salt, cost), dataKey.export(), CONTEXT);
  return { kind: 'recovery-code', sealed: sealed.toString('base64'), salt: salt.toString('base64'), cost };
}

/** Opens the recovery wrap with a code as typed: any case and grouping, look-alikes taken for each other. */
export async function unwrapWithCode(
  stored: StoredWrap & { kind: 'recovery-code' },
  typed: string,
): Promise<Attempt<KeyObject>> {
  const code = readReadable(typed);
  if (code?.length !== 32) return { ok: false, error: 'does-not-open' };
  const key = await keyOfCode(inGroupsOfFour(code), Buffer.from(stored.salt, 'base64'), stored.cost);
  return opened(key, Buffer.from(stored.sealed, 'base64'));
}

function keyOfCode(code: string, salt: Buffer, cost: number): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    scrypt(code, salt, 32, { N: cost, r: 8, p: 1, maxmem: 2 * 128 * cost * 8 }, (error, key) =>
      error === null ? resolve(createSecretKey(key)) : reject(error),
    );
  });
}
