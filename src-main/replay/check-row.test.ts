import { expect, test } from 'vitest';
import { checkRow } from './check-row.ts';
import type { RejectReason } from './trading-row.ts';

const GOOD = ['536365', '85123A', 'INVENTED LANTERN', '6', '2010-12-01 08:26:00', '2.55', '17850', 'United Kingdom'];
const checked = (change: Readonly<Record<number, string>>) =>
  checkRow({ line: 2, text: '', fields: GOOD.map((field, at) => change[at] ?? field) });

test('an accepted row', () => {
  expect(checked({})).toEqual({
    accepted: true,
    row: {
      line: 2,
      invoiceNo: '536365',
      stockCode: '85123A',
      description: 'INVENTED LANTERN',
      quantityThousandths: 6_000,
      price: { digits: 255, scale: 2 },
      worthMinor: 1_530,
      atMs: Date.parse('2010-12-01T08:26:00Z'),
      customerId: '17850',
    },
  });
});

test.for<[name: string, change: Readonly<Record<number, string>>, row: object]>([
  ['a free line', { 5: '0.00' }, { worthMinor: 0 }],
  ['no description', { 2: '' }, { description: '85123A' }],
  ['no customer', { 6: '' }, { customerId: null }],
  ['a customer as some exports write it', { 6: '17850.0' }, { customerId: '17850' }],
  ['a cancellation', { 0: 'C536379', 3: '-6' }, { quantityThousandths: 6_000, worthMinor: 1_530 }],
  ['half a penny goes up', { 3: '1', 5: '0.005' }, { worthMinor: 1 }],
  ['less than half goes down', { 3: '1', 5: '0.00499' }, { worthMinor: 0 }],
  ['rounded once for the line, not for the piece', { 3: '3', 5: '0.335' }, { worthMinor: 101 }],
  ['the same price written otherwise', { 5: '2.550' }, { price: { digits: 255, scale: 2 } }],
])('%s', ([, change, row]) => {
  expect(checked(change)).toMatchObject({ accepted: true, row });
});

test.for<[reason: RejectReason, change: Readonly<Record<number, string>>]>([
  ['malformed', { 0: '' }],
  ['malformed', { 1: ' ' }],
  ['malformed', { 3: 'six' }],
  ['malformed', { 3: '6e3' }],
  ['malformed', { 3: '0.0001' }],
  ['malformed', { 3: '9007199254740993' }],
  ['malformed', { 4: '2010-12-32 08:26:00' }],
  ['malformed', { 5: '' }],
  ['malformed', { 5: '£2.55' }],
  ['malformed', { 6: 'nobody' }],
  ['malformed', { 3: '0', 5: 'free' }],
  ['quantity', { 3: '0', 5: '-1' }],
  ['sign', { 3: '-6', 5: '-1' }],
  ['sign', { 0: 'C536379' }],
  ['negative price', { 5: '-2.55', 6: '' }],
  ['stock adjustment', { 5: '0', 6: '' }],
])('%s: %o', ([reason, change]) => {
  expect(checked(change)).toEqual({ accepted: false, reason });
});

test('too few columns, too many, and what is no record', () => {
  for (const fields of [GOOD.slice(0, 7), [...GOOD, ''], null])
    expect(checkRow({ line: 2, text: '', fields })).toEqual({ accepted: false, reason: 'malformed' });
});
