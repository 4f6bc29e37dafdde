import { expect, MEMBERS, test } from './other-till.ts';
import { bread, cash, coffee } from './pos-client.ts';

// Another vendor's POS sells through the till, against a Rekonect server that we did not write.

const { rich, poor } = MEMBERS;
const card = (value: string) => ({ member: { method: 'card', value } });

test('member, deals, a gift, points and cash; then the void gives everything back', async ({ till }) => {
  const { pos } = till;
  const before = till.balanceOf(rich);
  const identified = await pos.onSale('R-1', 'member', card(rich.card));
  expect(identified).toMatchObject({
    status: 200,
    body: { member: { balancePoints: 50_000, gifts: [{ key: 'gift-bun' }] } },
  });

  const basket = { lines: [bread(2), coffee()] };
  const previewed = await pos.onSale('R-1', 'preview', { basket, giftKeys: ['gift-bun'] });
  // 850 + 180, less a tenth of the bread and the bun.
  expect(previewed.body).toMatchObject({ sale: { totals: { grossMinor: 1_030, totalMinor: 845 } } });

  const paid = await pos.onSale('R-1', 'pay', { basket, amountMinor: 400 });
  expect(paid.body).toEqual({ result: 'confirmed', reason: null, amountMinor: 400 });
  const completed = await pos.onSale('R-1', 'complete', { basket, tenders: cash(445) });
  expect(completed, JSON.stringify(completed.body)).toMatchObject({
    status: 200,
    body: { sale: { state: 'completed' } },
  });
  await till.drained();
  expect(till.ledgerTotal('R-1')).toBe(845);
  // 7 % of 445, rounded down.
  expect(till.balanceOf(rich)).toBe(before - 400 + 31);

  const voided = await pos.onSale('R-1', 'void');
  expect(voided).toMatchObject({ status: 200, body: { state: 'voided' } });
  await till.drained();
  expect(till.ledgerTotal('R-1')).toBeNull();
  expect(till.balanceOf(rich)).toBe(before);
  expect(till.server.books.paysWithoutSale()).toEqual([]);
});

test('a pay beyond the balance is refused, and cash ends the sale', async ({ till }) => {
  const { pos } = till;
  const basket = { lines: [coffee(2)] };
  await pos.onSale('R-2', 'member', card(poor.card));
  await pos.onSale('R-2', 'preview', { basket });
  const paid = await pos.onSale('R-2', 'pay', { basket, amountMinor: 200 });
  expect(paid, JSON.stringify(paid.body)).toMatchObject({ status: 200, body: { result: 'refused' } });
  expect((await pos.onSale('R-2', 'complete', { basket, tenders: cash(360) })).status).toBe(200);
  await till.drained();
  expect([till.ledgerTotal('R-2'), till.balanceOf(poor)]).toEqual([360, 30 + 25]);
});

test('a pay without an answer is undecided; cash ends the sale and the points come back', async ({ till }) => {
  const { pos, server } = till;
  const basket = { lines: [coffee(3)] };
  await pos.onSale('R-3', 'member', card(rich.card));
  await pos.onSale('R-3', 'preview', { basket });
  server.faults.next('drop-after', '/payment', 'pay');
  const paid = await pos.onSale('R-3', 'pay', { basket, amountMinor: 100 });
  expect(paid, JSON.stringify(paid.body)).toMatchObject({ status: 200, body: { result: 'undecided' } });
  expect((await pos.sale('R-3')).body).toMatchObject({ pay: 'undecided' });
  const completed = await pos.onSale('R-3', 'complete', { basket, tenders: cash(540) });
  expect(completed, JSON.stringify(completed.body)).toMatchObject({ status: 200 });
  expect(completed.body.sale.loyalty).toBe('waiting');
  await expect.poll(() => till.ledgerTotal('R-3')).toBe(540);
});

test('an anonymous sale, a return and an abandoned sale', async ({ till }) => {
  const { pos } = till;
  const basket = { lines: [coffee(), bread()] };
  const sold = await pos.onSale('R-4', 'complete', { basket, tenders: [{ type: 'CARD', amountMinor: 605 }] });
  expect(sold, JSON.stringify(sold.body)).toMatchObject({
    status: 200,
    body: { receipt: { claimCode: expect.any(String) } },
  });
  const back = { lines: [{ ...coffee(), action: 'return' }] };
  const returned = await pos.onSale('R-5', 'complete', { basket: back, tenders: cash(-180) });
  expect(returned, JSON.stringify(returned.body)).toMatchObject({
    status: 200,
    body: { sale: { totals: { totalMinor: -180 } } },
  });
  await pos.onSale('R-6', 'member', card(rich.card));
  await pos.onSale('R-6', 'preview', { basket });
  await pos.onSale('R-6', 'pay', { basket, amountMinor: 200 });
  const abandoned = await pos.onSale('R-6', 'abandon');
  expect(abandoned, JSON.stringify(abandoned.body)).toMatchObject({ status: 200, body: { state: 'abandoned' } });
  await till.drained();
  expect([till.ledgerTotal('R-4'), till.ledgerTotal('R-5'), till.ledgerTotal('R-6')]).toEqual([605, -180, null]);
  expect(till.balanceOf(rich)).toBe(50_000);
});
