import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keyIdOf } from './derive-key.ts';
import {
  newRecoveryCode,
  type StoredWrap,
  unwrapKey,
  unwrapWithCode,
  type WrapError,
  type WrapKind,
  type WrapSource,
  wrapKey,
  wrapWithCode,
} from './wraps.ts';
import { writeOwnerOnly } from './write-owner-only.ts';

/** The file in the data folder that holds the data key, sealed once per wrap. */
export const DATA_KEY_FILE = 'data-key.json';

/** scrypt's N for recovery codes: 32 MB and some 60 ms. The code alone has 158 bits, so more would only delay its owner. */
const RECOVERY_COST = 2 ** 15;

const sealed = z.base64().min(1);
const fileForm = z.object({
  version: z.literal(1),
  keyId: z.string().regex(/^[0-9a-f]{8}$/),
  wraps: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['key-file', 'os-store']), sealed }),
      // The upper limit keeps a changed file from asking for gigabytes.
      z.object({
        kind: z.literal('recovery-code'),
        sealed,
        salt: sealed,
        cost: z
          .int()
          .min(2)
          .max(2 ** 20),
      }),
    ]),
  ),
});

interface KeyFile {
  readonly version: 1;
  readonly keyId: string;
  readonly wraps: readonly StoredWrap[];
}

/** `no-data-key`: the folder has none. `damaged`: its file is unreadable. `newer-version`: written by a newer Tillbox. */
export type KeyFileError = { readonly ok: false; readonly error: 'no-data-key' | 'damaged' | 'newer-version' };

export type CreatedKey =
  | { readonly ok: true; readonly key: KeyObject; readonly recoveryCode: string }
  | { readonly ok: false; readonly error: 'exists' }
  | { readonly ok: false; readonly error: 'wrap-failed'; readonly kind: WrapKind; readonly why: WrapError };

/**
 * Makes the data key of a new folder and seals it under every given wrap and a recovery code.
 *
 * @param recoveryCost scrypt's N; tests take a small one.
 * @returns the key, and the code to be shown once. Errors of the file system (full, read-only) are thrown as they come.
 */
export async function createDataKey(
  folder: string,
  wraps: readonly WrapSource[],
  recoveryCost = RECOVERY_COST,
): Promise<CreatedKey> {
  const path = join(folder, DATA_KEY_FILE);
  if (existsSync(path)) return { ok: false, error: 'exists' };
  const key = createSecretKey(randomBytes(32));
  const stored: StoredWrap[] = [];
  for (const source of wraps) {
    const wrapped = wrapKey(key, source);
    if (!wrapped.ok) return { ok: false, error: 'wrap-failed', kind: source.kind, why: wrapped.error };
    stored.push(wrapped.value);
  }
  const recoveryCode = newRecoveryCode();
  stored.push(await wrapWithCode(key, recoveryCode, recoveryCost));
  write(path, { version: 1, keyId: keyIdOf(key), wraps: stored });
  return { ok: true, key, recoveryCode };
}

/** `wrapsPresent` are the ways that this folder knows; `tried` says why each of the given ones did not do. */
export type NoUsableWrap = {
  readonly ok: false;
  readonly error: 'no-usable-wrap';
  readonly wrapsPresent: readonly WrapKind[];
  readonly tried: readonly { readonly kind: WrapKind; readonly why: WrapError }[];
};

export type OpenedKey = { readonly ok: true; readonly key: KeyObject } | KeyFileError | NoUsableWrap;

/** Opens the data key with the first given wrap that fits (design.md 6). */
export function openDataKey(folder: string, wraps: readonly WrapSource[]): OpenedKey {
  const file = read(folder);
  if (!('wraps' in file)) return file;
  const tried: { kind: WrapKind; why: WrapError }[] = [];
  for (const source of wraps) {
    for (const stored of file.wraps.filter((one) => one.kind === source.kind)) {
      const key = unwrapKey(stored, source);
      if (key.ok && keyIdOf(key.value) === file.keyId) return { ok: true, key: key.value };
      tried.push({ kind: source.kind, why: key.ok ? 'does-not-open' : key.error });
    }
  }
  return { ok: false, error: 'no-usable-wrap', wrapsPresent: file.wraps.map((one) => one.kind), tried };
}

export type RecoveredKey =
  | { readonly ok: true; readonly key: KeyObject }
  | KeyFileError
  | { readonly ok: false; readonly error: 'wrong-code' | 'no-recovery-wrap' };

/** Opens the data key with the code shown at set-up, as typed by a person. Takes some 60 ms, in a thread of its own. */
export async function openWithRecoveryCode(folder: string, typed: string): Promise<RecoveredKey> {
  const file = read(folder);
  if (!('wraps' in file)) return file;
  const stored = file.wraps.find((one) => one.kind === 'recovery-code');
  if (stored === undefined) return { ok: false, error: 'no-recovery-wrap' };
  const key = await unwrapWithCode(stored, typed);
  const fits = key.ok && keyIdOf(key.value) === file.keyId;
  return fits ? { ok: true, key: key.value } : { ok: false, error: 'wrong-code' };
}

export type AddedWrap =
  | { readonly ok: true }
  | KeyFileError
  | { readonly ok: false; readonly error: 'other-key' }
  | { readonly ok: false; readonly error: 'wrap-failed'; readonly kind: WrapKind; readonly why: WrapError };

/** Adds a way to the key, in place of one of the same kind: after a recovery, or when a second door is set up. */
export function addWrap(folder: string, key: KeyObject, source: WrapSource): AddedWrap {
  const file = read(folder);
  if (!('wraps' in file)) return file;
  if (keyIdOf(key) !== file.keyId) return { ok: false, error: 'other-key' };
  const wrapped = wrapKey(key, source);
  if (!wrapped.ok) return { ok: false, error: 'wrap-failed', kind: source.kind, why: wrapped.error };
  const others = file.wraps.filter((one) => one.kind !== source.kind);
  write(join(folder, DATA_KEY_FILE), { ...file, wraps: [wrapped.value, ...others] });
  return { ok: true };
}

function write(path: string, file: KeyFile): void {
  writeOwnerOnly(path, `${JSON.stringify(file, null, 2)}\n`);
}

function read(folder: string): KeyFile | KeyFileError {
  const path = join(folder, DATA_KEY_FILE);
  if (!existsSync(path)) return { ok: false, error: 'no-data-key' };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, error: 'damaged' };
    throw error;
  }
  const version = z.object({ version: z.int().min(2) }).safeParse(content);
  if (version.success) return { ok: false, error: 'newer-version' };
  const form = fileForm.safeParse(content);
  return form.success ? form.data : { ok: false, error: 'damaged' };
}
