import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { APPLICATION_ID, checkOrder } from './migrate.ts';
import type { Migration } from './migration.ts';
import { ALL_MIGRATIONS } from './migrations/all-migrations.ts';
import { type OpenedDatabase, type OpenResult, openDatabase } from './open-database.ts';
import { runUnprivileged, temporaryFolder } from './temporary-folder.test-support.ts';

const clock = new ManualClock();
const one: Migration = {
  number: 10,
  name: 'one',
  sql: 'CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id)) STRICT;',
};
const two: Migration = {
  number: 20,
  name: 'two',
  sql: "ALTER TABLE child ADD COLUMN note TEXT NOT NULL DEFAULT 'none';",
};

const fileIn = (folder: string): string => join(folder, 'till.db');
const opened = (result: OpenResult): OpenedDatabase => {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result;
};
const withDatabase = (file: string, migrations: readonly Migration[], use: (db: Database) => void): void => {
  const { db } = opened(openDatabase({ file, clock, migrations }));
  use(db);
  db.close();
};
const ask = (db: Database, pragma: string): unknown => db.pragma(pragma, { simple: true });

test('a new file has every pragma, the mark and the newest schema; so has the second open', () => {
  const file = fileIn(temporaryFolder());
  for (const versionBefore of [0, 10]) {
    const { db, ...rest } = opened(openDatabase({ file, clock, migrations: [one] }));
    expect(rest).toMatchObject({ versionBefore, version: 10, copiedTo: null });
    expect(
      [
        'journal_mode',
        'synchronous',
        'foreign_keys',
        'secure_delete',
        'mmap_size',
        'application_id',
        'user_version',
      ].map((pragma) => ask(db, pragma)),
    ).toEqual(['wal', 2, 1, 1, 0, APPLICATION_ID, 10]);
    expect(ask(db, 'busy_timeout')).toBe(5_000);
    expect(() => db.exec('INSERT INTO child VALUES (1, 99)')).toThrow('FOREIGN KEY');
    db.close();
  }
});

test('the product schema opens, and all its tables are strict', () => {
  const { db } = opened(openDatabase({ file: fileIn(temporaryFolder()), clock }));
  const loose = db.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0").pluck().all();
  expect(loose.filter((name) => !String(name).startsWith('sqlite_'))).toEqual([]);
  db.close();
  checkOrder(ALL_MIGRATIONS);
});

test('a migration keeps the rows, leaves the file as it was beside it, and says how far it is', () => {
  const folder = temporaryFolder();
  const file = fileIn(folder);
  withDatabase(file, [one], (db) => db.exec('INSERT INTO parent VALUES (1); INSERT INTO child VALUES (7, 1)'));
  const steps: string[] = [];
  const result = opened(
    openDatabase({
      file,
      clock,
      migrations: [one, two],
      onProgress: ({ done, total, name }) => steps.push(`${done}/${total} ${name}`),
    }),
  );
  expect(steps).toEqual(['0/1 two']);
  expect(result).toMatchObject({ versionBefore: 10, version: 20 });
  expect(result.db.prepare('SELECT * FROM child').all()).toEqual([{ id: 7, parent: 1, note: 'none' }]);
  expect(ask(result.db, 'foreign_keys')).toBe(1);
  result.db.close();

  const before = new SqliteDatabase(result.copiedTo ?? '', { readonly: true });
  expect(before.prepare('SELECT * FROM child').all()).toEqual([{ id: 7, parent: 1 }]);
  expect([ask(before, 'user_version'), ask(before, 'application_id')]).toEqual([10, APPLICATION_ID]);
  before.close();
});

