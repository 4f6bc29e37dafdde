import { spawnSync } from 'node:child_process';
import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { atomically } from './atomically.ts';
import { recordSales } from './filled-till.test-support.ts';
import { lockFolder } from './lock.ts';
import { openTillDatabase } from './open-till-database.ts';
import { openReserve } from './reserve.ts';
import { storageTroubleOf } from './storage-error.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const clock = new ManualClock();

const run = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: 'utf8' });

/** A disk of 8 MiB, or null with the reason printed: mounting needs rights that not every machine gives. */
function smallDisk(): { readonly folder: string; unmount(): void } | null {
  const folder = temporaryFolder();
  const mounted = run('mount', '-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', folder);
  if (mounted.status === 0) return { folder, unmount: () => void run('umount', '-l', folder) };
  const why = mounted.error?.message ?? mounted.stderr.trim();
  process.stdout.write(
    `No small disk could be mounted (${why}); max_page_count stands in for it in atomically.test.ts\n`,
  );
  return null;
}

const fillUp = (folder: string, name: string): void => {
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(join(folder, name), Buffer.alloc(bavail * bsize + 1_000_000));
  } catch (error) {
    expect(storageTroubleOf(error)).toBe('no-space');
  }
};

test('a full disk refuses the record whole, the reserve lets settling go on, and a start says so', () => {
  const disk = smallDisk();
  if (disk === null) return;
  const { folder } = disk;
  try {
    const lock = lockFolder(folder, 'test', clock);
    const reserve = openReserve(join(folder, 'reserve.bin'), 2 * 1024 * 1024);
    const till = openTillDatabase({ folder, clock, log: () => undefined });
    if (!till.ok || !lock.ok) throw new Error('The till should open');
    recordSales(till.db, 'A', 1, 20);
    fillUp(folder, 'first');
    const sales = (): unknown => till.db.prepare('SELECT count(*) FROM sale').pluck().get();

    expect(() => recordSales(till.db, 'A', 21, 500)).toThrow(expect.objectContaining({ trouble: 'no-space' }));
    expect(sales()).toBe(20);
    reserve.releaseReserve();
    expect(reserve.state()).toBe('recording-refused');
    const settle = till.db.prepare(
      "UPDATE operation SET state = 'delivered', happened = 1, first_sent_at = 1, next_at = NULL, ended_at = 1",
    );
    expect(atomically(till.db, () => settle.run().changes)).toBe(20);
    fillUp(folder, 'second');
    expect(reserve.restoreReserve()).toBe('recording-refused');
    till.noteProgress();
    till.close();
    lock.lock.release();

    fillUp(folder, 'third');
    expect(openTillDatabase({ folder, clock, log: () => undefined })).toMatchObject({
      ok: false,
      failure: { kind: 'no-space' },
    });
  } finally {
    disk.unmount();
  }
});
