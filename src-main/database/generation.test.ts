import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isEarlierLetter, letterFromTime, nextLetter, readGeneration, writeGeneration } from './generation.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

test('letters rise without end', () => {
  expect(['A', 'Y', 'Z', 'AZ', 'ZZ'].map(nextLetter)).toEqual(['B', 'Z', 'AA', 'BA', 'AAA']);
  let letter = 'A';
  for (let i = 0; i < 800; i++) {
    const next = nextLetter(letter);
    expect(isEarlierLetter(letter, next)).toBe(true);
    letter = next;
  }
  expect(isEarlierLetter(letter, letterFromTime(0))).toBe(true);
  expect(letterFromTime(Date.UTC(2026, 10, 21))).toMatch(/^[A-Z]{4}$/);
});

test('the record is written whole and read back; anything else is said to be unreadable', () => {
  const folder = temporaryFolder();
  expect(readGeneration(folder)).toEqual({ kind: 'none' });
  const record = {
    version: 1,
    letter: 'C',
    databaseId: 'd',
    openId: 'o',
    committedAtMs: 5,
    cleanlyClosed: false,
  } as const;
  writeGeneration(folder, record);
  expect(readGeneration(folder)).toEqual({ kind: 'found', record });
  writeFileSync(join(folder, 'generation.json'), '{"version":1,"le');
  expect(readGeneration(folder)).toEqual({ kind: 'unreadable' });
});
