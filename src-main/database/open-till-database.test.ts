import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { listCopies, makeCopy } from './copies.ts';
import { pagesOf, recordSales, saleNumber } from './filled-till.test-support.ts';
import { readGeneration } from './generation.ts';
import { ALL_MIGRATIONS } from './migrations/all-migrations.ts';
import { type OpenTillResult, openTillDatabase, type TillDatabase } from './open-till-database.ts';
import { recoveryLines } from './recovery-lines.ts';
import { startScript, temporaryFolder } from './temporary-folder.test-support.ts';

const PAGE = 4_096;
const SALES = 600;
let folder: string;
let clock: ManualClock;
let lines: string[];

beforeEach(() => {
  folder = temporaryFolder();
  clock = new ManualClock();
  lines = [];
});

const file = (): string => join(folder, 'till.db');
const tryOpen = (): OpenTillResult => openTillDatabase({ folder, clock, log: (line) => lines.push(line) });
function open(): TillDatabase {
  const result = tryOpen();
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result;
}
function use(work: (till: TillDatabase) => void): void {
  const till = open();
  work(till);
  till.close();
}
const count = (db: Database, table: string): number =>
  db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
const states = (db: Database): unknown =>
  Object.fromEntries(
    db.prepare('SELECT state, count(*) FROM operation GROUP BY state').raw().all() as [string, number][],
  );
const sound = (db: Database): unknown => [
  db.pragma('integrity_check', { simple: true }),
  db.pragma('foreign_key_check'),
];
const fillPages = (pages: readonly number[]): void => {
  const bytes = readFileSync(file());
  for (const page of pages) bytes.fill(0xa5, (page - 1) * PAGE, page * PAGE);
  writeFileSync(file(), bytes);
};
const aside = (): string[] =>
  readdirSync(folder).filter((name) => /^till\.db\.damaged-[^-]+-[^-]+-[0-9TZ-]+$/.test(name));

test('a new folder begins with A, and reopening after a clean close or a kill keeps letter and rows', async () => {
  use((till) => {
    expect([till.letter, till.created, till.restored, till.recovery]).toEqual(['A', true, false, null]);
    recordSales(till.db, 'A', 1, 5);
  });
  use((till) => expect([till.letter, till.created, count(till.db, 'sale')]).toEqual(['A', false, 5]));
  const killed = await startScript(`
    const { openTillDatabase } = await import('./open-till-database.ts');
    const { recordSales } = await import('./filled-till.test-support.ts');
    const till = openTillDatabase({ folder: ${JSON.stringify(folder)}, clock: { nowMs: () => Date.now() }, log: () => {} });
    recordSales(till.db, 'A', 6, 5);
    console.log('recorded');
    setInterval(() => {}, 60_000);
  `);
  await killed.kill();
  use((till) => {
    expect([till.letter, till.restored, till.recovery, count(till.db, 'sale')]).toEqual(['A', false, null, 10]);
    expect(states(till.db)).toEqual({ delivered: 3, queued: 7 });
  });
  expect(lines.at(-1)).toContain('the last close was not clean');
});

test('a process that ended between the mark in the file and the one beside it changes nothing', () => {
  use((till) => recordSales(till.db, 'A', 1, 5));
  const beside = readFileSync(join(folder, 'generation.json'));
  use(() => undefined);
  writeFileSync(join(folder, 'generation.json'), beside);
  use((till) => expect([till.letter, till.restored]).toEqual(['A', false]));
});

