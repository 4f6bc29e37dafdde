import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { needlesNotFoundWhenPlanted, scanFolder } from './scan-for-secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbox-scan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function hitsIn(content: string, ...needles: string[]): string[] {
  writeFileSync(join(folder, 'a.log'), content);
  const scan = scanFolder(folder, needles);
  if (!scan.ok) throw new Error(scan.error);
  return scan.hits.map((hit) => `${hit.line} ${hit.needle}`);
}

test('hits are told by file and line, in folders below too', () => {
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'b.log'), 'fine\nnora@example.org\n');
  const file = join(folder, 'deep', 'b.log');
  expect(scanFolder(folder, ['Nora@Example.org', '600555019'])).toEqual({
    ok: true,
    files: 1,
    lines: 2,
    hits: [{ file, line: 2, needle: 'Nora@Example.org' }],
  });
});

test('a folder without a line fails the check', () => {
  expect(scanFolder(folder, ['x'])).toEqual({ ok: false, error: 'nothing-to-scan' });
  writeFileSync(join(folder, 'empty.log'), '');
  expect(scanFolder(folder, ['x'])).toEqual({ ok: false, error: 'nothing-to-scan' });
});

test('phone and card numbers are found however they are written', () => {
  for (const text of ['600555019', '600 555 019', '(600) 555-019', 'x600.555.019x', '+34600555019']) {
    expect(hitsIn(text, '600555019')).toEqual(['1 600555019']);
  }
  expect(hitsIn('6005550', '600555019')).toEqual([]);
  expect(hitsIn('600555019', '600 555 019')).toEqual(['1 600 555 019']);
});

test('a PIN is found as a value or after the word, not inside times and amounts', () => {
  for (const text of ['{"pin":"4821"}', '{"value":"4821"}', 'pin=4821', 'PIN: 4821', String.raw`{\"p\":\"4821\"}`]) {
    expect(hitsIn(text, '4821')).toEqual(['1 4821']);
  }
  for (const text of ['{"time":1773248211}', '{"ms":4821}', 'port 4821', 'pin 48210'])
    expect(hitsIn(text, '4821')).toEqual([]);
});

test('names are found as whole words', () => {
  expect(hitsIn('guest Öz came\nnora\nnorate ozone', 'Öz', 'Nora')).toEqual(['1 Öz', '2 Nora']);
});

test('keys and codes are found as they are, in any case', () => {
  expect(hitsIn('xx demo-KEY-1 yy', 'demo-key-1')).toEqual(['1 demo-key-1']);
  expect(hitsIn('a1b2-c3d4-e5f', 'A1B2-C3D4-E5F')).toHaveLength(1);
});

test('an empty needle is refused rather than found everywhere', () => {
  expect(() => scanFolder(folder, [' '])).toThrow(RangeError);
});

test('every kind of needle is found when it is planted', () => {
  const needles = [
    '600555019',
    '4111 1111 1111 1111',
    '4821',
    'Nora',
    'Nora Vidal',
    'nora@example.org',
    'A1B2-C3D4-E5F',
    'key-1',
  ];
  expect(needlesNotFoundWhenPlanted(needles)).toEqual([]);
});
