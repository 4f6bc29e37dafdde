import { expect, test } from 'vitest';
import type { OperationDetail } from '../../src-shared/queue/operation.ts';
import { type CountedRow, queueFigures } from './queue-figures.ts';

const pay: OperationDetail = { kind: 'pay', transactionId: 't', amountMinor: 250 };
const cancel: OperationDetail = { kind: 'cancel-payment', transactionId: 't', amountMinor: 250 };
const submit: OperationDetail = { kind: 'submit', transactionId: 't' };

function row(id: string, detail: OperationDetail, fields: Partial<CountedRow>): CountedRow {
  return {
    id,
    kind: detail.kind,
    detail,
    saleId: '5',
    state: 'delivered',
    happened: 1,
    firstSentAtMs: 1,
    afterId: null,
    undoesId: null,
    ...fields,
  };
}

const figures = (...rows: CountedRow[]) => queueFigures(rows, (saleId) => `invoice ${saleId}`);

test('every row is counted once, what is not finished as open', () => {
  const states = ['owed', 'queued', 'sending', 'unknown', 'delivered', 'dropped', 'closed', 'parked'] as const;
  const rows = states.map((state) => row(state, submit, { state }));
  expect(figures(...rows).operations).toEqual({ delivered: 1, dropped: 1, closed: 1, parked: 1, open: 4 });
});

test('a pay in doubt and the cancel that waits for it are one doubt', () => {
  const inDoubt = row('p', pay, { state: 'parked', happened: null });
  const waiting = row('c', cancel, { state: 'queued', happened: 0, firstSentAtMs: null, undoesId: 'p', afterId: 'p' });
  expect(figures(inDoubt, waiting)).toEqual({
    operations: { delivered: 0, dropped: 0, closed: 0, parked: 2, open: 0 },
    inDoubt: [{ reference: 'invoice 5', minor: 250 }],
    wronglyParked: [],
  });
});

test('a cancel that waits for a pay still on its way is open', () => {
  const unknown = row('p', pay, { state: 'unknown', happened: null });
  const waiting = row('c', cancel, { state: 'queued', happened: 0, firstSentAtMs: null, undoesId: 'p' });
  expect(figures(unknown, waiting).operations).toMatchObject({ parked: 0, open: 2 });
});

test('a submit never parks, a refused pay neither', () => {
  const { inDoubt, wronglyParked } = figures(
    row('s', submit, { state: 'parked', happened: null }),
    row('p', pay, { state: 'parked', happened: 0 }),
  );
  expect(inDoubt).toEqual([]);
  expect(wronglyParked.map(({ kind }) => kind)).toEqual(['submit', 'pay']);
});
