import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { lockFolder } from './lock.ts';
import { runUnprivileged, startScript, temporaryFolder } from './temporary-folder.test-support.ts';

const clock = new ManualClock(1_000);
const locking = (folder: string): string => `
  const { lockFolder } = await import('${import.meta.dirname}/lock.ts');
  const result = lockFolder(${JSON.stringify(folder)}, 'plugin', { nowMs: () => 1234, schedule: () => { throw new Error(); } });
`;

test('the second is refused and told by whom; after the release it gets the lock', () => {
  const folder = temporaryFolder();
  const first = lockFolder(folder, 'desktop', clock);
  expect(first.ok).toBe(true);
  expect(lockFolder(folder, 'plugin', clock)).toEqual({
    ok: false,
    error: 'in-use',
    holder: { pid: process.pid, door: 'desktop', sinceMs: 1_000 },
  });
  if (first.ok) first.lock.release();
  const second = lockFolder(folder, 'plugin', clock);
  expect(second.ok).toBe(true);
  if (second.ok) second.lock.release();
});

test('a killed holder leaves no lock behind', async () => {
  const folder = temporaryFolder();
  const holder = await startScript(`${locking(folder)} console.log(result.ok); setInterval(() => {}, 60_000);`);
  expect(lockFolder(folder, 'desktop', clock)).toEqual({
    ok: false,
    error: 'in-use',
    holder: { pid: holder.pid, door: 'plugin', sinceMs: 1_234 },
  });
  await holder.kill();
  const mine = lockFolder(folder, 'desktop', clock);
  expect(mine.ok).toBe(true);
  if (mine.ok) mine.lock.release();
});

test('a read-only folder is named as such', () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o555);
  const script = `${locking(folder)} console.log(JSON.stringify(result));`;
  expect(runUnprivileged(script)).toEqual({ ok: false, error: 'read-only' });
});
