import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isBuildFresh } from './is-build-fresh.ts';

let root: string;
const write = (path: string, atSeconds: number): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  utimesSync(join(root, path), atSeconds, atSeconds);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tillbox-build-'));
  write('src-renderer/screens/sale.tsx', 100);
  for (const path of ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']) write(path, 200);
});
afterEach(() => rmSync(root, { recursive: true }));

it('is fresh when everything is there and younger than its sources', () => {
  expect(isBuildFresh(root)).toBe(true);
});

it('is not when a part is missing', () => {
  rmSync(join(root, 'out/preload/preload.cjs'));
  expect(isBuildFresh(root)).toBe(false);
});

it('is not when a source changed, but a test may', () => {
  write('src-main/plugin/main.test.ts', 300);
  expect(isBuildFresh(root)).toBe(true);
  write('src-renderer/screens/sale.tsx', 300);
  expect(isBuildFresh(root)).toBe(false);
});
