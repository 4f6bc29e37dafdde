import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { complaints, PLAIN, withoutSeconds } from './check-line.ts';
import { killAt, type ReplayRun, runReplayProcess, withReplayFolder } from './replay-process.ts';
import { INVENTED_DAY as FILE } from './trading-files.ts';

test.describe.configure({ timeout: 240_000 });

test('plain: the ledger agrees with the file; the same again does nothing and says the same', async () => {
  await withReplayFolder(async (folder) => {
    const first = await runReplayProcess([FILE.path, '--data', folder]);
    expect(complaints(first, FILE, PLAIN)).toEqual([]);
    expect(first.line?.paidWithPoints).toBe(FILE.programs.rekonect.paidWithPointsOnline);
    const rejects = readFileSync(join(folder, 'rejects.csv'), 'utf8');
    expect(rejects).toContain('76,700029,apart,"700029,70009,');

    writeFileSync(join(folder, 'rejects.csv'), 'from before');
    const second = await runReplayProcess([FILE.path, '--data', folder]);
    expect(second.code).toBe(0);
    expect(withoutSeconds(second.line)).toEqual(withoutSeconds(first.line));
    expect(readFileSync(join(folder, 'rejects.csv'), 'utf8')).toBe(rejects);

    const proof = await runReplayProcess([FILE.path, '--data', folder, '--verify-only']);
    expect([proof.code, withoutSeconds(proof.line)]).toEqual([0, withoutSeconds(first.line)]);

    const other = await runReplayProcess([FILE.path, '--data', folder, '--tills', '2', '--faults', '3']);
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toContain('tills 1, now 2; seed of --faults none, now 3');
  });
});

test('offline first: everything is recorded and then sent', async () => {
  await withReplayFolder(async (folder) => {
    const run = await runReplayProcess([FILE.path, '--data', folder, '--offline-first']);
    expect(complaints(run, FILE, { ...PLAIN, offlineFirst: true })).toEqual([]);
  });
});

test('four tills with one back end', async () => {
  await withReplayFolder(async (folder) => {
    const run = await runReplayProcess([FILE.path, '--data', folder, '--tills', '4']);
    expect(complaints(run, FILE, PLAIN)).toEqual([]);
  });
});

test('journeys: what the draw says was voided and claimed', async () => {
  await withReplayFolder(async (folder) => {
    const run = await runReplayProcess([FILE.path, '--data', folder, '--journeys', '1']);
    expect(complaints(run, FILE, { ...PLAIN, journeys: true })).toEqual([]);
  });
});

test('journeys and faults at once', async () => {
  await withReplayFolder(async (folder) => {
    const run = await runReplayProcess([FILE.path, '--data', folder, '--journeys', '1', '--faults', '7']);
    expect(complaints(run, FILE, { ...PLAIN, journeys: true, faults: true })).toEqual([]);
  });
});

test('killed three times and continued', async () => {
  await withReplayFolder(async (folder) => {
    let run: ReplayRun | null = null;
    for (const quarter of [1, 2, 3]) {
      const recorded = Math.ceil((FILE.invoices * quarter) / 4);
      run = await runReplayProcess([FILE.path, '--data', folder], killAt(recorded));
      expect(run.code, 'the kill found it running').toBeNull();
    }
    run = await runReplayProcess([FILE.path, '--data', folder]);
    expect(complaints(run, FILE, { ...PLAIN, kills: 3 })).toEqual([]);
  });
});

test('a second replay on the folder is refused, the first is unharmed', async () => {
  await withReplayFolder(async (folder) => {
    const args = [FILE.path, '--data', folder];
    let second: Promise<ReplayRun> | null = null;
    const act = (): void => {
      second = runReplayProcess(args);
    };
    const first = await runReplayProcess([...args, '--offline-first'], { recorded: 1, act });
    expect(await second).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('is in use') });
    expect(complaints(first, FILE, { ...PLAIN, offlineFirst: true })).toEqual([]);
  });
});

test('what cannot be replayed has its own exit code', async () => {
  await withReplayFolder(async (folder) => {
    const other = join(folder, 'other.csv');
    writeFileSync(other, 'no,trading,file\n');
    expect(await runReplayProcess([other, '--data', join(folder, 'a')])).toMatchObject({ code: 3, stdout: '' });
    expect(await runReplayProcess([join(folder, 'missing.csv'), '--data', join(folder, 'a')])).toMatchObject({
      code: 3,
    });
    expect(await runReplayProcess([FILE.path, '--backend', 'nobody'])).toMatchObject({ code: 2, stdout: '' });
    const never = await runReplayProcess([FILE.path, '--data', join(folder, 'never'), '--verify-only']);
    expect(never).toMatchObject({ code: 2, stdout: '' });
  });
});
