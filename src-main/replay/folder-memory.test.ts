import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  differenceFrom,
  newFolderMemory,
  readFolderMemory,
  UnreadableMemory,
  writeFolderMemory,
} from './folder-memory.ts';
import { parseReplayOptions, type ReplayOptions } from './replay-options.ts';

const SHA = 'a'.repeat(64);

function options(...argv: string[]): ReplayOptions {
  const parsed = parseReplayOptions(['day.csv', '--data', 'd', ...argv]);
  if (parsed.kind !== 'options') throw new Error(parsed.kind);
  return parsed.options;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'replay-memory-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test('what was written is read again; a folder without one has none; a broken one is said to be broken', () => {
  const path = folder();
  expect(readFolderMemory(path)).toBeNull();
  const memory = newFolderMemory(options('--faults', '7', '--tills', '4'), SHA);
  writeFolderMemory(path, memory);
  expect(readFolderMemory(path)).toEqual(memory);
  writeFileSync(join(path, 'replay.json'), '{');
  expect(() => readFolderMemory(path)).toThrow(UnreadableMemory);
});

test('the same again is no difference, anything else is named', () => {
  const memory = newFolderMemory(options('--faults', '7', '--tills', '4'), SHA);
  expect(differenceFrom(memory, options('--tills', '4', '--faults', '7', '--offline-first'), SHA)).toBeNull();
  expect(differenceFrom(memory, options('--tills', '4'), SHA)).toBe('seed of --faults 7, now none');
  expect(differenceFrom(memory, options('--faults', '7', '--journeys', '1'), SHA)).toBe(
    'tills 4, now 1; seed of --journeys none, now 1',
  );
  expect(differenceFrom(memory, options('--tills', '4', '--faults', '7'), 'b'.repeat(64))).toMatch(
    /^file with SHA-256/,
  );
});

test('a proof alone takes from the folder what is not written, and still refuses what is', () => {
  const memory = newFolderMemory(options('--faults', '7', '--tills', '4'), SHA);
  expect(differenceFrom(memory, options('--verify-only'), SHA)).toBeNull();
  expect(differenceFrom(memory, options('--verify-only', '--tills=1'), SHA)).toBe('tills 4, now 1');
});

test.for([
  [],
  ['a.csv', 'b.csv'],
  ['a.csv', '--backend', 'nobody'],
  ['a.csv', '--tills', '0'],
  ['a.csv', '--tills', '17'],
  ['a.csv', '--faults', 'x'],
  ['a.csv', '--journeys', '-1'],
  ['a.csv', '--verify-only'],
  ['a.csv', '--what'],
  ['a.csv', '--data'],
])('wrong usage: %o', (argv) => {
  expect(parseReplayOptions(argv)).toMatchObject({ kind: 'wrong', message: expect.stringMatching(/\w/) });
});