describe('the letter rises and unfinished rows become unknown', () => {
  const expectRestored = (letter: string): void =>
    use((till) => {
      expect([till.letter, till.restored]).toEqual([letter, true]);
      expect(states(till.db)).toEqual({ delivered: 1, unknown: 4 });
      const rows = till.db
        .prepare("SELECT first_sent_at - recorded_at AS d, next_at FROM operation WHERE state = 'unknown'")
        .all();
      expect(rows).toEqual(rows.map(() => ({ d: 0, next_at: clock.nowMs() })));
    });

  test('when an older file is put back', () => {
    use((till) => recordSales(till.db, 'A', 1, 5));
    copyFileSync(file(), join(folder, 'kept.db'));
    use((till) => recordSales(till.db, 'A', 6, 5));
    copyFileSync(join(folder, 'kept.db'), file());
    expectRestored('B');
    use((till) => expect([till.letter, till.restored]).toEqual(['B', false]));
  });

  test('when a copy of the same session is put back', async () => {
    const till = open();
    recordSales(till.db, 'A', 1, 5);
    const made = await makeCopy(folder, clock);
    till.close();
    copyFileSync(made.ok ? made.file : '', file());
    expectRestored('B');
  });

  test('when the file is carried into another folder', () => {
    use((till) => recordSales(till.db, 'A', 1, 5));
    const old = file();
    folder = temporaryFolder();
    copyFileSync(old, file());
    expectRestored('B');
  });

  test('when the folder has lost its memory, beyond every letter reached by counting', () => {
    use((till) => recordSales(till.db, 'A', 1, 5));
    writeFileSync(join(folder, 'generation.json'), 'garbage');
    use((till) => expect([till.letter, till.restored]).toEqual([expect.stringMatching(/^[A-Z]{4}$/), true]));
  });
});

test('an owed row of a restored file is parked, and a row that waits goes on waiting', () => {
  use((till) => {
    recordSales(till.db, 'A', 1, 5);
    till.db.exec(`
      UPDATE operation SET state = 'owed', next_at = NULL WHERE id = 'op-1';
      UPDATE operation SET next_at = NULL, after_id = 'op-4' WHERE id = 'op-2';
      UPDATE operation SET after_id = 'op-3' WHERE id = 'op-4';
      UPDATE operation SET next_at = NULL, undoes_id = 'gone' WHERE id = 'op-5';
    `);
  });
  rmSync(join(folder, 'generation.json'));
  use((till) => {
    const rows = till.db
      .prepare(
        'SELECT id, state, happened, first_sent_at AS sent, next_at AS next FROM operation WHERE ended_at IS NULL ORDER BY id',
      )
      .all();
    const now = clock.nowMs();
    expect(rows).toEqual([
      { id: 'op-1', state: 'parked', happened: null, sent: 1, next: null },
      { id: 'op-2', state: 'unknown', happened: null, sent: 2, next: null },
      { id: 'op-4', state: 'unknown', happened: null, sent: 4, next: now },
      { id: 'op-5', state: 'parked', happened: null, sent: 5, next: null },
    ]);
  });
});

