import { expect, MEMBERS, test } from './other-till.ts';
import { bread, cash, coffee } from './pos-client.ts';

// Every answer may get lost on its way to the POS: it calls again with the same command id, whatever happened to the till.

const { rich, poor } = MEMBERS;
const card = (value: string) => ({ member: { method: 'card', value } });

test('each step again with its command id gives its first answer, and other content is refused', async ({ till }) => {
  const { pos } = till;
  const basket = { lines: [coffee(2)] };
  const more = { lines: [coffee(3)] };
  const steps: [string, Record<string, unknown>, Record<string, unknown>][] = [
    ['member', card(rich.card), card(poor.card)],
    ['pay', { basket, amountMinor: 100 }, { basket, amountMinor: 50 }],
    ['complete', { basket, tenders: cash(260) }, { basket: more, tenders: cash(440) }],
    ['void', {}, {}],
  ];
  for (const [step, body, other] of steps) {
    if (step === 'pay') await pos.onSale('R-1', 'preview', { basket });
    const first = await pos.onSale('R-1', step, body, `command-${step}`);
    expect(first.status, `${step} ${JSON.stringify(first.body)}`).toBe(200);
    await till.drained();
    const again = await pos.onSale('R-1', step, body, `command-${step}`);
    expect(again.status, `${step} ${JSON.stringify(again.body)}`).toBe(200);
    if (step === 'pay') expect(again.body).toEqual(first.body);
    if (step === 'complete') expect(again.body.receipt.saleNumber).toBe(first.body.receipt.saleNumber);
    if (step === 'void') continue;
    const refused = await pos.onSale('R-1', step, other, `command-${step}`);
    expect(refused, step).toMatchObject({
      status: 409,
      type: expect.stringContaining('application/problem+json'),
      body: { code: 'command-reused', status: 409, whoActs: 'integrator', whatToDo: expect.any(String) },
    });
  }
  await till.drained();
  expect(till.server.books.sales.sales).toHaveLength(1);
  expect(till.server.books.payments.pays).toHaveLength(1);
  expect(till.balanceOf(rich)).toBe(50_000);
});

test('two at once under one command id happen once', async ({ till }) => {
  const { pos } = till;
  const basket = { lines: [coffee()] };
  await pos.onSale('R-1', 'member', card(rich.card));
  await pos.onSale('R-1', 'preview', { basket });
  const pay = () => pos.onSale('R-1', 'pay', { basket, amountMinor: 80 }, 'command-pay-1');
  await Promise.all([pay(), pay(), pay()]);
  expect((await pay()).body.result).toBe('confirmed');
  expect(till.server.books.payments.pays).toHaveLength(1);
  const complete = () => pos.onSale('R-1', 'complete', { basket, tenders: cash(100) }, 'command-complete-1');
  const completed = await Promise.all([complete(), complete()]);
  expect(completed.map(({ status }) => status)).toEqual([200, 200]);
  await till.drained();
  expect([till.ledgerTotal('R-1'), till.balanceOf(rich)]).toEqual([180, 50_000 - 80 + 7]);
});

test('a pay repeated while the first is still under way waits for its answer', async ({ till }) => {
  const { pos, server } = till;
  const basket = { lines: [coffee()] };
  await pos.onSale('R-1', 'member', card(rich.card));
  await pos.onSale('R-1', 'preview', { basket });
  server.faults.next('slow', '/payment', 'pay');
  const pay = () => pos.onSale('R-1', 'pay', { basket, amountMinor: 80 }, 'command-pay-1');
  const first = pay();
  await expect.poll(() => server.journal.filter((line) => line.startsWith('payment')).length).toBe(1);
  const second = await pay();
  expect((await first).body.result).toBe('confirmed');
  await pos.onSale('R-1', 'abandon');
  await till.drained();
  expect(second.body.result).toBe('confirmed');
});

