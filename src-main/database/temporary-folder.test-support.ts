import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) {
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A folder of its own, gone after the test; other users may enter it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tillbox-test-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** What a script prints as JSON, run by a user to whom a read-only folder is read-only; root is not such a user. */
export function runUnprivileged(script: string): unknown {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  if (run.status !== 0) throw new Error(`The script ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

export interface HeldProcess {
  readonly pid: number;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a script that stays until it is killed; resolves when it has printed its first line. */
export function startScript(script: string): Promise<HeldProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const held: HeldProcess = {
    pid: child.pid ?? -1,
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve(held));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The script ended before it said anything')));
  });
}
