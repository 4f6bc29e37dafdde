import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { memberNamesOf } from '../../src-main/replay/member-names.ts';
import { trainingConfig } from '../../src-main/till/config.ts';
import { readDataFolder } from '../../src-main/till/data-folder.ts';
import { systemClock } from '../../src-main/till/system-clock.ts';
import { openTill } from '../../src-main/till/till.ts';
import { DAY } from '../../src-shared/time/clock.ts';
import { runReplayProcess, withReplayFolder } from './replay-process.ts';
import { INVENTED_DAY as FILE } from './trading-files.ts';

test.describe.configure({ timeout: 120_000 });

/** Every file below a folder, as text that finds ASCII anywhere in it. */
function filesBelow(folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, text: readFileSync(path).toString('latin1') }));
}

/** A till of the replay, opened without sending anything, so long after its last sale. */
async function openLater(path: string, laterMs: number) {
  const folder = readDataFolder(path);
  if (folder.kind !== 'found') throw new Error('the replay left no till');
  const config = trainingConfig(
    {
      name: 'rekonect',
      baseUrl: 'http://127.0.0.1:9/v1/',
      keySource: { from: 'config', value: 'unused' },
      branchId: 'REPLAY',
      posId: 'till-1',
      sourceName: 'Tillbox replay',
      settings: {},
    },
    {
      shop: { name: 'Replay', currency: 'GBP', locale: 'en-GB', timeZone: 'Europe/London' },
      terminal: { prefix: 'R1' },
    },
  );
  const opened = await openTill({
    folder: folder.folder,
    config,
    apiKey: 'unused',
    door: 'purge',
    clock: {
      ...systemClock,
      nowMs: () => systemClock.nowMs() + laterMs,
      schedule: (ms, run) => systemClock.schedule(ms, run),
    },
    osStore: null,
    logFolder: process.env['TILLBOX_LOG_DIR'] ?? join(path, 'logs'),
    startSync: false,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  return opened.till;
}

test('members are forgotten after the return window: no card in the file, its log or its copies', async () => {
  const customers = [...new Set(readFileSync(FILE.path, 'utf8').matchAll(/,(9\d{4}),Inventia/g))].map(
    ([, id]) => id ?? '',
  );
  const cards = [...new Set(customers.map(memberNamesOf('rekonect').nameOf))];
  expect(cards.length).toBeGreaterThan(5);
  await withReplayFolder(async (folder) => {
    const run = await runReplayProcess([FILE.path, '--data', folder]);
    expect(run.code).toBe(0);
    const tillFolder = join(folder, 'till-1');

    const within = await openLater(tillFolder, 30 * DAY);
    expect(await within.purge()).toBe(0);
    await within.close();

    const after = await openLater(tillFolder, 61 * DAY);
    expect(await after.purge()).toBeGreaterThan(5);
    // Nothing of them is left to open, not even with the data key.
    expect(
      after.parts.db.prepare('SELECT count(*) AS n FROM member_key WHERE sealed_identifiers IS NOT NULL').get(),
    ).toEqual({ n: 0 });
    await after.close();

    const files = filesBelow(tillFolder);
    expect(files.some(({ path }) => path.endsWith('till.db'))).toBe(true);
    expect(files.some(({ path }) => path.includes('copies'))).toBe(true);
    for (const card of cards)
      expect(files.filter(({ text }) => text.includes(card)).map(({ path }) => path)).toEqual([]);
    // The search finds what is there.
    expect(files.some(({ text }) => text.includes('INVENTED TEA CADDY'))).toBe(true);
  });
});
