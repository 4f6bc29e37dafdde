import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The one file of a simulator folder: the ledger and every program's own tables, so that an effect is one commit. */
const SIMULATOR_DATABASE_FILE = 'simulators.db';

/** Another process has this simulator folder open. */
export class SimulatorFolderInUse extends Error {
  constructor(folder: string, options: ErrorOptions) {
    super(`another simulator has this folder open: ${folder}`, options);
    this.name = 'SimulatorFolderInUse';
  }
}

/**
 * Opens (or creates) the simulators' file. `null` keeps everything in memory.
 *
 * The exclusive lock is the guard against a second simulator on one ledger; it falls with the process, however that dies.
 * `synchronous = OFF`: a commit has to outlive a killed process, which the page cache does, not a power cut.
 * Throws SimulatorFolderInUse.
 */
export function openSimulatorDatabase(folder: string | null): Database.Database {
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const database = new Database(folder === null ? ':memory:' : join(folder, SIMULATOR_DATABASE_FILE), { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = OFF');
    database.pragma('foreign_keys = ON');
    database.exec('CREATE TABLE IF NOT EXISTS simulator_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new SimulatorFolderInUse(folder ?? 'memory', { cause: error });
    throw error;
  }
  return database;
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
