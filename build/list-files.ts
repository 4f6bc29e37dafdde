import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

// What .gitignore names; only needed where there is no git to ask.
const NOT_SOURCE = new Set(['.git', 'node_modules', 'out', 'dist', '.test-output']);

/** Every file of the project below `root`, with forward slashes, sorted: what git tracks or would track, or, in a copy
 * without git, what lies there. */
export function listFiles(root: string): readonly string[] {
  const files = existsSync(join(root, '.git')) ? listByGit(root) : listByWalk(root);
  return files.toSorted();
}

/** The TypeScript among them. */
export function listTypeScript(root: string): readonly string[] {
  return listFiles(root).filter((file) => /\.[mc]?tsx?$/.test(file));
}

function listByGit(root: string): readonly string[] {
  const output = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return [...new Set(output.split('\0'))].filter((file) => file !== '' && existsSync(join(root, file)));
}

function listByWalk(root: string): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (NOT_SOURCE.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) found.push(relative(root, path).split(sep).join('/'));
    }
  };
  walk(root);
  return found;
}
