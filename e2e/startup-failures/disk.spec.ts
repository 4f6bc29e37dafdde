import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, statfsSync, statSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from '@playwright/test';
import { endDoor, giveTo, test } from '../fixtures/till-folder.ts';

// Processes alone.

const NOBODY = 65_534;
const run = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: 'utf8' });
const isRoot = process.getuid?.() === 0;

/** Root may write and read everywhere, so there the till runs as somebody else, who logs into a folder of his own. */
function asSomebody(folder: string): { readonly env: Readonly<Record<string, string>>; readonly uid?: number } {
  const env = { HOME: folder };
  if (!isRoot) return { env };
  const logs = join(process.env['TILLBOX_LOG_DIR'] ?? folder, basename(folder));
  mkdirSync(logs, { recursive: true });
  giveTo(NOBODY, logs);
  return { uid: NOBODY, env: { ...env, TILLBOX_LOG_DIR: logs } };
}

test('a folder that may not be written is refused with 9', async ({ start, folder }) => {
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  await endDoor(start({ env: { HOME: folder } }));
  if (isRoot) giveTo(NOBODY, data);
  takeWriting(data);
  const door = start(asSomebody(folder));
  const code = await door.exited;
  giveWriting(data);
  expect(code, door.stderr).toBe(9);
  expect(door.stderr).toContain('cannot be written');
  expect(door.stderr).not.toContain('at file:');
  await endDoor(start(asSomebody(folder)));
});

test('a database that may not be read is refused with 3', async ({ start, folder }) => {
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  await endDoor(start({ env: { HOME: folder } }));
  if (isRoot) giveTo(NOBODY, data);
  chmodSync(join(data, 'till.db'), 0);
  const door = start(asSomebody(folder));
  expect(await door.exited, door.stderr).toBe(3);
  expect(door.stderr).toContain('till.db cannot be read');
});

test('a parent folder that may not be written is refused with 9', async ({ start, folder }) => {
  chmodSync(folder, 0o755);
  const locked = join(folder, 'locked');
  mkdirSync(locked, { mode: 0o555 });
  const door = start({
    dataDir: join(locked, 'data'),
    ...asSomebody(folder),
  });
  expect(await door.exited, door.stderr).toBe(9);
  expect(door.stderr).toContain('cannot be written');
  expect(readdirSync(locked)).toEqual([]);
});

test('a full disk is refused with 8, and nothing is half recorded', async ({ start, folder }) => {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const mounted = run('mount', '-t', 'tmpfs', '-o', 'size=4m,mode=700', 'tmpfs', disk);
  if (mounted.status !== 0) {
    const why = mounted.error?.message ?? mounted.stderr.trim();
    test.info().annotations.push({ type: 'no small disk', description: why });
    process.stdout.write(`No small disk could be mounted here, so no till was started on a full one: ${why}\n`);
    return;
  }
  try {
    fill(disk);
    const door = start({ dataDir: join(disk, 'data') });
    const code = await door.exited;
    expect(code, door.stderr).toBe(8);
    expect(door.stderr).toContain('No space is left');
    expect(door.stderr).not.toContain('at file:');
  } finally {
    run('umount', '-l', disk);
  }
});

/** Leaves no free block. */
function fill(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  const file = openSync(join(disk, 'others'), 'w');
  try {
    for (let blocks = 0; blocks <= bavail; blocks += 1) writeSync(file, Buffer.alloc(bsize));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
}

const takeWriting = (path: string): void => changeModes(path, (mode) => mode & ~0o222);
const giveWriting = (path: string): void => changeModes(path, (mode) => mode | 0o200);

function changeModes(path: string, change: (mode: number) => number): void {
  const status = statSync(path);
  chmodSync(path, change(status.mode) & 0o777);
  if (status.isDirectory()) for (const name of readdirSync(path)) changeModes(join(path, name), change);
}