test.each([
  ['breaks a link', 'DELETE FROM parent;', 'breaks links'],
  ['fails half way', 'CREATE TABLE half (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);', 'no such table'],
])('a migration that %s changes nothing', (_, sql, message) => {
  const file = fileIn(temporaryFolder());
  withDatabase(file, [one], (db) => db.exec('INSERT INTO parent VALUES (1); INSERT INTO child VALUES (7, 1)'));
  const bad = { number: 30, name: 'bad', sql };
  expect(() => openDatabase({ file, clock, migrations: [one, two, bad] })).toThrow(message);
  withDatabase(file, [one], (db) => {
    expect(db.prepare('SELECT * FROM child').all()).toEqual([{ id: 7, parent: 1 }]);
    expect(db.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'half'").pluck().get()).toBe(0);
  });
});

test('migrations out of order are a bug', () => {
  expect(() => checkOrder([two, one])).toThrow('Migration 10 one does not come after 20');
  expect(() => checkOrder([one, one])).toThrow('does not come after');
});

test('a newer schema is refused and left as it is', () => {
  const file = fileIn(temporaryFolder());
  withDatabase(file, [one, two], () => undefined);
  const before = readFileSync(file);
  expect(openDatabase({ file, clock, migrations: [one] })).toEqual({
    ok: false,
    failure: { kind: 'newer-version', file, found: 20, known: 10 },
  });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test.each<[string, (file: string) => void]>([
  ['text', (file) => writeFileSync(file, 'dear diary\n'.repeat(1_000))],
  ['a short file', (file) => writeFileSync(file, 'x')],
  [
    'another program',
    (file) => new SqliteDatabase(file).exec('PRAGMA application_id = 77; CREATE TABLE a (b)').close(),
  ],
  ['an unmarked database', (file) => new SqliteDatabase(file).exec('CREATE TABLE a (b)').close()],
])('%s is refused as the wrong format, untouched', (_, make) => {
  const folder = temporaryFolder();
  const file = fileIn(folder);
  make(file);
  const before = readFileSync(file);
  expect(openDatabase({ file, clock })).toMatchObject({ ok: false, failure: { kind: 'wrong-format' } });
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['till.db']);
});

test('a file whose mark is still in the log beside it is ours', () => {
  const folder = temporaryFolder();
  const { db } = opened(openDatabase({ file: fileIn(folder), clock, migrations: [one] }));
  // As after a power cut: nothing of it has reached the main file yet.
  const copy = join(temporaryFolder(), 'till.db');
  for (const end of ['', '-wal']) writeFileSync(`${copy}${end}`, readFileSync(`${fileIn(folder)}${end}`));
  db.close();
  expect(readFileSync(copy).readUInt32BE(68)).toBe(0);
  const again = opened(openDatabase({ file: copy, clock, migrations: [one] }));
  expect(again.versionBefore).toBe(10);
  again.db.close();
});

const opening = (file: string): string => `
  const { openDatabase } = await import('${import.meta.dirname}/open-database.ts');
  const result = openDatabase({ file: ${JSON.stringify(file)}, clock: { nowMs: () => 0, schedule: () => { throw new Error(); } } });
  console.log(JSON.stringify(result.ok ? 'opened' : result.failure.kind));
`;

test('a read-only folder, a read-only file and an unreadable file are named', () => {
  const folder = temporaryFolder();
  withDatabase(fileIn(folder), ALL_MIGRATIONS, () => undefined);
  chmodSync(folder, 0o555);
  expect(runUnprivileged(opening(fileIn(folder)))).toBe('read-only');
  expect(runUnprivileged(opening(join(folder, 'new.db')))).toBe('read-only');
  chmodSync(folder, 0o777);
  chmodSync(fileIn(folder), 0o444);
  expect(runUnprivileged(opening(fileIn(folder)))).toBe('read-only');
  chmodSync(fileIn(folder), 0);
  expect(runUnprivileged(opening(fileIn(folder)))).toBe('unreadable');
});

test('damage in the first page is named', () => {
  const file = fileIn(temporaryFolder());
  withDatabase(file, [one], () => undefined);
  const bytes = readFileSync(file);
  bytes.fill(0xff, 100, 4_000);
  writeFileSync(file, bytes);
  expect(openDatabase({ file, clock, migrations: [one] })).toMatchObject({ ok: false, failure: { kind: 'damaged' } });
});
