import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { type AuditRow, CHAIN_START, type ChainedRow, nextHash, verifyChain } from './audit-chain.ts';

const key = createSecretKey(Buffer.alloc(32, 7));

function chained(rows: readonly AuditRow[], withKey = key): ChainedRow[] {
  let head = CHAIN_START;
  return rows.map((row) => {
    head = nextHash(withKey, head, row);
    return { row, hash: head };
  });
}

const rows = chained([
  { seq: 1, at: 1_000, staff: 'demo-1', action: 'sign-in', reason: null },
  { seq: 2, at: 2_000, staff: 'demo-1', action: 'void', reason: 'wrong item' },
  { seq: 3, at: 3_000, staff: 'demo-2', action: 'close', reason: 'seen at the program' },
]);
const head = rows[2]?.hash ?? '';

test('an untouched chain fits, whatever order the columns come in', () => {
  expect(verifyChain(key, rows, head)).toEqual({ ok: true, head, rows: 3 });
  const turned = rows.map(({ row, hash }) => ({ row: Object.fromEntries(Object.entries(row).reverse()), hash }));
  expect(verifyChain(key, turned, head)).toEqual({ ok: true, head, rows: 3 });
  expect(verifyChain(key, [], null)).toEqual({ ok: true, head: CHAIN_START, rows: 0 });
});

test('every changed value is found where it stands', () => {
  rows.forEach((changed, at) => {
    for (const column of Object.keys(changed.row)) {
      const copy = rows.with(at, { ...changed, row: { ...changed.row, [column]: 'other' } });
      expect(verifyChain(key, copy, null)).toEqual({ ok: false, error: 'row-differs', at });
    }
  });
});

test('removed, swapped, inserted and cut-off rows are found', () => {
  const [first, second, third] = rows as [ChainedRow, ChainedRow, ChainedRow];
  expect(verifyChain(key, [second, third], null)).toMatchObject({ ok: false, at: 0 });
  expect(verifyChain(key, [first, third], null)).toMatchObject({ ok: false, at: 1 });
  expect(verifyChain(key, [second, first, third], null)).toMatchObject({ ok: false, at: 0 });
  expect(verifyChain(key, [first, first, second, third], null)).toMatchObject({ ok: false, at: 1 });
  expect(verifyChain(key, [first, second], head)).toMatchObject({ ok: false, error: 'head-differs' });
});

test('a chain built anew without the data key does not fit', () => {
  const forged = chained(
    rows.map(({ row }) => row),
    createSecretKey(Buffer.alloc(32, 8)),
  );
  expect(verifyChain(key, forged, null)).toMatchObject({ ok: false, at: 0 });
});

test('values of different types and columns that run together are told apart', () => {
  const all = [{ a: 1 }, { a: '1' }, { a: true }, { a: null }, { a: 'null' }, { ab: '' }, { a: 'b' }, { a: 1, b: 2 }];
  expect(new Set(all.map((row) => nextHash(key, CHAIN_START, row as AuditRow))).size).toBe(all.length);
  expect(() => nextHash(key, CHAIN_START, { a: Number.NaN })).toThrow(RangeError);
});
