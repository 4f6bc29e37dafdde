import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { TamperOrder } from '../../src-main/training/control-messages.ts';
import { startSimulator } from '../../src-main/training/start-simulator.ts';
import { complaints, PLAIN } from './check-line.ts';
import { type ReplayRun, runReplayProcess, withReplayFolder } from './replay-process.ts';
import { INVENTED_DAY as FILE } from './trading-files.ts';

const TAMPERINGS: readonly {
  readonly name: string;
  readonly order: TamperOrder;
  readonly ledger: Record<string, number>;
}[] = [
  { name: 'a sale deleted', order: { action: 'delete' }, ledger: { missing: 1, twice: 0 } },
  { name: 'a pay deleted', order: { action: 'delete', kind: 'spend' }, ledger: { missing: 1, twice: 0 } },
  { name: 'points deleted', order: { action: 'delete', kind: 'earn' }, ledger: { missing: 1, twice: 0 } },
  { name: 'a sale copied', order: { action: 'copy' }, ledger: { missing: 0, twice: 1 } },
  { name: 'points copied', order: { action: 'copy', kind: 'earn' }, ledger: { missing: 0, twice: 1 } },
  {
    name: 'an amount changed by 1',
    order: { action: 'change', byMinor: 1 },
    ledger: { missing: 0, twice: 0, differenceMinor: 1, differencePoints: 0 },
  },
];

test('the proof fails after each tampering, and only then', async () => {
  test.setTimeout(240_000);
  await withReplayFolder(async (folder) => {
    const simulators = join(folder, 'simulators');
    const kept = join(folder, 'kept');
    const restore = (): void => {
      rmSync(simulators, { recursive: true, force: true });
      cpSync(kept, simulators, { recursive: true });
    };
    const prove = (): Promise<ReplayRun> => runReplayProcess([FILE.path, '--data', folder, '--verify-only']);

    expect(complaints(await runReplayProcess([FILE.path, '--data', folder]), FILE, PLAIN)).toEqual([]);
    cpSync(simulators, kept, { recursive: true });
    expect((await prove()).code).toBe(0);

    for (const { name, order, ledger } of TAMPERINGS) {
      await test.step(name, async () => {
        restore();
        const simulator = await startSimulator({ folder: simulators });
        expect((await simulator.control.tamper(order)).was).not.toBeNull();
        await simulator.stop();
        const run = await prove();
        expect(run.code).toBe(1);
        expect(run.line?.ledger).toMatchObject(ledger);
      });
    }

    rmSync(simulators, { recursive: true });
    const gone = await prove();
    expect(gone.code).toBe(1);
    expect(gone.line?.ledger).toMatchObject({ postings: 0, missing: FILE.programs.rekonect.standing, twice: 0 });

    restore();
    expect((await prove()).code).toBe(0);
  });
});
