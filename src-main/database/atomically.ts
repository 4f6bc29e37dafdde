import type { Database, Statement } from 'better-sqlite3';
import { StorageError, storageTroubleOf } from './storage-error.ts';

/** What a synchronous function returns. A promise would go on after the commit, so its type is refused. */
export type Synchronous<T> = T extends PromiseLike<unknown> ? never : T;

interface Commit {
  readonly begin: Statement;
  readonly commit: Statement;
  readonly rollback: Statement;
  depth: number;
  /** An inner call failed, or SQLite rolled back by itself: the outermost call may no longer commit. */
  spoiled: boolean;
}

// One per open file: preparing BEGIN and COMMIT each time would cost more than they do.
const commits = new WeakMap<Database, Commit>();

function commitOf(db: Database): Commit {
  let commit = commits.get(db);
  if (commit === undefined) {
    commit = {
      begin: db.prepare('BEGIN IMMEDIATE'),
      commit: db.prepare('COMMIT'),
      rollback: db.prepare('ROLLBACK'),
      depth: 0,
      spoiled: false,
    };
    commits.set(db, commit);
  }
  return commit;
}

/**
 * Runs `fn` in one commit: when this returns, everything `fn` wrote is on the disk (one fsync); when it throws, nothing is.
 *
 * An inner call joins the outer commit. If an inner call throws, the whole commit is lost even where the caller catches
 * it; work that may fail alone belongs in `savepoint`.
 *
 * @throws StorageError (`no-space`, `read-only`, `damaged`, `busy`, `io`) where the file refused; whatever `fn` throws;
 *   TypeError where `fn` returned a promise.
 */
export function atomically<T>(db: Database, fn: () => Synchronous<T>): T {
  const commit = commitOf(db);
  if (commit.depth > 0) return join(db, commit, fn);
  try {
    commit.begin.run();
  } catch (error) {
    throw named(error);
  }
  commit.depth = 1;
  commit.spoiled = false;
  try {
    const value = refusePromise(fn());
    if (commit.spoiled || !db.inTransaction) throw new Error('A part of this commit failed, so none of it is kept');
    commit.commit.run();
    return value;
  } catch (error) {
    // On a full disk SQLite may have rolled back by itself.
    if (db.inTransaction) commit.rollback.run();
    throw named(error);
  } finally {
    commit.depth = 0;
  }
}

function join<T>(db: Database, commit: Commit, fn: () => Synchronous<T>): T {
  requireOpen(db, commit);
  try {
    return refusePromise(fn());
  } catch (error) {
    commit.spoiled = true;
    throw named(error);
  }
}

/**
 * Runs `fn` inside a running `atomically` so that it alone can fail: when it throws, only its own changes are undone and
 * the caller may go on. A trouble of the storage spoils the whole commit all the same.
 *
 * @throws whatever `fn` throws; StorageError as `atomically`; Error outside of `atomically`.
 */
export function savepoint<T>(db: Database, fn: () => Synchronous<T>): T {
  const commit = commits.get(db);
  if (commit === undefined || commit.depth === 0) throw new Error('savepoint stands inside atomically');
  requireOpen(db, commit);
  const { begin, release, undo } = savepointOf(db);
  begin.run();
  try {
    const value = refusePromise(fn());
    if (commit.spoiled) throw new Error('A part of this savepoint failed');
    release.run();
    return value;
  } catch (error) {
    const cause = named(error);
    if (cause instanceof StorageError || !db.inTransaction) {
      commit.spoiled = true;
    } else {
      undo.run();
      release.run();
      commit.spoiled = false;
    }
    throw cause;
  }
}

interface Savepoint {
  readonly begin: Statement;
  readonly release: Statement;
  readonly undo: Statement;
}

// Savepoints of one name nest: RELEASE and ROLLBACK TO mean the innermost.
const savepoints = new WeakMap<Database, Savepoint>();

function savepointOf(db: Database): Savepoint {
  let found = savepoints.get(db);
  if (found === undefined) {
    found = { begin: db.prepare('SAVEPOINT s'), release: db.prepare('RELEASE s'), undo: db.prepare('ROLLBACK TO s') };
    savepoints.set(db, found);
  }
  return found;
}

/** After SQLite rolled back by itself each further statement would be a commit of its own. */
function requireOpen(db: Database, commit: Commit): void {
  if (commit.spoiled || !db.inTransaction) {
    commit.spoiled = true;
    throw new Error('This commit has already failed');
  }
}

function refusePromise<T>(value: Synchronous<T>): T {
  if (typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function') {
    throw new TypeError('A commit takes a synchronous function: a promise would go on after it');
  }
  return value as T;
}

function named(error: unknown): unknown {
  if (error instanceof StorageError) return error;
  const trouble = storageTroubleOf(error);
  return trouble === null ? error : new StorageError(trouble, error);
}
