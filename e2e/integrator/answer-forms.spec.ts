import type { AnswerForm } from './other-answer.ts';
import type { FaultKind } from './other-faults.ts';
import { expect, MEMBERS, type OtherTill, test } from './other-till.ts';
import { bread, cash, coffee } from './pos-client.ts';

// The public sources leave the form of answers open, and a server may fail in any of the documented ways.

const { rich } = MEMBERS;
const basket = { lines: [bread(), coffee()] };

/** 605, less a tenth of the bread. */
const TOTAL = 605 - 42;

async function sell({ pos }: OtherTill, saleId: string): Promise<void> {
  const identified = await pos.onSale(saleId, 'member', { member: { method: 'card', value: rich.card } });
  expect(identified, JSON.stringify(identified.body)).toMatchObject({
    status: 200,
    body: { member: { confirmed: true } },
  });
  const previewed = await pos.onSale(saleId, 'preview', { basket });
  expect(previewed, JSON.stringify(previewed.body)).toMatchObject({
    body: { sale: { totals: { totalMinor: TOTAL } } },
  });
  const paid = await pos.onSale(saleId, 'pay', { basket, amountMinor: 200 });
  expect(paid.body, JSON.stringify(paid.body)).toMatchObject({ result: 'confirmed' });
  const completed = await pos.onSale(saleId, 'complete', { basket, tenders: cash(TOTAL - 200) });
  expect(completed, JSON.stringify(completed.body)).toMatchObject({ status: 200 });
}

const forms: [string, Partial<AnswerForm>][] = [
  [
    'fields at the root, refusals on 200, `ok`, and a clock two hours ahead',
    { envelope: 'root', refusalStatus: 200, word: 'ok', skewMs: 2 * 60 * 60 * 1_000 },
  ],
  ['balances as pairs and a clock a day behind', { balances: 'pair', skewMs: -24 * 60 * 60 * 1_000 }],
];
for (const [name, form] of forms)
  test(`sells, refuses and voids with ${name}`, async ({ till }) => {
    const { pos, server } = till;
    server.form = { ...server.form, ...form };
    await sell(till, 'R-1');
    await pos.onSale('R-2', 'member', { member: { method: 'card', value: rich.card } });
    const many = { lines: [coffee(500)] };
    await pos.onSale('R-2', 'preview', { basket: many });
    const refused = await pos.onSale('R-2', 'pay', { basket: many, amountMinor: 60_000 });
    expect(refused.body, JSON.stringify(refused.body)).toMatchObject({ result: 'refused' });
    await pos.onSale('R-2', 'abandon');
    const unknown = await pos.onSale('R-3', 'member', { member: { method: 'card', value: 'CARD-OF-NOBODY' } });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'member-not-found' } });
    await till.drained();
    expect([till.ledgerTotal('R-1'), till.ledgerTotal('R-2')]).toEqual([TOTAL, null]);
    expect((await pos.onSale('R-1', 'void')).status).toBe(200);
    await till.drained();
    expect(till.balanceOf(rich)).toBe(50_000);
  });

const faults: FaultKind[] = [
  'slow',
  'answered-twice',
  'drop-before',
  'drop-after',
  '500-before',
  '500-after',
  '429',
  'garbage-after',
  'silent-before',
  'silent-after',
];
for (const kind of faults)
  test(`a submit, its cancel and a pay's cancel each met by ${kind} happen once`, async ({ till }) => {
    const { pos, server } = till;
    server.faults.next(kind, '/transaction');
    await sell(till, 'R-1');
    await till.drained();
    expect(till.ledgerTotal('R-1')).toBe(TOTAL);
    server.faults.next(kind, '/transaction', 'cancel');
    server.faults.next(kind, '/payment', 'cancel');
    expect((await pos.onSale('R-1', 'void')).status).toBe(200);
    await till.drained();
    expect([till.ledgerTotal('R-1'), till.balanceOf(rich)]).toEqual([null, 50_000]);
    expect(server.books.paysWithoutSale()).toEqual([]);
    expect((await pos.get('/status')).body.needsPerson).toBe(0);
  });

for (const kind of ['500-before', 'drop-before'] as const)
  test(`a look-up met by ${kind} is asked once more`, async ({ till }) => {
    till.server.faults.next(kind, '/member/details');
    await sell(till, 'R-1');
    await till.drained();
    expect(till.ledgerTotal('R-1')).toBe(TOTAL);
  });
