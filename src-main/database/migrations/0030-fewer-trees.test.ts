import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import { openDatabase } from '../open-database.ts';
import { temporaryFolder } from '../temporary-folder.test-support.ts';
import { ALL_MIGRATIONS } from './all-migrations.ts';

const clock = new ManualClock();

test('from the version before: sales, lines, tenders, claim codes and operations are carried over', () => {
  const file = join(temporaryFolder(), 'till.db');
  const open = (newest: number) => {
    const opened = openDatabase({ file, clock, migrations: ALL_MIGRATIONS.filter(({ number }) => number <= newest) });
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    return opened.db;
  };
  const before = open(20);
  before.exec(`
    INSERT INTO account VALUES (1, 'rekonect', 'invented');
    INSERT INTO sale (seq, sale_id, sale_number, reference, source, state, currency, staff_id, opened_at, closed_at, total_minor) VALUES
      (3, 's3', 'T1-A3', 'T1-A3', 'till', 'completed', 'EUR', 'kim', 1, 2, 300),
      (4, 's4', 'T1-A4', 'T1-A4', 'till', 'completed', 'EUR', 'kim', 3, 4, 100),
      (5, 's5', 'T1-A5', 'T1-A5', 'till', 'completed', 'EUR', 'kim', 5, 6, 100);
    INSERT INTO sale_line VALUES
      (3, 1, 'A1', 'Apple', 'D', 'Dep', 'sale', 1000, 0, 150, 150, 150, 0, NULL),
      (3, 12, 'B2', 'Bread', 'D', 'Dep', 'return', 2500, 1, 60, 150, 140, 900, 'gift:1'),
      (4, 1, 'A1', 'Apple', 'D', 'Dep', 'sale', 1000, 0, 100, 100, 100, 0, NULL);
    INSERT INTO tender VALUES (3, 1, 'POINTS', 100, 100, 'op-1'), (3, 2, 'CASH', 200, 500, NULL), (4, 1, 'CARD', 100, 100, NULL);
    INSERT INTO unclaimed VALUES ('AAAA-BBBB-CCC', 's4', 99, 50, 'kim'), ('DDDD-EEEE-FFF', 's5', 98, NULL, NULL);
    INSERT INTO operation (id, key, sale_id, kind, account_number, state, happened, sealed_detail, recorded_at, next_at)
      VALUES ('op-1', 'k', 's3', 'submit', 1, 'queued', 0, x'0102', 2, 2);
  `);
  before.close();

  const db = open(30);
  const rows = (sql: string): unknown[] => db.prepare(sql).raw().all();
  expect(
    rows('SELECT sale_seq, line_no, article_code, action, weighed, net_minor, tax_rate_bp, benefit_key FROM sale_line'),
  ).toEqual([
    [3, 1, 'A1', 'sale', 0, 150, 0, null],
    [3, 12, 'B2', 'return', 1, 140, 900, 'gift:1'],
    [4, 1, 'A1', 'sale', 0, 100, 0, null],
  ]);
  expect(rows('SELECT sale_seq, tender_no, type, amount_minor, tendered_minor, pay_operation_id FROM tender')).toEqual([
    [3, 1, 'POINTS', 100, 100, 'op-1'],
    [3, 2, 'CASH', 200, 500, null],
    [4, 1, 'CARD', 100, 100, null],
  ]);
  expect(rows('SELECT sale_id, claim_code, claim_until_at, claimed_at, claimed_by FROM sale ORDER BY seq')).toEqual([
    ['s3', null, null, null, null],
    ['s4', 'AAAA-BBBB-CCC', 99, 50, 'kim'],
    ['s5', 'DDDD-EEEE-FFF', 98, null, null],
  ]);
  expect(rows('SELECT sealed_detail, transaction_id FROM operation')).toEqual([[Buffer.from([1, 2]), null]]);
  expect(rows("SELECT name FROM sqlite_master WHERE name = 'unclaimed' OR name LIKE '%_before'")).toEqual([]);
  // The rules of the old tables hold in the new ones.
  expect(() => db.exec("INSERT INTO tender VALUES (9 << 20 | 1, 'CASH', 1, 1, NULL)")).toThrow('FOREIGN KEY');
  expect(() => db.exec("UPDATE operation SET transaction_id = 's3'")).toThrow('one_detail');
  expect(() => db.exec("UPDATE sale SET claim_code = 'DDDD-EEEE-FFF' WHERE seq = 3")).toThrow('UNIQUE');
  db.close();
});
