import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long the download may stand still before it is given up. */
const SILENCE_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 500;

/** The Electron program in `root`'s node_modules, null when its binary was never fetched. Looks at files only: importing
 * the package starts the download. */
export function findElectron(root: string): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const program = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/**
 * Fetches Electron's binary by the package's own script. Ends with null on success, else with the reason in one sentence;
 * it is given up after 20 s without a byte.
 */
export async function fetchElectron(root: string): Promise<string | null> {
  const folder = join(root, 'node_modules', 'electron');
  const temporary = mkdtempSync(join(tmpdir(), 'tillbox-electron-'));
  try {
    return await new Promise((resolve) => {
      const child = spawn(process.execPath, [join(folder, 'install.js')], {
        stdio: ['ignore', 'ignore', 'pipe'],
        // Its download lands in the folder for temporary files, where its growth can be watched.
        env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      });
      let errors = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors += text;
      });
      let size = 0;
      let grewAt = performance.now();
      let isSilent = false;
      const watch = setInterval(() => {
        const now = sizeOf(temporary) + sizeOf(join(folder, 'dist'));
        if (now !== size) {
          size = now;
          grewAt = performance.now();
        } else if (performance.now() - grewAt > SILENCE_LIMIT_MS) {
          isSilent = true;
          child.kill('SIGKILL');
        }
      }, LOOK_EVERY_MS);
      const finish = (reason: string | null): void => {
        clearInterval(watch);
        resolve(reason);
      };
      child.on('error', (error) => finish(error.message));
      child.on('close', (code) => {
        if (isSilent) finish(`nothing arrived for ${SILENCE_LIMIT_MS / 1000} s`);
        else if (code === 0 && findElectron(root) !== null) finish(null);
        else finish(firstReason(errors));
      });
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function firstReason(errors: string): string {
  return (
    /^\w*Error: (?<words>.*)$/mu.exec(errors)?.groups?.['words'] ??
    errors.trim().split('\n')[0] ??
    'no reason was given'
  );
}

function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  let size = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    // A file may go between being listed and being asked.
    if (entry.isFile()) size += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return size;
}