describe('damage', () => {
  beforeEach(async () => {
    const till = open();
    recordSales(till.db, 'A', 1, SALES / 2);
    const made = await makeCopy(folder, clock);
    expect(made).toMatchObject({ ok: true });
    recordSales(till.db, 'A', SALES / 2 + 1, SALES / 2);
    till.close();
    clock.advance(60_000);
  });

  const pages = (name: string): readonly number[] => {
    const db = new SqliteDatabase(file(), { readonly: true });
    try {
      return pagesOf(db, name);
    } finally {
      db.close();
    }
  };

  test('in the middle of a table: everything else is carried over, the copy fills what it has, the rest is named', () => {
    const bytesBefore = readFileSync(file()).length;
    const leaves = pages('sale').slice(1);
    // Three pages: one of old rows, one of rows newer than the copy, and the last one.
    fillPages([leaves[3] ?? 0, leaves[leaves.length - 6] ?? 0]);
    use((till) => {
      const { db, recovery } = till;
      if (recovery === null) throw new Error('It should have been recovered');
      expect(till.letter).toBe('B');
      const sale = recovery.carriedOver['sale'];
      expect(sale?.fromCopy).toBeGreaterThan(5);
      expect(recovery.lostSales.numbers.length).toBeGreaterThan(5);
      expect(recovery.lostSales).toMatchObject({ unnamed: 0, incomplete: [], after: null });
      expect((sale?.fromFile ?? 0) + (sale?.fromCopy ?? 0) + recovery.lostSales.numbers.length).toBe(SALES);
      for (const number of recovery.lostSales.numbers) expect(number > saleNumber('A', SALES / 2)).toBe(true);
      // The rows themselves: not only how many.
      const readable = db
        .prepare("SELECT seq, sale_number, total_minor FROM sale WHERE source = 'till' ORDER BY seq")
        .all() as { seq: number; sale_number: string; total_minor: number }[];
      for (const { seq, sale_number, total_minor } of readable)
        expect([sale_number, total_minor]).toEqual([saleNumber('A', seq), 300]);
      expect(count(db, 'operation')).toBe(SALES);
      expect(states(db)).toEqual({ delivered: SALES / 3, unknown: (SALES / 3) * 2 });
      expect(sound(db)).toEqual(['ok', []]);
      // A lost sale's operations still have their sale.
      const lost = db.prepare("SELECT sale_number FROM sale WHERE source = 'recovered' ORDER BY seq").pluck().all();
      expect(lost).toEqual(recovery.lostSales.numbers);
    });
    expect(aside()).toHaveLength(1);
    expect(readFileSync(join(folder, aside()[0] ?? '')).length).toBe(bytesBefore);
    expect(readdirSync(folder).some((name) => name.startsWith('recovery.damaged-') && name.endsWith('.json'))).toBe(
      true,
    );
    use((till) => expect([till.letter, till.recovery, till.restored]).toEqual(['B', null, false]));
  });

  test('in lines, tenders and an index', () => {
    const index = pages('sqlite_autoindex_sale_2');
    fillPages([pages('sale_line')[4] ?? 0, pages('tender')[2] ?? 0, index[2] ?? 0]);
    use(({ db, recovery }) => {
      expect(recovery?.carriedOver['sale']?.fromFile).toBe(SALES);
      expect(recovery?.lostSales).toMatchObject({ numbers: [], unnamed: 0, after: null });
      // Old lines came from the copy; sales newer than it are named where lines are missing.
      const incomplete = recovery?.lostSales.incomplete ?? [];
      for (const number of incomplete) expect(number > saleNumber('A', SALES / 2)).toBe(true);
      expect(count(db, 'sale_line')).toBeGreaterThan(SALES * 2 - 200);
      expect(sound(db)).toEqual(['ok', []]);
    });
  });

  test('in the first page: the copy, and every number after it is said to be lost', () => {
    fillPages([1]);
    use(({ db, letter, recovery }) => {
      expect(letter).toBe('B');
      expect(recovery?.lostSales.after).toBe(saleNumber('A', SALES / 2));
      expect(recovery?.copyUsed).toBe(listCopies(folder)[0]?.file);
      const said = recovery === null ? [] : recoveryLines(recovery);
      expect(said.join('\n')).toContain(`after number ${saleNumber('A', SALES / 2)} may be lost`);
      expect(said[0]).toMatch(/kept as .*till\.db\.damaged-[0-9TZ-]+, /);
      expect(count(db, 'sale')).toBe(SALES / 2);
      expect(states(db)).toEqual({ delivered: SALES / 6, unknown: SALES / 3 });
      expect(sound(db)).toEqual(['ok', []]);
    });
    expect(aside()).toHaveLength(1);
  });

  test('in the root of the sale table: its rows from the copy, the other tables whole, the numbers from the index', () => {
    fillPages([pages('sale')[0] ?? 0]);
    use(({ db, recovery }) => {
      expect(recovery?.carriedOver['sale']).toMatchObject({ fromFile: 0, fromCopy: SALES / 2, whole: false });
      expect(recovery?.carriedOver['operation']).toMatchObject({ fromFile: SALES, whole: true });
      expect(recovery?.lostSales.numbers).toHaveLength(SALES / 2);
      expect(sound(db)).toEqual(['ok', []]);
    });
  });

  test.each([
    ['a third', 0.33],
    ['nine tenths', 0.9],
  ])('cut after %s', (_, part) => {
    truncateSync(file(), Math.floor((readFileSync(file()).length * part) / PAGE) * PAGE);
    use(({ db, recovery }) => {
      expect(recovery).not.toBeNull();
      expect(count(db, 'sale')).toBeGreaterThanOrEqual(SALES / 2);
      expect(sound(db)).toEqual(['ok', []]);
    });
  });

  test.each<[string, () => void]>([
    ['emptied', () => truncateSync(file(), 0)],
    ['gone', () => rmSync(file())],
    ['overwritten with text', () => writeFileSync(file(), 'not a database'.repeat(900))],
  ])('%s: the copy takes its place', (_, spoil) => {
    spoil();
    use(({ db, letter, recovery }) => {
      expect([letter, count(db, 'sale')]).toEqual(['B', SALES / 2]);
      expect(recovery?.lostSales.after).toBe(saleNumber('A', SALES / 2));
    });
  });

  test('without any copy the readable rest is carried over', () => {
    rmSync(join(folder, 'copies'), { recursive: true });
    const leaves = pages('sale').slice(1);
    fillPages([leaves[3] ?? 0]);
    use(({ db, recovery }) => {
      const lost = recovery?.lostSales.numbers.length ?? 0;
      expect(lost).toBeGreaterThan(5);
      expect(lost).toBeLessThan(60);
      expect(count(db, 'sale')).toBe(SALES);
    });
  });

  test('a crash between the renames ends with the new file in its place', () => {
    fillPages([1]);
    use(() => undefined);
    // As it stood in the middle: the finished file not yet in place, the damaged one already half moved.
    const moved = aside()[0] ?? '';
    copyFileSync(file(), join(folder, 'till.db.recovering'));
    copyFileSync(join(folder, moved), file());
    rmSync(join(folder, moved));
    writeFileSync(join(folder, 'recovery-swap.json'), JSON.stringify({ asidePart: moved.slice('till.db'.length) }));
    use(({ db, recovery }) => expect([recovery, count(db, 'sale')]).toEqual([null, SALES / 2]));
    expect(aside()).toEqual([moved]);
    expect(existsSync(join(folder, 'till.db.recovering'))).toBe(false);
  });
});

