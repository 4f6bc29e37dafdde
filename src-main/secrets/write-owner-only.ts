import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { writeDurably } from '../database/write-durably.ts';

/** Writes a small file that only its owner may read, durably, whole or not at all (`writeDurably`). */
export function writeOwnerOnly(path: string, content: string): void {
  writeDurably(path, content, process.platform === 'win32' ? restrictToOwner : undefined);
}

/** Windows ignores the mode: inherited rights go, the user alone stays. By its whole path, so that no other program is run. */
function restrictToOwner(path: string): void {
  const icacls = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'icacls.exe');
  execFileSync(icacls, [path, '/inheritance:r', '/grant:r', `${userInfo().username}:F`], { windowsHide: true });
}

/** Whether others than the owner may read the file. On Windows it is the access list that was set when it was written. */
export function isOwnerOnly(path: string): boolean {
  return process.platform === 'win32' || (statSync(path).mode & 0o077) === 0;
}
