/** Names inside a data folder. `lock.db` is opened by SQLite alone: any other open and close of it would drop the lock. */
export const FOLDER_FILES = {
  database: 'till.db',
  lock: 'lock.db',
  lockHolder: 'lock.json',
  reserve: 'reserve.bin',
  generation: 'generation.json',
  copies: 'copies',
} as const;
