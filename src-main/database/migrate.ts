import type { Database } from 'better-sqlite3';
import { atomically } from './atomically.ts';
import type { Migration } from './migration.ts';

/** The one mark by which the files of this program are told from others: "TBOX" in ASCII. */
export const APPLICATION_ID = 0x54_42_4f_58;

export interface MigrationProgress {
  /** Steps done, of `total`. */
  readonly done: number;
  readonly total: number;
  /** The step that begins now. */
  readonly name: string;
}

/**
 * Refuses a list that is not in rising order: two branches that both added the "next" migration meet here.
 *
 * @throws Error naming the first one out of order.
 */
export function checkOrder(migrations: readonly Migration[]): void {
  let last = 0;
  for (const { number, name } of migrations) {
    if (!Number.isSafeInteger(number) || number <= last) {
      throw new Error(`Migration ${number} ${name} does not come after ${last}`);
    }
    last = number;
  }
}

/** The number of the newest migration, 0 for none. */
export const newestVersion = (migrations: readonly Migration[]): number => migrations.at(-1)?.number ?? 0;

/** The number of the last migration this file has had, 0 for a new file. */
export const schemaVersion = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

export const pendingMigrations = (db: Database, migrations: readonly Migration[]): readonly Migration[] => {
  const version = schemaVersion(db);
  return migrations.filter(({ number }) => number > version);
};

/**
 * Applies what is pending, all in one commit: the file is afterwards at the newest version or unchanged.
 *
 * Foreign keys rest meanwhile, since a table can be rebuilt only so; a link that was whole before and is broken after
 * undoes everything.
 */
export function migrate(
  db: Database,
  pending: readonly Migration[],
  onProgress: (progress: MigrationProgress) => void,
): void {
  const last = pending.at(-1);
  if (last === undefined) return;
  db.pragma('foreign_keys = OFF');
  try {
    atomically(db, () => {
      const brokenBefore = brokenLinks(db);
      pending.forEach(({ name, sql }, done) => {
        onProgress({ done, total: pending.length, name });
        db.exec(sql);
      });
      if (brokenLinks(db) > brokenBefore) throw new Error(`Migration to ${last.number} breaks links between tables`);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${last.number}`);
    });
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

const brokenLinks = (db: Database): number => (db.pragma('foreign_key_check') as unknown[]).length;
