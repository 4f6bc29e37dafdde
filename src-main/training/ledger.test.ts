import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Ledger } from './ledger.ts';
import type { NewPosting } from './posting.ts';
import { openSimulatorDatabase, SimulatorFolderInUse } from './simulator-database.ts';

const posting = (changes: Partial<NewPosting>): NewPosting => ({
  program: 'rekonect',
  kind: 'sale',
  memberId: 'M',
  reference: 'R',
  transactionId: 'T',
  points: 0,
  amountMinor: 0,
  ...changes,
});

it('sums the same from memory and from the table, and keeps every posting', () => {
  const database = openSimulatorDatabase(null);
  const ledger = new Ledger(database, () => 5);
  ledger.post(posting({ amountMinor: 700 }));
  expect(ledger.totalsOf('rekonect', 'M')).toEqual({ points: 0, salesMinor: 700, visits: 1 });
  for (const one of [
    posting({ kind: 'earn', points: 35 }),
    posting({ amountMinor: -200 }),
    posting({ kind: 'spend', points: -10, amountMinor: 10 }),
    posting({ kind: 'sale-cancel', amountMinor: -700 }),
    posting({ memberId: null, amountMinor: 999 }),
    posting({ program: 'pomelo', points: 4 }),
  ])
    ledger.post(one);
  const totals = { points: 25, salesMinor: -200, visits: 0 };
  expect(ledger.totalsOf('rekonect', 'M')).toEqual(totals);
  ledger.forgetSums();
  expect(ledger.totalsOf('rekonect', 'M')).toEqual(totals);
  expect(ledger.postings()).toHaveLength(7);
  expect(() => ledger.post(posting({ points: 0.5 }))).toThrow(RangeError);
  database.close();
});

it('lets nobody else open the folder, and keeps what was committed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillbox-ledger-'));
  const first = openSimulatorDatabase(folder);
  new Ledger(first, () => 5).post(posting({ amountMinor: 1 }));
  expect(() => openSimulatorDatabase(folder)).toThrow(SimulatorFolderInUse);
  first.close();
  const second = openSimulatorDatabase(folder);
  expect(new Ledger(second, () => 5).postings()).toMatchObject([{ amountMinor: 1, postedAt: 5 }]);
  second.close();
  rmSync(folder, { recursive: true });
});
