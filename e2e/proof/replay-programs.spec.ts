import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { TamperOrder } from '../../src-main/training/control-messages.ts';
import { startSimulator } from '../../src-main/training/start-simulator.ts';
import { complaints, PLAIN, type RunTerms, withoutSeconds } from './check-line.ts';
import { killAt, type ReplayRun, runReplayProcess, withReplayFolder } from './replay-process.ts';
import { INVENTED_DAY as FILE } from './trading-files.ts';

test.describe.configure({ timeout: 240_000 });

/** Changes the ledger of a finished replay, as its program itself never would. */
async function tamper(folder: string, order: TamperOrder): Promise<void> {
  const simulator = await startSimulator({ folder: join(folder, 'simulators') });
  expect((await simulator.control.tamper(order)).was).not.toBeNull();
  await simulator.stop();
}

/** What only this program can be troubled with, beside what the seed draws. */
const OWN_FAULTS = {
  rbi: ['drop-after-commit of identify'],
  covalent: ['409 of submit', '409 of cancel-sale'],
  pomelo: ['425 of submit', '409 of cancel-sale', '500-before-commit of token', 'drop-after-commit of token'],
};

async function firedByHand(folder: string): Promise<ReadonlySet<string>> {
  const simulator = await startSimulator({ folder: join(folder, 'simulators') });
  const fired = await simulator.control.firedFaults();
  await simulator.stop();
  return new Set(fired.filter(({ drawn }) => !drawn).map(({ kind, operation }) => `${kind} of ${operation}`));
}

for (const backEnd of ['rbi', 'covalent', 'pomelo'] as const) {
  const plain: RunTerms = { ...PLAIN, backEnd };
  const replay = (folder: string, ...args: string[]): Promise<ReplayRun> =>
    runReplayProcess([FILE.path, '--data', folder, '--backend', backEnd, ...args]);

  test(`${backEnd}: the ledger agrees with the file; the same again says the same; a proof can fail`, async () => {
    await withReplayFolder(async (folder) => {
      const first = await replay(folder);
      expect(complaints(first, FILE, plain)).toEqual([]);
      const second = await replay(folder);
      expect([second.code, withoutSeconds(second.line)]).toEqual([0, withoutSeconds(first.line)]);
      // A proof alone takes the program from the folder.
      const proof = await runReplayProcess([FILE.path, '--data', folder, '--verify-only']);
      expect([proof.code, withoutSeconds(proof.line)]).toEqual([0, withoutSeconds(first.line)]);
      const other = await runReplayProcess([FILE.path, '--data', folder, '--backend', 'rekonect']);
      expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining(`back end ${backEnd}, now rekonect`) });

      await tamper(folder, { action: 'change', kind: 'sale', byMinor: 1 });
      const changed = await replay(folder, '--verify-only');
      expect(changed).toMatchObject({ code: 1, line: { ledger: { missing: 0, twice: 0, differenceMinor: 1 } } });
      await tamper(folder, { action: 'delete', kind: 'earn' });
      const deleted = await replay(folder, '--verify-only');
      expect(deleted).toMatchObject({ code: 1, line: { ledger: { missing: 1, twice: 0, differenceMinor: 1 } } });
    });
  });

  test(`${backEnd}: offline first`, async () => {
    await withReplayFolder(async (folder) => {
      const run = await replay(folder, '--offline-first');
      expect(complaints(run, FILE, { ...plain, offlineFirst: true })).toEqual([]);
    });
  });

  test(`${backEnd}: journeys`, async () => {
    await withReplayFolder(async (folder) => {
      const run = await replay(folder, '--journeys', '1');
      expect(complaints(run, FILE, { ...plain, journeys: true })).toEqual([]);
    });
  });

  test(`${backEnd}: journeys and faults at four tills`, async () => {
    await withReplayFolder(async (folder) => {
      const run = await replay(folder, '--journeys', '1', '--faults', '7', '--tills', '4');
      expect(complaints(run, FILE, { ...plain, journeys: true, faults: true })).toEqual([]);
      const fired = await firedByHand(folder);
      expect(OWN_FAULTS[backEnd].filter((name) => !fired.has(name))).toEqual([]);
    });
  });

  test(`${backEnd}: killed twice and continued`, async () => {
    await withReplayFolder(async (folder) => {
      for (const third of [1, 2]) {
        const recorded = Math.ceil((FILE.invoices * third) / 3);
        const killed = await runReplayProcess([FILE.path, '--data', folder, '--backend', backEnd], killAt(recorded));
        expect(killed.code, 'the kill found it running').toBeNull();
      }
      const run = await replay(folder);
      expect(complaints(run, FILE, { ...plain, kills: 2 })).toEqual([]);
    });
  });
}
