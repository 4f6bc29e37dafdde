import { expect, test } from 'vitest';
import { shortCodesOf } from '../training/rekonect/rekonect-controls.ts';
import { PAY_STANDS_MS } from './give-back-pay.ts';
import {
  ARTICLE,
  BLOCKED,
  CASHIER,
  codeOf,
  never,
  newCommand,
  PAY_QUIET_MS,
  POOR,
  RICH,
  RICH_PHONE,
  TillWorld,
  unwrap,
} from './till-world.test-support.ts';

async function basket(world: TillWorld, card: string): Promise<string> {
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 5_000);
  await world.identify(saleId, card);
  return saleId;
}
const askAgain = (world: TillWorld, saleId: string) =>
  world.cashier.payment.askAgain({ saleId, commandId: newCommand() }, CASHIER, never);

test('a refused pay is a message, and delays neither its own sale nor the member’s others', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, POOR);
  const refused = unwrap(await world.pay(saleId, 500));
  expect(refused).toMatchObject({ result: 'refused', sale: { pay: null, totals: { dueMinor: 900 } } });
  expect(refused.reason).toMatch(/balance/i);
  expect(world.states(saleId)).toEqual(['pay:closed', 'cancel-payment:dropped']);
  unwrap(await world.tender(saleId, 'CASH', 1_000));
  unwrap(await world.complete(saleId));
  const other = await world.sell({ card: POOR });
  await world.drain();
  expect(world.operation(saleId, 'submit').state).toBe('delivered');
  expect(world.operation(other.saleId, 'submit').state).toBe('delivered');
  expect(await world.points(POOR)).toBe(35 + 45 + 9);
});

test('who may spend: by policy a card and not a phone number, until a one-time code proved it; never a blocked member', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE);
  expect(codeOf(await world.pay(saleId, 100))).toBe('member-required');
  await world.identify(saleId, RICH_PHONE, 'phone');
  expect(codeOf(await world.pay(saleId, 100))).toBe('stronger-id-needed');
  unwrap(await world.cashier.member.sendCode({ saleId, commandId: newCommand() }, CASHIER, never));
  const [sent] = await shortCodesOf(world.control);
  const verify = (code: string) =>
    world.cashier.member.verifyCode({ saleId, commandId: newCommand(), code }, CASHIER, never);
  expect(codeOf(await verify(sent?.code === '000000' ? '000001' : '000000'))).toBe('code-wrong');
  unwrap(await verify(sent?.code ?? ''));
  expect(codeOf(await verify(sent?.code ?? ''))).toBe('code-wrong');
  expect(unwrap(await world.pay(saleId, 100)).result).toBe('confirmed');

  const removed = await world.cashier.member.remove({ saleId, commandId: newCommand() }, CASHIER, never);
  expect(unwrap(removed).tenders).toEqual([]);
  await world.drain();
  await world.identify(saleId, BLOCKED);
  expect(codeOf(await world.pay(saleId, 100))).toBe('member-not-active');
});

test('amounts: above 0, at most what is due, one pay at a time', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  expect(codeOf(await world.pay(saleId, 901))).toBe('amount-not-allowed');
  const both = await Promise.all([world.pay(saleId, 300), world.pay(saleId, 300)]);
  expect(both.map(codeOf).filter((code) => code !== null)).toEqual(['pay-undecided']);
  expect(codeOf(await world.pay(saleId, 100))).toBe('pay-standing');
  expect(await world.points(RICH)).toBe(250_000 - 300);
});

test('the repeated press of a pay gets the first answer and takes nothing again', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  const press = { saleId, commandId: newCommand(), amountMinor: 400 };
  const [one, two] = await Promise.all([
    world.cashier.payment.payWithPoints(press, CASHIER, never),
    world.cashier.payment.payWithPoints(press, CASHIER, never),
  ]);
  expect([unwrap(one).result, unwrap(two).result]).toEqual(['confirmed', 'confirmed']);
  await world.crash();
  const again = await world.cashier.payment.payWithPoints(press, CASHIER, never);
  expect(unwrap(again)).toMatchObject({ result: 'confirmed', sale: { totals: { paidMinor: 400 } } });
  const other = await world.cashier.payment.payWithPoints({ ...press, amountMinor: 1 }, CASHIER, never);
  expect(codeOf(other)).toBe('command-reused');
  expect(await world.points(RICH)).toBe(250_000 - 400);
});

