import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { atomically, savepoint } from './atomically.ts';
import { DATABASE_PRAGMAS } from './open-database.ts';
import { StorageError } from './storage-error.ts';

let folder: string;
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbox-atomically-'));
  db = new SqliteDatabase(join(folder, 'a.db'));
  for (const pragma of DATABASE_PRAGMAS) db.pragma(pragma);
  db.exec('CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT) STRICT');
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const put = (n: number): void => void db.prepare('INSERT INTO t VALUES (?, NULL)').run(n);
const rows = (): unknown[] => db.prepare('SELECT n FROM t ORDER BY n').pluck().all();
const fail = (): never => {
  throw new Error('on purpose');
};

test('all or nothing, and the value comes back', () => {
  expect(
    atomically(db, () => {
      put(1);
      put(2);
      return 'done';
    }),
  ).toBe('done');
  expect(() =>
    atomically(db, () => {
      put(3);
      fail();
    }),
  ).toThrow('on purpose');
  expect(rows()).toEqual([1, 2]);
  expect(db.inTransaction).toBe(false);
});

test('a promise is refused by type and at run time, and nothing is kept', () => {
  // @ts-expect-error a promise would go on after the commit
  expect(() => atomically(db, async () => put(1))).toThrow(TypeError);
  const hidden: () => unknown = () => {
    put(2);
    return Promise.resolve();
  };
  expect(() => atomically(db, hidden)).toThrow(TypeError);
  expect(rows()).toEqual([]);
  expect(db.inTransaction).toBe(false);
});

describe('inner calls', () => {
  test('join the outer commit', () => {
    expect(() =>
      atomically(db, () => {
        atomically(db, () => put(1));
        fail();
      }),
    ).toThrow('on purpose');
    expect(rows()).toEqual([]);
  });

  test('that failed spoil it even where the error is caught', () => {
    expect(() =>
      atomically(db, () => {
        put(1);
        expect(() =>
          atomically(db, () => {
            put(2);
            fail();
          }),
        ).toThrow('on purpose');
      }),
    ).toThrow('none of it is kept');
    expect(rows()).toEqual([]);
    atomically(db, () => put(3));
    expect(rows()).toEqual([3]);
  });

  test('in a savepoint fail alone, at any depth', () => {
    atomically(db, () => {
      put(1);
      expect(() =>
        savepoint(db, () => {
          put(2);
          fail();
        }),
      ).toThrow('on purpose');
      savepoint(db, () => {
        put(3);
        expect(() =>
          savepoint(db, () =>
            atomically(db, () => {
              put(4);
              fail();
            }),
          ),
        ).toThrow('on purpose');
        put(5);
      });
    });
    expect(rows()).toEqual([1, 3, 5]);
    expect(() => savepoint(db, () => put(6))).toThrow('inside atomically');
  });
});

describe('a full disk', () => {
  beforeEach(() => {
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count = ${pages + 3}`);
  });
  const fill = (): void => {
    for (let n = 100; n < 200; n++) db.prepare('INSERT INTO t VALUES (?, ?)').run(n, 'x'.repeat(2_000));
  };

  test('is named, and nothing is half done', () => {
    let caught: unknown;
    try {
      atomically(db, () => {
        put(1);
        fill();
      });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(StorageError);
    expect(caught).toMatchObject({ trouble: 'no-space' });
    expect(rows()).toEqual([]);
    atomically(db, () => put(2));
    expect(rows()).toEqual([2]);
  });

  test('spoils the whole commit even where a savepoint met it and the caller goes on', () => {
    expect(() =>
      atomically(db, () => {
        put(1);
        expect(() => savepoint(db, fill)).toThrow(StorageError);
        expect(() => savepoint(db, () => put(2))).toThrow('already failed');
      }),
    ).toThrow('none of it is kept');
    expect(rows()).toEqual([]);
  });
});

test('a file that may not be written is named', () => {
  const readOnly = new SqliteDatabase(join(folder, 'a.db'), { readonly: true });
  expect(() => atomically(readOnly, () => void readOnly.exec('DELETE FROM t'))).toThrow(
    expect.objectContaining({ trouble: 'read-only' }),
  );
  readOnly.close();
});

test('another writer is named', () => {
  const other = new SqliteDatabase(join(folder, 'a.db'), { timeout: 0 });
  atomically(db, () => {
    expect(() => atomically(other, () => undefined)).toThrow(expect.objectContaining({ trouble: 'busy' }));
  });
  other.close();
});
