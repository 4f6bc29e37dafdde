import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { benchFsync } from './fsync-bench.ts';

// Beside the sources and not in the system's folder for temporary files, which may be no disk at all.
const root = process.cwd();
const base = resolve(root, '.test-output');
mkdirSync(base, { recursive: true });
const folder = mkdtempSync(join(base, 'bench-'));
try {
  if (process.argv[2] === 'fsync') process.exitCode = (await benchFsync(root, folder)) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