test('what this folder never had is refused, not recovered', () => {
  writeFileSync(file(), 'dear diary\n'.repeat(1_000));
  expect(tryOpen()).toMatchObject({ ok: false, failure: { kind: 'wrong-format' } });
  rmSync(file());
  use((till) => recordSales(till.db, 'A', 1, 3));
  rmSync(file());
  new SqliteDatabase(file()).exec('PRAGMA application_id = 9; CREATE TABLE other (x)').close();
  expect(tryOpen()).toMatchObject({ ok: false, failure: { kind: 'wrong-format' } });
});

test('a damaged file of a newer version is refused, not recovered', () => {
  const next = { number: 9_990, name: 'next', sql: "ALTER TABLE sale ADD COLUMN later TEXT NOT NULL DEFAULT 'x';" };
  const newer = openTillDatabase({ folder, clock, migrations: [...ALL_MIGRATIONS, next], log: () => undefined });
  if (!newer.ok) throw new Error('refused');
  recordSales(newer.db, 'A', 1, 200);
  const page = pagesOf(newer.db, 'sale')[3] ?? 0;
  newer.close();
  fillPages([page]);
  expect(tryOpen()).toMatchObject({ ok: false, failure: { kind: 'newer-version', found: 9_990 } });
  expect(aside()).toEqual([]);
  // And the newer program recovers it, its own column included.
  const again = openTillDatabase({ folder, clock, migrations: [...ALL_MIGRATIONS, next], log: () => undefined });
  if (!again.ok) throw new Error('refused');
  expect(again.db.prepare('SELECT DISTINCT later FROM sale').pluck().all()).toEqual(['x']);
  again.close();
});

test('a migration of the real schema keeps the rows', () => {
  use((till) => recordSales(till.db, 'A', 1, 30));
  const next = {
    number: 9_990,
    name: 'next',
    sql: 'ALTER TABLE sale ADD COLUMN later TEXT; CREATE INDEX sale_later ON sale (later);',
  };
  const till = openTillDatabase({ folder, clock, migrations: [...ALL_MIGRATIONS, next], log: () => undefined });
  if (!till.ok) throw new Error('refused');
  expect([till.letter, till.restored, count(till.db, 'sale'), count(till.db, 'sale_line')]).toEqual([
    'A',
    false,
    30,
    60,
  ]);
  till.close();
  expect(readGeneration(folder)).toMatchObject({ kind: 'found', record: { cleanlyClosed: true, committedAtMs: 30 } });
});
