import { createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { Clock } from '../../src-shared/time/clock.ts';
import { createStores, type Stores } from '../stores/stores.ts';
import { openDatabase } from './open-database.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const KEY = createSecretKey(Buffer.alloc(32, 7));

export interface StoresOnFile {
  readonly file: string;
  readonly db: Database;
  readonly stores: Stores;
  /** Another connection, which sees only what is committed. */
  readonly look: (sql: string, ...values: unknown[]) => unknown[];
  /** The connection is gone, as after SIGKILL: what was not committed never happened. */
  readonly reopen: () => StoresOnFile;
}

/** The product's own tables in a file of their own, gone after the test. */
export function storesOnFile(clock: Clock, file = join(temporaryFolder(), 'till.db')): StoresOnFile {
  const opened = openDatabase({ file, clock });
  if (!opened.ok) throw new Error(`the test file could not be opened: ${opened.failure.kind}`);
  const { db } = opened;
  return {
    file,
    db,
    stores: createStores(db, KEY, KEY),
    look: (sql, ...values) => {
      const other = new SqliteDatabase(file, { readonly: true });
      try {
        return other.prepare(sql).all(...values);
      } finally {
        other.close();
      }
    },
    reopen: () => {
      db.close();
      return storesOnFile(clock, file);
    },
  };
}