test('killed with a paid sale open, the till gives the first answers again and ends the sale once', async ({
  till,
}) => {
  const { pos } = till;
  const basket = { lines: [coffee(2), bread()] };
  const pay = () => pos.onSale('R-1', 'pay', { basket, amountMinor: 300 }, 'command-pay-1');
  const complete = () => pos.onSale('R-1', 'complete', { basket, tenders: cash(443) }, 'command-complete-1');
  await pos.onSale('R-1', 'member', card(rich.card), 'command-member-1');
  await pos.onSale('R-1', 'preview', { basket });
  const paid = await pay();
  expect(paid.body).toMatchObject({ result: 'confirmed' });
  await till.kill();
  await till.startDoor();
  expect((await pay()).body).toEqual(paid.body);
  const completed = await complete();
  expect(completed, JSON.stringify(completed.body)).toMatchObject({ status: 200 });
  await till.kill();
  await till.startDoor();
  const again = await complete();
  expect(again.body.sale).toMatchObject({ saleNumber: completed.body.sale.saleNumber, state: 'completed' });
  await till.drained();
  expect([till.ledgerTotal('R-1'), till.server.books.sales.sales.length]).toEqual([743, 1]);
  expect(till.balanceOf(rich)).toBe(50_000 - 300 + 31);
});

test('killed while the program is away: what was sold arrives once, what was voided never', async ({ till }) => {
  const { pos, server } = till;
  await server.stop();
  const basket = { lines: [coffee()] };
  const identified = await pos.onSale('R-1', 'member', card(rich.card));
  expect(identified, JSON.stringify(identified.body)).toMatchObject({
    status: 200,
    body: { member: { confirmed: false } },
  });
  const previewed = await pos.onSale('R-1', 'preview', { basket });
  expect(previewed, JSON.stringify(previewed.body)).toMatchObject({ status: 503, body: { code: 'loyalty-offline' } });
  const paid = await pos.onSale('R-1', 'pay', { basket, amountMinor: 50 });
  expect(paid, JSON.stringify(paid.body)).toMatchObject({ status: 503, body: { whoActs: 'nobody' } });
  const completed = await pos.onSale('R-1', 'complete', { basket, tenders: cash(180) });
  expect(completed, JSON.stringify(completed.body)).toMatchObject({
    status: 200,
    body: { sale: { loyalty: 'waiting' } },
  });
  await pos.onSale('R-2', 'complete', { basket, tenders: cash(180) });
  const voided = await pos.onSale('R-2', 'void');
  expect(voided, JSON.stringify(voided.body)).toMatchObject({ status: 200, body: { state: 'voided' } });
  expect((await pos.get('/status')).body).toMatchObject({
    connection: { state: 'not-connected' },
    waiting: { count: 1 },
  });
  await till.kill();
  await server.start();
  await till.startDoor();
  await till.drained();
  expect([till.ledgerTotal('R-1'), till.ledgerTotal('R-2')]).toEqual([180, null]);
  expect(server.books.sales.sales).toHaveLength(1);
  expect(till.balanceOf(rich)).toBe(50_000 + 12);
});

test('one POS never sees or touches the sales of another', async ({ till }) => {
  const { pos } = till;
  const other = await till.pair('Another POS');
  const basket = { lines: [coffee()] };
  const [mine, theirs] = await Promise.all(
    [pos, other].map((one) => one.onSale('SAME-ID', 'complete', { basket, tenders: cash(180) }, 'command-1')),
  );
  expect([mine?.status, theirs?.status]).toEqual([200, 200]);
  expect(mine?.body.sale.saleNumber).not.toBe(theirs?.body.sale.saleNumber);
  await other.onSale('ONLY-THEIRS', 'complete', { basket, tenders: cash(180) });
  for (const answer of [await pos.sale('ONLY-THEIRS'), await pos.onSale('ONLY-THEIRS', 'void')])
    expect(answer).toMatchObject({ status: 404, body: { code: 'sale-not-found' } });
  expect((await till.unpaired().sale('SAME-ID')).status).toBe(401);
  await till.drained();
});
