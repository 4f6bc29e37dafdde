import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { runUnprivileged, temporaryFolder } from '../database/temporary-folder.test-support.ts';
import { defaultRoot, type FolderResult, type FolderWish, resolveDataFolder } from './data-folder.ts';
import { explainStartFailure } from './start-failure.ts';

let root: string;
beforeEach(() => {
  root = temporaryFolder();
});

const clock = new ManualClock();
const find = (wish: Partial<FolderWish>): FolderResult =>
  resolveDataFolder({ dataDir: null, configKind: null, training: false, root, clock, ...wish });
const refusal = (result: FolderResult): unknown => (result.ok ? result : result.failure);

test('a machine without anything trains, and goes on in the same folder', () => {
  const first = find({});
  expect(first).toMatchObject({ ok: true, folder: { kind: 'training', path: join(root, 'training') } });
  expect(find({})).toEqual(first);
  expect(readdirSync(join(root, 'training'))).toEqual(['folder.json']);
});

test.each(['live', 'test'] as const)('where a %s folder is, training does not start by itself', (kind) => {
  expect(find({ configKind: kind })).toMatchObject({ ok: true, folder: { kind } });
  const missing = { kind: 'config-missing', folder: join(root, kind), folderKind: kind };
  expect(refusal(find({}))).toEqual(missing);
  expect(refusal(find({ dataDir: join(root, 'new') }))).toEqual(missing);
  expect(refusal(find({ dataDir: join(root, kind) }))).toEqual(missing);
  expect(find({ training: true })).toMatchObject({ ok: true, folder: { kind: 'training' } });
  expect(find({ dataDir: join(root, 'training') })).toMatchObject({ ok: true, folder: { kind: 'training' } });
});

test('a folder never changes its kind', () => {
  const dataDir = join(root, 'mine');
  find({ dataDir, configKind: 'test' });
  expect(refusal(find({ dataDir, configKind: 'live' }))).toMatchObject({
    kind: 'folder-kind',
    found: 'test',
    wanted: 'live',
  });
  expect(refusal(find({ dataDir, training: true }))).toMatchObject({
    kind: 'folder-kind',
    found: 'test',
    wanted: 'training',
  });
  expect(find({ dataDir, configKind: 'test' }).ok).toBe(true);
});

test('a training folder never changes its program; without --data each program has its own', () => {
  expect(find({ program: 'rbi' })).toMatchObject({
    ok: true,
    folder: { path: join(root, 'training-rbi'), program: 'rbi' },
  });
  expect(find({})).toMatchObject({ ok: true, folder: { path: join(root, 'training'), program: 'rekonect' } });

  const dataDir = join(root, 'training-rbi');
  expect(find({ dataDir })).toMatchObject({ ok: true, folder: { program: 'rbi' } });
  const refused = find({ dataDir, program: 'pomelo' });
  expect(refusal(refused)).toMatchObject({ kind: 'usage', message: expect.stringMatching(/with rbi, and pomelo was/) });
  if (!refused.ok) expect(explainStartFailure(refused.failure).exitCode).toBe(2);
});

test('a training folder from before there was a choice trains with Rekonect', () => {
  const dataDir = join(root, 'old');
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'folder.json'), '{"version":1,"kind":"training","id":"x","createdAtMs":0}');
  expect(find({ dataDir, program: 'rekonect' })).toMatchObject({ ok: true, folder: { program: 'rekonect' } });
  expect(refusal(find({ dataDir, training: true, program: 'rbi' }))).toMatchObject({ kind: 'usage' });
});

describe('refused, and left as it is', () => {
  test('a folder with other files', () => {
    const dataDir = join(root, 'papers');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'letter.txt'), 'x');
    expect(refusal(find({ dataDir, training: true }))).toMatchObject({ kind: 'not-a-till-folder' });
    expect(readdirSync(dataDir)).toEqual(['letter.txt']);
  });

  test.each(['{"version":1,"ki', '{"version":2}'])('a folder whose record is %s', (content) => {
    const dataDir = join(root, 'broken');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'folder.json'), content);
    const result = find({ dataDir, training: true });
    expect(refusal(result)).toMatchObject({ kind: 'not-a-till-folder' });
    if (!result.ok) expect(explainStartFailure(result.failure).exitCode).toBe(3);
  });

  test('a file in place of the folder', () => {
    writeFileSync(join(root, 'file'), 'x');
    expect(refusal(find({ dataDir: join(root, 'file'), training: true }))).toMatchObject({ kind: 'not-a-till-folder' });
  });

  test('a place that cannot be written', () => {
    chmodSync(root, 0o555);
    const wish = { dataDir: join(root, 'new'), configKind: null, training: true, root };
    const script = `
      const { resolveDataFolder } = await import('${import.meta.dirname}/data-folder.ts');
      const result = resolveDataFolder({ ...${JSON.stringify(wish)}, clock: { nowMs: () => 0, schedule: () => null } });
      console.log(JSON.stringify(result));
    `;
    expect(runUnprivileged(script)).toEqual({ ok: false, failure: { kind: 'read-only', where: wish.dataDir } });
  });

  test('training with a configuration', () => {
    expect(refusal(find({ training: true, configKind: 'live' }))).toMatchObject({ kind: 'usage' });
  });
});

test('each system has its own place', () => {
  expect(defaultRoot({ platform: 'linux', home: '/h', env: {} })).toBe(join('/h', '.local', 'share', 'tillbox'));
  expect(defaultRoot({ platform: 'linux', home: '/h', env: { XDG_DATA_HOME: '/d' } })).toBe(join('/d', 'tillbox'));
  expect(defaultRoot({ platform: 'darwin', home: '/h', env: {} })).toContain('Application Support');
  expect(defaultRoot({ platform: 'win32', home: '/h', env: { APPDATA: '/a' } })).toBe(join('/a', 'Tillbox'));
});
