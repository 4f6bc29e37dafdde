import { expect, test } from '@playwright/test';
import { complaints, PLAIN } from './check-line.ts';
import { runReplayProcess, withReplayFolder } from './replay-process.ts';
import { REAL_DAY as FILE, isThere } from './trading-files.ts';

test.describe.configure({ timeout: 300_000 });

test.beforeEach(() => {
  if (isThere(FILE)) return;
  process.stderr.write(`not run: ${FILE.name} is not beside the project (${FILE.path})\n`);
  test.info().skip(true, 'the real trading data are not on this machine');
});

test('plain', async () => {
  await withReplayFolder(async (folder) => {
    const run = await runReplayProcess([FILE.path, '--data', folder]);
    expect(complaints(run, FILE, PLAIN)).toEqual([]);
    expect(run.line?.paidWithPoints).toBe(FILE.programs.rekonect.paidWithPointsOnline);
  });
});

test('journeys and faults', async () => {
  await withReplayFolder(async (folder) => {
    const run = await runReplayProcess([FILE.path, '--data', folder, '--journeys', '1', '--faults', '7']);
    expect(complaints(run, FILE, { ...PLAIN, journeys: true, faults: true })).toEqual([]);
  });
});
