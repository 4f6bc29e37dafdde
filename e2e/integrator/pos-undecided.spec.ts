import type { FaultKind } from './other-faults.ts';
import { expect, MEMBERS, type OtherTill, test } from './other-till.ts';
import { cash, coffee } from './pos-client.ts';

// A pay whose answer never came: the customer is not kept waiting, nothing is repeated unattended, and what was taken is
// given back by itself or listed for a person.

// The business told how it gives points, so that the sale's own points do not hide what became of the pay.
test.use({ settings: { earnRule: { basisPoints: 700 } } });

const { rich } = MEMBERS;
const basket = { lines: [coffee(2)] };

async function payUndecided({ pos, server }: OtherTill, fault: FaultKind): Promise<void> {
  await pos.onSale('R-1', 'member', { member: { method: 'card', value: rich.card } });
  await pos.onSale('R-1', 'preview', { basket });
  server.faults.next(fault, '/payment', 'pay');
  const paid = await pos.onSale('R-1', 'pay', { basket, amountMinor: 100 });
  expect(paid, JSON.stringify(paid.body)).toMatchObject({ status: 200, body: { result: 'undecided' } });
  expect((await pos.sale('R-1')).body.pay).toBe('undecided');
}

const endings = ['complete', 'abandon'] as const;
const end = async ({ pos }: OtherTill, ending: (typeof endings)[number]): Promise<void> => {
  const answer = await pos.onSale('R-1', ending, ending === 'complete' ? { basket, tenders: cash(360) } : {});
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
};
/** 7 % of 360, where the sale went on. */
const earnedAfter = { complete: 25, abandon: 0 };

for (const ending of endings) {
  test(`a pay that never arrived is proved absent after ${ending}`, async ({ till }) => {
    await payUndecided(till, 'drop-before');
    await end(till, ending);
    await till.drained();
    expect((await till.pos.get('/status')).body.needsPerson).toBe(0);
    expect(till.balanceOf(rich)).toBe(50_000 + earnedAfter[ending]);
  });

  test(`a pay that happened is listed after ${ending}, and given back with the reference a manager got`, async ({
    till,
  }) => {
    const { pos, staff, server } = till;
    await payUndecided(till, 'drop-after');
    await end(till, ending);
    await expect.poll(async () => (await pos.get('/status')).body.needsPerson, { timeout: 20_000 }).toBe(1);
    expect(server.books.paysWithoutSale()).toHaveLength(1);
    const { rows } = await staff.manager.queue.list({ show: 'needs-a-person', limit: 10 });
    expect(rows).toMatchObject([{ kind: 'pay', state: 'parked', happened: null, closeNeedsReference: true }]);
    const reference = server.books.payments.pays[0]?.confirmationCode ?? '';
    const reason = 'their support found it';
    await staff.manager.queue.close({
      commandId: crypto.randomUUID(),
      id: rows[0]?.id ?? '',
      happened: true,
      reference,
      reason,
    });
    await till.drained();
    expect(server.books.paysWithoutSale()).toEqual([]);
    expect(till.balanceOf(rich)).toBe(50_000 + earnedAfter[ending]);
  });
}

test('killed with the pay undecided: cash ends the sale after the start, and no second pay is sent', async ({
  till,
}) => {
  const { pos, server } = till;
  await payUndecided(till, 'silent-before');
  await till.kill();
  await till.startDoor();
  expect((await pos.sale('R-1')).body).toMatchObject({ state: 'open', pay: 'undecided' });
  await end(till, 'complete');
  await till.drained();
  expect(server.journal.filter((line) => line.startsWith('payment pay'))).toHaveLength(1);
  expect([till.ledgerTotal('R-1'), till.balanceOf(rich)]).toEqual([360, 50_025]);
});

test('while the program asks for a break a pay is refused at once, and the sale goes on', async ({ till }) => {
  const { pos, server } = till;
  await pos.onSale('R-1', 'member', { member: { method: 'card', value: rich.card } });
  await pos.onSale('R-1', 'preview', { basket });
  server.faults.next('429', '/payment', 'pay');
  const paid = await pos.onSale('R-1', 'pay', { basket, amountMinor: 100 });
  expect(paid.body).toMatchObject({ result: 'refused', reason: expect.any(String) });
  await end(till, 'complete');
  await till.drained();
  expect([till.ledgerTotal('R-1'), till.balanceOf(rich)]).toEqual([360, 50_025]);
});

test('asked again after the quiet, a pay that never arrived is sent once more while the customer waits', async ({
  till,
}) => {
  const { pos, server } = till;
  await payUndecided(till, 'drop-before');
  const ask = () => pos.post('/sales/R-1/pay/ask-again', {});
  const early = await ask();
  expect(early, JSON.stringify(early.body)).toMatchObject({ status: 409, body: { code: 'pay-too-early-to-ask' } });
  await expect.poll(async () => (await ask()).body.result, { message: server.journal.join() }).toBe('confirmed');
  const completed = await pos.onSale('R-1', 'complete', { basket, tenders: cash(260) });
  expect(completed, JSON.stringify(completed.body)).toMatchObject({ status: 200 });
  await till.drained();
  expect([till.ledgerTotal('R-1'), till.balanceOf(rich)]).toEqual([360, 50_000 - 100 + 18]);
  expect(server.books.paysWithoutSale()).toEqual([]);
});

test('asked again, a pay that happened stays undecided, is never sent twice, and cash ends the sale', async ({
  till,
}) => {
  const { pos, server } = till;
  await payUndecided(till, 'drop-after');
  const ask = () => pos.post('/sales/R-1/pay/ask-again', {});
  await expect.poll(async () => (await ask()).status).toBe(200);
  expect((await ask()).body).toMatchObject({ result: 'undecided' });
  await end(till, 'complete');
  await expect.poll(async () => (await pos.get('/status')).body.needsPerson, { timeout: 20_000 }).toBe(1);
  expect(server.books.payments.pays).toHaveLength(1);
});
