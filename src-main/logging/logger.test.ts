import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DAY } from '../../src-shared/time/clock.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { createLogger } from './logger.ts';

/** What writeSync does while a test has taken it over; null is the real one. */
const disk = vi.hoisted(() => ({ write: null as ((bytes: Buffer, from: number) => number) | null }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const writeSync = (handle: number, bytes: Buffer, from: number): number => {
    if (disk.write === null) return fs.writeSync(handle, bytes, from);
    const taken = disk.write(bytes, from); // throws when the disk is full
    return fs.writeSync(handle, bytes, from, taken);
  };
  return { ...fs, writeSync };
});

let folder: string;
const clock = new ManualClock(Date.UTC(2026, 2, 11, 9));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbox-log-'));
  clock.set(Date.UTC(2026, 2, 11, 9));
});
afterEach(() => {
  disk.write = null;
  rmSync(folder, { recursive: true, force: true });
});

const settings = (level: 'debug' | 'info' = 'info') => ({ folder, name: 'till', clock, level });
const lines = (file = 'till-2026-03-11.log') => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
const parsed = (file?: string) => lines(file).map((line) => JSON.parse(line) as Record<string, unknown>);

const full = (): never => {
  throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
};

test('a line is in the day’s file as soon as it is logged, with the time of the given clock, masked', () => {
  const { log } = createLogger(settings());
  log.info({ operationId: 'op-1', attempt: 2, phone: '600555019' }, 'sent to 600555019');
  expect(parsed()).toEqual([
    {
      level: 30,
      time: clock.nowMs(),
      pid: process.pid,
      program: 'till',
      operationId: 'op-1',
      attempt: 2,
      phone: '***019',
      msg: 'sent to ***019',
    },
  ]);
});

test('child loggers and errors are masked too, and lower levels are left out', () => {
  const { log } = createLogger(settings());
  log.child({ email: 'nora@example.org' }).warn({ err: new Error('no member 600555019') }, 'refused');
  log.debug('not written');
  expect(lines()).toHaveLength(1);
  expect(lines()[0]).toContain('no member ***019');
  expect(lines()[0]).not.toMatch(/600555019|nora@/);
});

test('each day has its file, 14 are kept, and files of others stay', () => {
  writeFileSync(join(folder, 'till-notes.log'), 'x');
  writeFileSync(join(folder, 'plugin-2020-01-01.log'), 'x');
  const { log, close } = createLogger(settings());
  for (let day = 0; day < 20; day++) {
    log.info(`day ${day}`);
    clock.advance(DAY);
  }
  close();
  const files = readdirSync(folder).sort();
  expect(files.slice(0, 2)).toEqual(['plugin-2020-01-01.log', 'till-2026-03-17.log']);
  expect(files.at(-2)).toBe('till-2026-03-30.log');
  expect(files).toHaveLength(14 + 2);
});

test('two processes of one name share a file', () => {
  const first = createLogger(settings());
  const second = createLogger(settings());
  for (let i = 0; i < 3; i++) {
    first.log.info('first');
    second.log.info('second');
  }
  expect(parsed().map((line) => line['msg'])).toEqual(['first', 'second', 'first', 'second', 'first', 'second']);
});

test('a full disk loses lines, says how many, and never throws', () => {
  const { log, close } = createLogger(settings());
  log.info('before');
  disk.write = full;
  log.info('lost');
  log.info('lost too');
  disk.write = null;
  log.info('after');
  close();
  expect(parsed().map((line) => line['msg'])).toEqual(['before', 'log lines were lost', 'after']);
  expect(parsed()[1]).toMatchObject({ lost: 2 });
});

test('a line that the disk took in part does not spoil the next one', () => {
  const { log } = createLogger(settings());
  let calls = 0;
  disk.write = () => (calls++ === 0 ? 10 : full());
  log.info('torn');
  disk.write = null;
  log.info('after');
  expect(lines()[0]).toHaveLength(10);
  expect(
    lines()
      .slice(1)
      .map((line) => (JSON.parse(line) as { msg: string }).msg),
  ).toEqual(['log lines were lost', 'after']);
});

test('short writes are completed', () => {
  const { log } = createLogger(settings());
  disk.write = (bytes, from) => Math.min(7, bytes.length - from);
  log.info('in many pieces');
  disk.write = null;
  expect(parsed()[0]).toMatchObject({ msg: 'in many pieces' });
});

test('a folder that cannot be made is no reason to throw, and the file comes when it can', () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file stands where the folder should be');
  const { log, close } = createLogger(settings());
  log.info('lost');
  close();
  rmSync(folder);
  log.info('written');
  close();
  close();
  expect(parsed().map((line) => line['msg'])).toEqual(['log lines were lost', 'written']);
});

test('a logged value that cannot be turned into JSON does not throw', () => {
  const { log } = createLogger(settings());
  const loop: Record<string, unknown> = {};
  loop['self'] = loop;
  log.info({ loop, big: 12_345_678_901n }, 'odd values');
  expect(lines()).toHaveLength(1);
  expect(lines()[0]).not.toContain('12345678901');
});

test('log files are the owner’s alone', async () => {
  const { statSync } = await import('node:fs');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  createLogger(settings()).log.info('x');
  expect(statSync(join(folder, 'till-2026-03-11.log')).mode & 0o777).toBe(0o600);
});
