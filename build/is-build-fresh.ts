import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm run build` writes; each is there after a whole build. */
const BUILT = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];
const SOURCES = [
  'src-shared/**/*',
  'src-main/**/*',
  'src-renderer/**/*',
  'electron.vite.config.ts',
  'package-lock.json',
];
const isTest = (path: string): boolean => /\.test(-support)?\.tsx?$/u.test(path);

/** Whether everything built is there and younger than every source, so that `npm start` need not build again. */
export function isBuildFresh(root: string): boolean {
  const built = BUILT.map((path) => join(root, path));
  if (!built.every((path) => existsSync(path))) return false;
  const oldestBuilt = Math.min(...built.map((path) => statSync(path).mtimeMs));
  return globSync(SOURCES, { cwd: root })
    .filter((path) => !isTest(path))
    .every((path) => {
      const found = statSync(join(root, path), { throwIfNoEntry: false });
      return found === undefined || !found.isFile() || found.mtimeMs <= oldestBuilt;
    });
}
