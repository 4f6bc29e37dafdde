import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReserve } from './reserve.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

test('the reserve is really written, released when the disk is full, and taken again when there is space', () => {
  const file = join(temporaryFolder(), 'reserve.bin');
  const reserve = openReserve(file, 256 * 1024);
  expect(reserve.state()).toBe('ready');
  expect(statSync(file).size).toBe(256 * 1024);
  expect(statSync(file).blocks * 512).toBeGreaterThanOrEqual(256 * 1024);
  reserve.releaseReserve();
  expect(existsSync(file)).toBe(false);
  expect(reserve.state()).toBe('recording-refused');
  expect(reserve.restoreReserve()).toBe('ready');
  expect(existsSync(file)).toBe(true);
});
