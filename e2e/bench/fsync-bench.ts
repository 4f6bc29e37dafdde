import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { copyChanged } from './changed-copy.ts';
import { HELD, readPairs } from './fsync-pairs.ts';
import { hasStrace, NO_STRACE, runTraced } from './strace.ts';

const SALES = 200;

const WITHOUT_FULL = {
  file: 'src-main/database/open-database.ts',
  from: "  'synchronous = FULL',\n",
  to: '',
} as const;

/**
 * `npm run bench -- fsync`: completing a sale is exactly one fsync of the log, after its last write and before the answer.
 * The same till without its FULL pragma must be found out, else the count proves nothing.
 *
 * @returns whether both came out as they must.
 */
export async function benchFsync(root: string, folder: string): Promise<boolean> {
  if (!hasStrace()) {
    console.log(NO_STRACE);
    return false;
  }
  const held = await traceOne('the till as it is', root, join(folder, 'as-it-is'));
  const changed = join(folder, 'without-full');
  copyChanged(root, join(changed, 'source'), WITHOUT_FULL);
  const caught = !(await traceOne('the till without synchronous = FULL', join(changed, 'source'), changed));
  console.log(held ? 'held: one fsync for each sale, before the answer' : 'NOT HELD: see above');
  console.log(
    caught ? 'and without the pragma it turns red, as it must' : 'NOT PROVED: the till without the pragma passed',
  );
  return held && caught;
}

async function traceOne(name: string, root: string, folder: string): Promise<boolean> {
  mkdirSync(folder, { recursive: true });
  const script = join(root, 'e2e/bench/complete-marked-sales.ts');
  const traceFile = join(folder, 'trace.txt');
  const run = await runTraced([script, join(folder, 'till'), String(SALES)], traceFile);
  if (run.code !== 0) throw new Error(`the sales were not completed:\n${run.stderr}`);
  const pairs = readPairs(run.calls);
  const counts = new Map<string, number>();
  for (const { verdict } of pairs) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const said = [...counts].map(([verdict, count]) => `${count} × ${verdict}`).join(', ');
  console.log(`${name}: ${pairs.length} sales completed: ${said}`);
  return pairs.length === SALES && pairs.every((pair) => pair.verdict === HELD);
}
