import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import { openDatabase } from '../open-database.ts';
import { temporaryFolder } from '../temporary-folder.test-support.ts';
import { ALL_MIGRATIONS } from './all-migrations.ts';

const clock = new ManualClock();

test('from the version before: what is frozen stays with its operation', () => {
  const file = join(temporaryFolder(), 'till.db');
  const open = (newest: number) => {
    const opened = openDatabase({ file, clock, migrations: ALL_MIGRATIONS.filter(({ number }) => number <= newest) });
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    return opened.db;
  };
  const before = open(30);
  before.exec(`
    INSERT INTO account VALUES (1, 'rekonect', 'invented');
    INSERT INTO operation (seq, id, key, kind, account_number, state, happened, transaction_id, sealed_request, recorded_at, first_sent_at, next_at) VALUES
      (4, 'queued', 'k', 'submit', 1, 'queued', 0, 's1', NULL, 2, NULL, 2),
      (7, 'unknown', 'k', 'submit', 1, 'unknown', NULL, 's2', x'0102', 2, 3, 4);
  `);
  before.close();

  const db = open(40);
  expect(db.prepare('SELECT * FROM frozen_request').raw().all()).toEqual([[7, Buffer.from([1, 2])]]);
  expect(db.prepare('SELECT id, state, transaction_id, first_sent_at FROM operation').raw().all()).toEqual([
    ['queued', 'queued', 's1', null],
    ['unknown', 'unknown', 's2', 3],
  ]);
  // The rules of the table stand.
  expect(() => db.exec("UPDATE operation SET first_sent_at = 1 WHERE id = 'queued'")).toThrow('CHECK');
  db.close();
});
