import { SqliteError } from 'better-sqlite3';

/**
 * What keeps the file from taking a commit. `no-space`: the disk is full; `read-only`: it may not be written; `damaged`:
 * SQLite met a page it cannot read; `busy`: another process writes; `io`: the device failed.
 */
export type StorageTrouble = 'no-space' | 'read-only' | 'damaged' | 'busy' | 'io';

/** Thrown by `atomically` when the file refused; by then everything of that call is rolled back, nothing is half done. */
export class StorageError extends Error {
  readonly trouble: StorageTrouble;

  constructor(trouble: StorageTrouble, cause: unknown) {
    super(`The database refused a change: ${trouble}`, { cause });
    this.name = 'StorageError';
    this.trouble = trouble;
  }
}

/** Sorts SQLite's result codes. Null: not a trouble of the storage, but a bug or a broken constraint. */
export function storageTroubleOf(error: unknown): StorageTrouble | null {
  if (error instanceof StorageError) return error.trouble;
  if (!(error instanceof SqliteError)) return systemTroubleOf(error);
  const { code } = error;
  if (code === 'SQLITE_FULL') return 'no-space';
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') return 'read-only';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_IOERR_SHORT_READ')
    return 'damaged';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy';
  if (code.startsWith('SQLITE_IOERR')) return 'io';
  return null;
}

/** The same for the files beside the database: errors of node:fs carry the system's own names. */
function systemTroubleOf(error: unknown): StorageTrouble | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'no-space';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'read-only';
  if (code === 'EIO') return 'io';
  return null;
}
