import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addWrap, createDataKey, DATA_KEY_FILE, openDataKey, openWithRecoveryCode } from './data-key.ts';
import type { OsStore, WrapSource } from './wraps.ts';

const COST = 16;
let folder: string;
let keyFile: WrapSource & { kind: 'key-file' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbox-key-'));
  keyFile = { kind: 'key-file', path: join(folder, 'till.key') };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Flips every byte, which is enough to tell its output from the plain text. */
function osStore(available = true): OsStore {
  const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return {
    available: () => available,
    encrypt: (plain) => flip(Buffer.from(plain)),
    decrypt: (sealed) => flip(sealed).toString(),
  };
}

async function created(...wraps: WrapSource[]) {
  const result = await createDataKey(folder, wraps, COST);
  if (!result.ok) throw new Error(result.error);
  return { ...result, raw: result.key.export() };
}

test('each wrap opens the same key', async () => {
  const { raw, recoveryCode } = await created(keyFile, { kind: 'os-store', store: osStore() });
  expect(recoveryCode).toMatch(/^([0-9A-HJKMNP-RTV-Z]{4}-){7}[0-9A-HJKMNP-RTV-Z]{4}$/);
  const ways = [
    openDataKey(folder, [keyFile]),
    openDataKey(folder, [{ kind: 'os-store', store: osStore() }]),
    await openWithRecoveryCode(folder, recoveryCode),
    await openWithRecoveryCode(folder, recoveryCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')),
  ];
  for (const way of ways) expect(way.ok && way.key.export().equals(raw)).toBe(true);
});

test('both files are the owner’s alone, nothing else is left, and neither the key nor the code stands in them', async () => {
  const { raw, recoveryCode } = await created(keyFile);
  expect(readdirSync(folder).sort()).toEqual([DATA_KEY_FILE, 'till.key']);
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const text = readFileSync(join(folder, name), 'utf8');
    for (const secret of [raw.toString('base64'), raw.toString('hex'), recoveryCode])
      expect(text).not.toContain(secret);
  }
});

test('a second key is never made over the first', async () => {
  await created(keyFile);
  const before = readFileSync(join(folder, DATA_KEY_FILE), 'utf8');
  expect(await createDataKey(folder, [keyFile], COST)).toEqual({ ok: false, error: 'exists' });
  expect(readFileSync(join(folder, DATA_KEY_FILE), 'utf8')).toBe(before);
});

test('without a usable wrap the folder names the ways it knows, and why the given ones failed', async () => {
  await created(keyFile, { kind: 'os-store', store: osStore() });
  const wrapsPresent = ['key-file', 'os-store', 'recovery-code'];
  expect(openDataKey(folder, [])).toEqual({ ok: false, error: 'no-usable-wrap', wrapsPresent, tried: [] });

  const elsewhere: WrapSource = { kind: 'key-file', path: join(folder, 'nothing-here') };
  const off: WrapSource = { kind: 'os-store', store: osStore(false) };
  expect(openDataKey(folder, [elsewhere, off])).toMatchObject({
    error: 'no-usable-wrap',
    tried: [
      { kind: 'key-file', why: 'key-file-missing' },
      { kind: 'os-store', why: 'os-store-unavailable' },
    ],
  });

  chmodSync(keyFile.path, 0o644);
  expect(openDataKey(folder, [keyFile])).toMatchObject({ tried: [{ kind: 'key-file', why: 'key-file-not-private' }] });
  chmodSync(keyFile.path, 0o600);
  writeFileSync(keyFile.path, 'not a key');
  expect(openDataKey(folder, [keyFile])).toMatchObject({ tried: [{ kind: 'key-file', why: 'key-file-unreadable' }] });
  writeFileSync(keyFile.path, `tillbox-key-file-1 ${Buffer.alloc(32).toString('base64')}\n`);
  expect(openDataKey(folder, [keyFile])).toMatchObject({ tried: [{ kind: 'key-file', why: 'does-not-open' }] });
});

test('a store that throws is a wrap that does not open', async () => {
  await created({ kind: 'os-store', store: osStore() });
  const broken: OsStore = {
    ...osStore(),
    decrypt: () => {
      throw new Error('keyring locked');
    },
  };
  expect(openDataKey(folder, [{ kind: 'os-store', store: broken }])).toMatchObject({
    tried: [{ why: 'does-not-open' }],
  });
});

test('a key that cannot be wrapped is not made at all', async () => {
  const off: WrapSource = { kind: 'os-store', store: osStore(false) };
  expect(await createDataKey(folder, [off], COST)).toEqual({
    ok: false,
    error: 'wrap-failed',
    kind: 'os-store',
    why: 'os-store-unavailable',
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('after a recovery a new key file is added and the lost one replaced', async () => {
  const { raw, recoveryCode } = await created(keyFile);
  rmSync(keyFile.path);
  expect(openDataKey(folder, [keyFile]).ok).toBe(false);
  const recovered = await openWithRecoveryCode(folder, recoveryCode);
  if (!recovered.ok) throw new Error(recovered.error);
  expect(addWrap(folder, recovered.key, keyFile)).toEqual({ ok: true });
  const reopened = openDataKey(folder, [keyFile]);
  expect(reopened.ok && reopened.key.export().equals(raw)).toBe(true);
  expect(openDataKey(folder, [])).toMatchObject({ wrapsPresent: ['key-file', 'recovery-code'] });
});

test('wrong codes, foreign keys, missing, damaged and newer files are told apart', async () => {
  expect(openDataKey(folder, [keyFile])).toEqual({ ok: false, error: 'no-data-key' });
  const { key } = await created(keyFile);
  expect(await openWithRecoveryCode(folder, 'ABCD')).toEqual({ ok: false, error: 'wrong-code' });
  expect(await openWithRecoveryCode(folder, 'A'.repeat(32))).toEqual({ ok: false, error: 'wrong-code' });
  writeFileSync(join(folder, DATA_KEY_FILE), '{"version":2,"other":1}');
  expect(openDataKey(folder, [keyFile])).toEqual({ ok: false, error: 'newer-version' });
  for (const content of ['', '{', '[]', '{"version":1}']) {
    writeFileSync(join(folder, DATA_KEY_FILE), content);
    expect(openDataKey(folder, [keyFile])).toEqual({ ok: false, error: 'damaged' });
    expect(addWrap(folder, key, keyFile)).toEqual({ ok: false, error: 'damaged' });
  }
  rmSync(join(folder, DATA_KEY_FILE));
  await created(keyFile);
  expect(addWrap(folder, key, keyFile)).toEqual({ ok: false, error: 'other-key' });
});
