import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Figure, printFigures } from './figures-table.ts';
import { benchFsync } from './fsync-bench.ts';
import { measureCompleting } from './measure-completing.ts';
import { measureDrain } from './measure-drain.ts';
import { measureBytes, measureGrowth, type Size } from './measure-growth.ts';
import { measurePrograms } from './measure-programs.ts';

const USAGE = `npm run bench             the figures of design.md section 12, as ratios of one run
npm run bench -- --full   the same, grown to 1,000,000 operations (some minutes)
npm run bench -- fsync    one fsync for each completed sale, before the answer; ends with 1 if not`;

const BLOCKED = 50_000;

type Measure = (folder: string) => Promise<readonly Figure[]>;

async function benchFigures(folder: string, full: boolean): Promise<void> {
  const sizes: Size[] = [10_000, 100_000].map((operations) => ({ operations, blocked: 0 }));
  if (full) sizes.push({ operations: 1_000_000, blocked: 0 });
  sizes.push({ operations: full ? 1_000_000 : 100_000, blocked: BLOCKED });
  const measures: Measure[] = [
    measureCompleting,
    (own) => measureDrain(own, 1, 0.6),
    (own) => measureDrain(own, 16, 0.5),
    measurePrograms,
    ...sizes.map(
      (size): Measure =>
        (own) =>
          measureGrowth(own, size),
    ),
    measureBytes,
  ];
  const figures: Figure[] = [];
  for (const [at, measure] of measures.entries()) {
    const own = join(folder, String(at));
    figures.push(...(await measure(own)));
    rmSync(own, { recursive: true, force: true });
    console.log(`${at + 1} of ${measures.length} measured`);
  }
  console.log('');
  printFigures(figures);
}

/** Beside the sources and not in the system's folder for temporary files, which may be no disk at all. */
function makeFolder(root: string): string {
  const base = resolve(root, '.test-output');
  mkdirSync(base, { recursive: true });
  return mkdtempSync(join(base, 'bench-'));
}

const root = process.cwd();
const [what, ...more] = process.argv.slice(2);
if (more.length > 0 || (what !== undefined && what !== 'fsync' && what !== '--full')) {
  console.log(USAGE);
  process.exitCode = what === '--help' ? 0 : 2;
} else {
  const folder = makeFolder(root);
  try {
    if (what === 'fsync') process.exitCode = (await benchFsync(root, folder)) ? 0 : 1;
    else await benchFigures(folder, what === '--full');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
