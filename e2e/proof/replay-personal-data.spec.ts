import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { memberNamesOf } from '../../src-main/replay/member-names.ts';
import { digestTradingFile } from '../../src-main/replay/plan-invoices.ts';
import { REPLAY_BACK_ENDS } from '../../src-main/replay/replay-options.ts';
import { complaints, PLAIN } from './check-line.ts';
import { runReplayProcess, withReplayFolder } from './replay-process.ts';
import { INVENTED_DAY as FILE } from './trading-files.ts';

function filesUnder(folder: string): string[] {
  // A till that has nothing to say makes no log.
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}

/** The files that hold one of the words, as bytes. */
function holding(files: readonly string[], words: readonly string[]): string[] {
  return files.filter((path) => {
    const bytes = readFileSync(path);
    return words.some((word) => bytes.includes(word));
  });
}

for (const backEnd of REPLAY_BACK_ENDS) {
  test(`${backEnd}: no member's name stands in a till's files or logs, in which form ever they lie there`, async () => {
    test.setTimeout(120_000);
    const { customers } = await digestTradingFile(FILE.path);
    const names = customers.map(memberNamesOf(backEnd).nameOf);
    await withReplayFolder(async (folder) => {
      const run = await runReplayProcess([FILE.path, '--data', folder, '--backend', backEnd]);
      expect(complaints(run, FILE, { ...PLAIN, backEnd })).toEqual([]);
      const tillFiles = filesUnder(join(folder, 'till-1'));
      expect(tillFiles.some((path) => statSync(path).size > 50_000)).toBe(true);
      const logs = filesUnder(process.env['TILLBOX_LOG_DIR'] ?? join(folder, 'logs'));
      expect(holding([...tillFiles, ...logs], names)).toEqual([]);
      // The search itself works: the program's own files do hold them.
      expect(holding(filesUnder(join(folder, 'simulators')), names)).not.toEqual([]);
    });
  });
}
