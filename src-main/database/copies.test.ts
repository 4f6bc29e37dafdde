import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { DAY } from '../../src-shared/time/clock.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { isCopyDue, isCopyDueAtClose, listCopies, makeCopy, newestSoundCopy, purgeCopies } from './copies.ts';
import { pagesOf, recordSales } from './filled-till.test-support.ts';
import { openDatabase } from './open-database.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

let folder: string;
let db: Database;
let clock: ManualClock;

beforeEach(() => {
  folder = temporaryFolder();
  clock = new ManualClock();
  const opened = openDatabase({ file: join(folder, 'till.db'), clock });
  if (!opened.ok) throw new Error(opened.failure.kind);
  db = opened.db;
  return () => db.close();
});

const inCopy = <T>(file: string, ask: (copy: Database) => T): T => {
  const copy = new SqliteDatabase(file, { readonly: true });
  try {
    return ask(copy);
  } finally {
    copy.close();
  }
};

test('a copy a day, two kept, each whole by itself', async () => {
  expect(isCopyDue(folder, clock.nowMs())).toBe(true);
  for (let day = 0; day < 3; day++) {
    recordSales(db, 'A', 1 + day * 10, 10);
    expect(await makeCopy(folder, clock)).toMatchObject({ ok: true });
    expect(isCopyDue(folder, clock.nowMs() + DAY - 1)).toBe(false);
    expect(isCopyDueAtClose(folder, clock.nowMs())).toBe(true);
    clock.advance(DAY);
    expect(isCopyDue(folder, clock.nowMs())).toBe(true);
  }
  const copies = listCopies(folder);
  const sales = copies.map(({ file }) =>
    inCopy(file, (copy) => copy.prepare('SELECT count(*) FROM sale').pluck().get()),
  );
  expect(sales).toEqual([30, 20]);
  expect(readdirSync(join(folder, 'copies'))).toHaveLength(2);
});

test('a clock that was set back neither hides the newest copy nor stops the next', async () => {
  await makeCopy(folder, clock);
  const first = listCopies(folder)[0]?.file;
  clock.set(clock.nowMs() - 30 * DAY);
  expect(isCopyDue(folder, clock.nowMs())).toBe(true);
  const second = await makeCopy(folder, clock);
  expect(listCopies(folder).map(({ file }) => file)).toEqual([second.ok ? second.file : '', first]);
});

test('a damaged file never drives out a sound copy, and a damaged copy is passed over', async () => {
  recordSales(db, 'A', 1, 300);
  await makeCopy(folder, clock);
  clock.advance(DAY);
  await makeCopy(folder, clock);
  const [newest, older] = listCopies(folder).map(({ file }) => file);
  if (newest === undefined || older === undefined) throw new Error('Two copies were expected');
  const page = pagesOf(db, 'sale')[3] ?? 0;
  for (const file of [newest, join(folder, 'till.db')]) {
    db.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(file);
    bytes.fill(0xa5, (page - 1) * 4_096, page * 4_096);
    writeFileSync(file, bytes);
  }
  expect(newestSoundCopy(folder)).toBe(older);
  expect(await makeCopy(folder, clock)).toMatchObject({ ok: false, error: 'damaged' });
  expect(listCopies(folder).map(({ file }) => file)).toEqual([newest, older]);
});

test('what is purged from the file is purged from the copies', async () => {
  recordSales(db, 'A', 1, 3);
  const secret = Buffer.from('sealed identifiers of an invented member');
  const put = db.prepare('INSERT INTO member_key VALUES (?, ?, ?, 0, NULL)');
  put.run('kept', 'f1', Buffer.concat([secret, Buffer.from(' one')]));
  put.run('purged', 'f2', Buffer.concat([secret, Buffer.from(' two')]));
  put.run('deleted', 'f3', Buffer.concat([secret, Buffer.from(' three')]));
  await makeCopy(folder, clock);
  clock.advance(DAY);
  await makeCopy(folder, clock);
  writeFileSync(join(folder, 'till.db.before-upgrade-from-10'), 'old');

  db.exec(
    "UPDATE member_key SET sealed_identifiers = NULL WHERE id = 'purged'; DELETE FROM member_key WHERE id = 'deleted'",
  );
  db.exec("UPDATE operation SET sealed_detail = x'' WHERE id = 'op-2'");
  expect(await purgeCopies(folder)).toEqual({ ok: true, reason: null });

  const copies = listCopies(folder);
  expect(copies).toHaveLength(2);
  expect(readFileSync(join(folder, 'till.db-wal'))).toHaveLength(0);
  expect(readFileSync(join(folder, 'till.db')).toString('latin1')).not.toContain('invented member two');
  for (const { file } of copies) {
    const bytes = readFileSync(file).toString('latin1');
    expect(bytes).toContain('invented member one');
    expect(bytes).not.toContain('invented member two');
    expect(bytes).not.toContain('invented member three');
    expect(
      inCopy(file, (copy) => copy.prepare('SELECT id, length(sealed_detail) FROM operation ORDER BY id').raw().all()),
    ).toEqual([
      ['op-1', 300],
      ['op-2', null],
      ['op-3', 300],
    ]);
  }
  expect(readdirSync(join(folder, 'copies'))).toHaveLength(2);
  expect(existsSync(join(folder, 'till.db.before-upgrade-from-10'))).toBe(false);
});
