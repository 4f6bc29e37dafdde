import type { Till } from '../../src-main/till/till.ts';

/** Lets the till send what waits, and resolves when the last answer is on the disk. Returns how long it took, ms. */
export async function drain(till: Till): Promise<number> {
  const { stores, changes } = till.parts;
  const before = stores.operations.counts().waiting;
  let moved = 0;
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    let isAsking = false;
    const stop = changes.onChange(() => {
      moved += 1;
      // Counting walks over what waits: only towards the end (a commit moves a group and what was on its way), or it would be what is measured.
      if (isAsking || moved * 96 < before) return;
      isAsking = true;
      setImmediate(() => {
        isAsking = false;
        if (stores.operations.counts().waiting > 0) return;
        stop();
        resolve();
      });
    });
    till.startSync();
  });
  return performance.now() - startedAt;
}