test('an undecided pay: nothing is asked or repeated by itself, asking again is for later, doubt is listed', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  await world.fault({ kind: 'drop-after-commit', operation: 'pay', count: 1 });
  const paid = unwrap(await world.pay(saleId, 400));
  expect(paid).toMatchObject({ result: 'undecided', sale: { pay: { state: 'undecided' }, totals: { dueMinor: 900 } } });
  expect(codeOf(await askAgain(world, saleId))).toBe('pay-too-early-to-ask');
  expect(codeOf(await world.pay(saleId, 400))).toBe('pay-undecided');
  expect(codeOf(await world.complete(saleId))).toBe('sale-not-paid');
  await world.control.clearJournal();
  await world.later(PAY_QUIET_MS);
  expect(await world.control.journal()).toEqual([]);
  expect(unwrap(await askAgain(world, saleId)).result).toBe('undecided');

  // A manager finds out that it happened: that is no confirmation to sell on, so it is given back with the other tender.
  const payId = world.operation(saleId, 'pay').id;
  expect(world.operation(saleId, 'pay')).toMatchObject({ state: 'parked', happened: null });
  expect(codeOf(await world.close(payId, true))).toBe('reference-needed');
  unwrap(await world.close(payId, true, await world.confirmationCode(saleId)));
  expect(unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never)).totals.dueMinor).toBe(900);
  unwrap(await world.tender(saleId, 'CARD', 900));
  unwrap(await world.complete(saleId));
  await world.drain();
  expect(world.states(saleId)).toEqual(['pay:closed', 'cancel-payment:delivered', 'submit:delivered']);
  expect(await world.points(RICH)).toBe(250_000 + 45);
});

test('an undecided pay that never arrived is sent once more, with the cashier waiting', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  await world.fault({ kind: 'drop-before-commit', operation: 'pay', count: 1 });
  expect(unwrap(await world.pay(saleId, 400)).result).toBe('undecided');
  await world.clock.advanceAsync(PAY_QUIET_MS);
  expect(unwrap(await askAgain(world, saleId)).result).toBe('confirmed');
  expect(await world.points(RICH)).toBe(250_000 - 400);
});

test('another tender in place of an undecided pay: found out to have happened, it is given back', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  await world.fault({ kind: 'drop-after-commit', operation: 'pay', count: 1 });
  expect(unwrap(await world.pay(saleId, 400)).result).toBe('undecided');
  unwrap(await world.tender(saleId, 'CASH', 900));
  unwrap(await world.complete(saleId));
  await world.later(2 * PAY_QUIET_MS);
  expect(world.states(saleId)).toEqual(['pay:parked', 'cancel-payment:queued', 'submit:delivered']);
  unwrap(await world.close(world.operation(saleId, 'pay').id, true, await world.confirmationCode(saleId)));
  await world.drain();
  expect(world.states(saleId)).toEqual(['pay:closed', 'cancel-payment:delivered', 'submit:delivered']);
  expect(await world.points(RICH)).toBe(250_000 + 45);
});

