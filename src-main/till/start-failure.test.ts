import { expect, test } from 'vitest';
import { EXIT_CODES, exitCodeHelp } from './exit-codes.ts';
import { explainStartFailure, type StartFailure, startFailureText } from './start-failure.ts';

const file = '/shop/till.db';
const holder = { pid: 42, door: 'desktop', sinceMs: Date.UTC(2026, 2, 11, 9) };

test.each<[number, string, StartFailure]>([
  [2, 'no such option', { kind: 'usage', message: 'There is no such option: --x.' }],
  [
    3,
    'another program',
    {
      kind: 'database',
      failure: { kind: 'wrong-format', file, reason: 'it belongs to another program', notADatabase: false },
    },
  ],
  [3, 'cannot be read', { kind: 'database', failure: { kind: 'unreadable', file } }],
  [3, 'other files', { kind: 'not-a-till-folder', folder: '/x', reason: 'it holds other files' }],
  [
    4,
    'shop.name: expected string',
    { kind: 'config', file: 'c.json', issues: [{ key: 'shop.name', allowed: 'expected string' }] },
  ],
  [4, '--training', { kind: 'config-missing', folder: '/x', folderKind: 'live' }],
  [4, 'never changes its kind', { kind: 'folder-kind', folder: '/x', found: 'test', wanted: 'live' }],
  [4, 'recovery code', { kind: 'key-not-opened', folder: '/x', reason: 'no key file' }],
  [5, 'by process 42 (desktop) since 2026-03-11T09:00:00Z', { kind: 'in-use', folder: '/x', holder }],
  [5, 'by another process', { kind: 'in-use', folder: '/x', holder: null }],
  [
    6,
    'schema 90, this one knows 10',
    { kind: 'database', failure: { kind: 'newer-version', file, found: 90, known: 10 } },
  ],
  [7, 'is damaged', { kind: 'database', failure: { kind: 'damaged', file, findings: ['page 4'] } }],
  [8, 'Nothing was recorded', { kind: 'no-space', where: file }],
  [8, file, { kind: 'database', failure: { kind: 'no-space', file } }],
  [9, 'cannot be written', { kind: 'read-only', where: file }],
  [10, 'Port 80', { kind: 'port-taken', port: 80 }],
  [11, 'Node 24', { kind: 'node-too-old', found: '20.1.0', needed: 24 }],
])('exit code %d says "%s"', (exitCode, words, failure) => {
  expect(explainStartFailure(failure).exitCode).toBe(exitCode);
  expect(startFailureText(failure)).toContain(words);
});

test('the help names every code once', () => {
  const codes = Object.values(EXIT_CODES).map(({ code }) => code);
  expect(codes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(exitCodeHelp().split('\n')).toHaveLength(1 + codes.length);
});
