import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Writes a small file that only its owner may read, so that after a power cut either the old or the new content stands
 * there whole. Throws the file system's own error (ENOSPC, EROFS, EACCES …); then nothing has changed.
 */
export function writeOwnerOnly(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.new`;
  rmSync(temporary, { force: true });
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      if (process.platform === 'win32') restrictToOwner(temporary);
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** The new name itself is safe only when its folder is; Windows cannot sync a folder and needs not. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
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