test('a pay whose answer is lost, then cash, then the process dies: listed, and never sent without a cashier', async () => {
  for (const kind of ['drop-after-commit', 'drop-before-commit'] as const) {
    const world = await TillWorld.start();
    const saleId = await basket(world, RICH);
    await world.fault({ kind, operation: 'pay', count: 1 });
    expect(unwrap(await world.pay(saleId, 400)).result).toBe('undecided');
    const taken = await world.points(RICH);
    unwrap(await world.tender(saleId, 'CASH', 900));
    await world.control.clearJournal();
    await world.crash();
    const survived = unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never));
    if (survived.totals.dueMinor > 0) unwrap(await world.tender(saleId, 'CASH', survived.totals.dueMinor));
    unwrap(await world.complete(saleId));
    for (let minute = 0; minute < 4; minute++) await world.later(PAY_QUIET_MS);
    const sent = (await world.control.journal()).map(({ operation }) => operation);
    expect(sent).toContain('submit');
    expect(sent).not.toContain('pay');
    expect(await world.points(RICH)).toBe(taken + 45);
    expect(world.states(saleId)).toEqual(['pay:parked', 'cancel-payment:queued', 'submit:delivered']);
    unwrap(await world.close(world.operation(saleId, 'pay').id, false));
    expect(world.operation(saleId, 'cancel-payment').state).toBe('dropped');
    await world.stop();
  }
});

test('an undecided pay of a cleared sale that never arrived is dropped by itself', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  await world.fault({ kind: 'drop-before-commit', operation: 'pay', count: 1 });
  expect(unwrap(await world.pay(saleId, 400)).result).toBe('undecided');
  unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
  await world.later(2 * PAY_QUIET_MS);
  await world.later(PAY_QUIET_MS);
  expect(world.states(saleId)).toEqual(['pay:dropped', 'cancel-payment:dropped']);
  expect(await world.points(RICH)).toBe(250_000);
});

test('other tender while the pay is still on its way: the cashier never waits, and it does not count', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  await world.fault({ kind: 'delay', operation: 'pay', delayMs: 150, count: 1 });
  const paying = world.pay(saleId, 400);
  while (world.operations(saleId)[0]?.state !== 'sending') await new Promise((resolve) => void setImmediate(resolve));
  expect(codeOf(await world.complete(saleId))).toBe('sale-not-paid');
  unwrap(await world.tender(saleId, 'CASH', 900));
  unwrap(await world.complete(saleId));
  expect(unwrap(await paying).result).toBe('refused');
  await world.drain();
  await world.later(2 * PAY_QUIET_MS);
  expect(world.parts.stores.sales.byId(saleId)?.tenders.map(({ type }) => type)).toEqual(['CASH']);
  expect(await world.points(RICH)).toBe(250_000 + 45);
});

test('a pay is never queued: without a connection it is refused at once, and a lost line drops it', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  await world.offline();
  expect(codeOf(await world.pay(saleId, 400))).toBe('loyalty-offline');
  expect(world.states(saleId)).toEqual([]);
});

test('a pay that stands in a sale nobody goes on with is given back', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  unwrap(await world.pay(saleId, 400));
  await world.later(PAY_STANDS_MS / 2);
  expect(await world.points(RICH)).toBe(250_000 - 400);
  await world.later(PAY_STANDS_MS);
  await world.drain();
  expect(await world.points(RICH)).toBe(250_000);
  expect(unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never)).totals.paidMinor).toBe(0);
});

test('clearing gives back what was taken', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  unwrap(await world.pay(saleId, 400));
  unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
  await world.drain();
  expect(await world.points(RICH)).toBe(250_000);
  expect(world.parts.stores.sales.byId(saleId)?.state).toBe('abandoned');
});

test('the basket is fixed while something was taken for it', async () => {
  const world = await TillWorld.start();
  const saleId = await basket(world, RICH);
  unwrap(await world.pay(saleId, 400));
  const press = { saleId, commandId: newCommand(), text: ARTICLE };
  expect(codeOf(await world.cashier.sale.addLine(press, CASHIER, never))).toBe('sale-has-pay');
  expect(codeOf(await world.cashier.benefits.preview({ saleId }, CASHIER, never))).toBe('sale-has-pay');
  expect(codeOf(await world.tryIdentify(saleId, POOR))).toBe('sale-has-pay');
  unwrap(await world.cashier.payment.abandonPay({ saleId, commandId: newCommand() }, CASHIER, never));
  await world.drain();
  unwrap(await world.tender(saleId, 'CASH', 100));
  expect(codeOf(await world.cashier.sale.addLine({ ...press, commandId: newCommand() }, CASHIER, never))).toBe(
    'sale-has-tenders',
  );
});
