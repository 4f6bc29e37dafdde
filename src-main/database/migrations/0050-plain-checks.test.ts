import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import { openDatabase } from '../open-database.ts';
import { temporaryFolder } from '../temporary-folder.test-support.ts';
import { ALL_MIGRATIONS } from './all-migrations.ts';

const clock = new ManualClock();

test('from the version before: the same rows, the same indexes, the same rules', () => {
  const file = join(temporaryFolder(), 'till.db');
  const open = (newest: number) => {
    const opened = openDatabase({ file, clock, migrations: ALL_MIGRATIONS.filter(({ number }) => number <= newest) });
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    return opened.db;
  };
  const tables = ['operation', 'tender', 'sqlite_sequence'];
  const before = open(40);
  before.exec(`
    INSERT INTO account VALUES (1, 'rekonect', 'invented');
    INSERT INTO member_key VALUES ('m', 'f', NULL, 1, NULL);
    INSERT INTO sale (seq, sale_id, sale_number, reference, source, state, currency, staff_id, opened_at) VALUES
      (3, 's3', 'T1-A3', 'T1-A3', 'till', 'open', 'EUR', 'kim', 1);
    INSERT INTO tender VALUES (3 << 20 | 1, 'POINTS', 100, 100, 'pay'), (3 << 20 | 2, 'CASH', 200, 500, NULL);
    INSERT INTO operation (seq, id, key, sale_id, member_key_id, kind, account_number, state, happened, after_id, undoes_id,
      replaces_id, transaction_id, sealed_detail, recorded_at, first_sent_at, last_attempt_at, next_at, ended_at, attempts,
      sealed_evidence, sealed_answer, error_code, error_text, repeat_limit) VALUES
      (4, 'pay', 'k1', 's3', 'm', 'pay', 1, 'delivered', 1, NULL, NULL, NULL, NULL, x'01', 2, 3, 4, NULL, 5, 6, x'02', x'03', NULL, NULL, 'by-kind'),
      (9, 'back', 'k2', 's3', 'm', 'cancel-payment', 1, 'unknown', NULL, 'pay', 'pay', 'x', NULL, x'04', 7, 8, 9, 10, NULL, 11, NULL, NULL, 'E', 'words', 'window-over'),
      (12, 'sale', 'k3', 's3', NULL, 'submit', 1, 'queued', 0, NULL, NULL, NULL, 's3', NULL, 12, NULL, NULL, 12, NULL, 0, NULL, NULL, NULL, NULL, 'never');
  `);
  const look = (db: typeof before) => ({
    rows: tables.map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()),
    indexes: db.prepare("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name").all(),
  });
  const expected = look(before);
  before.close();

  const db = open(50);
  expect(look(db)).toEqual(expected);
  for (const wrong of [
    "state = 'done'",
    "happened = 2 WHERE id = 'pay'",
    "repeat_limit = 'ever'",
    "first_sent_at = 1 WHERE id = 'sale'",
    "sealed_detail = x'01' WHERE id = 'sale'",
    "ended_at = NULL WHERE id = 'pay'",
    "next_at = 1 WHERE id = 'pay'",
  ])
    expect(() => db.exec(`UPDATE operation SET ${wrong}`), wrong).toThrow('CHECK');
  expect(() => db.exec("UPDATE tender SET type = 'SHELLS'")).toThrow('CHECK');
  expect(() => db.exec("UPDATE operation SET sale_id = 'nowhere'")).toThrow('FOREIGN KEY');
  db.close();
});
