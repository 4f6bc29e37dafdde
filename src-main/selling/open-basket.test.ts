import { expect, test } from 'vitest';
import { BASKET_BATCH_MS } from './open-sales.ts';
import { CASHIER, codeOf, MANAGER, never, newCommand, RICH, TillWorld, unwrap } from './till-world.test-support.ts';

const current = async (world: TillWorld) => unwrap(await world.cashier.sale.current(undefined, CASHIER, never));

test('a crash loses at most the last 250 ms of a basket, and its number is never given again', async () => {
  const world = await TillWorld.start();
  const first = await world.open();
  await world.add(first.saleId, 'COFFEE-01', 2_000);
  await world.clock.advanceAsync(BASKET_BATCH_MS);
  await world.add(first.saleId, 'COFFEE-02');
  await world.crash();
  const survived = await current(world);
  expect(survived?.saleNumber).toBe(first.saleNumber);
  expect(survived?.lines.map(({ articleCode, quantityThousandths }) => [articleCode, quantityThousandths])).toEqual([
    ['COFFEE-01', 2_000],
  ]);
  unwrap(await world.cashier.sale.clear({ saleId: first.saleId, commandId: newCommand() }, CASHIER, never));
  await world.crash();
  const second = await world.open();
  expect(second.saleNumber > first.saleNumber).toBe(true);
});

test('changes are written together: one commit in 250 ms, none while nothing changes', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  const before = world.commits();
  for (const article of ['COFFEE-01', 'COFFEE-02', 'COFFEE-03']) await world.add(saleId, article);
  expect(world.commits()).toBe(before);
  await world.clock.advanceAsync(BASKET_BATCH_MS);
  expect(world.commits()).toBe(before + 1);
  await world.clock.advanceAsync(10 * BASKET_BATCH_MS);
  expect(world.commits()).toBe(before + 1);
});

test('an identified member and the tenders survive a crash as well', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01', 5_000);
  await world.identify(saleId, RICH);
  unwrap(await world.pay(saleId, 500));
  await world.crash();
  const survived = await current(world);
  expect(survived).toMatchObject({
    totals: { totalMinor: 900, paidMinor: 500, dueMinor: 400 },
    member: { identifierHint: '…011', confirmed: false },
    pay: { state: 'confirmed', amountMinor: 500 },
  });
  unwrap(await world.tender(saleId, 'CARD', 400));
  unwrap(await world.complete(saleId));
  await world.drain();
  expect(world.states(saleId)).toEqual(['pay:delivered', 'cancel-payment:dropped', 'submit:delivered']);
});

test('a filled sale is handed to nobody as a new one; the repeated press gets its own', async () => {
  const world = await TillWorld.start();
  const commandId = newCommand();
  const opened = unwrap(await world.cashier.sale.open({ commandId }, CASHIER, never));
  expect(unwrap(await world.cashier.sale.open({ commandId: newCommand() }, CASHIER, never)).saleId).toBe(opened.saleId);
  await world.identify(opened.saleId, RICH);
  const other = { ...CASHIER, connectionId: 'page-3' };
  expect(codeOf(await world.cashier.sale.open({ commandId: newCommand() }, other, never))).toBe('another-sale-open');
  await world.add(opened.saleId, 'COFFEE-01');
  expect(codeOf(await world.cashier.sale.open({ commandId: newCommand() }, other, never))).toBe('another-sale-open');
  expect(unwrap(await world.cashier.sale.open({ commandId }, CASHIER, never)).saleId).toBe(opened.saleId);
});

test('signing out and a closed connection keep the basket for whoever signs in next', async () => {
  const world = await TillWorld.start();
  unwrap(await world.cashier.session.signIn({ pin: '135790' }, CASHIER, never));
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01');
  unwrap(await world.cashier.session.signOut(undefined, CASHIER, never));
  world.api.sessions.end('page-2');
  expect(await current(world)).toMatchObject({ saleId, lines: [{ articleCode: 'COFFEE-01' }] });
  unwrap(await world.cashier.session.signIn({ pin: '975310' }, MANAGER, never));
  expect(world.api.sessions.staffOf('page-2')?.id).toBe('demo-manager');
});

test('each basket command runs once, also side by side, and other content is refused', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  const press = { saleId, commandId: newCommand(), text: 'COFFEE-01' };
  const both = await Promise.all([
    world.cashier.sale.addLine(press, CASHIER, never),
    world.cashier.sale.addLine(press, CASHIER, never),
  ]);
  expect(both.map((answer) => unwrap(answer).totals.totalMinor)).toEqual([180, 180]);
  expect(unwrap(await world.cashier.sale.addLine(press, CASHIER, never)).totals.totalMinor).toBe(180);
  const other = await world.cashier.sale.addLine({ ...press, text: 'COFFEE-02' }, CASHIER, never);
  expect(codeOf(other)).toBe('command-reused');
  // A "no" did nothing: the same press may be tried again.
  const unknown = { saleId, commandId: newCommand(), text: 'no such article' };
  expect(codeOf(await world.cashier.sale.addLine(unknown, CASHIER, never))).toBe('article-not-found');
  expect(codeOf(await world.cashier.sale.addLine(unknown, CASHIER, never))).toBe('article-not-found');
});

test('quantities and amounts that no basket can hold are refused', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  const add = (quantityThousandths: number) =>
    world.cashier.sale.addLine(
      { saleId, commandId: newCommand(), text: 'COFFEE-01', quantityThousandths },
      CASHIER,
      never,
    );
  expect(codeOf(await add(1_500))).toBe('quantity-not-allowed');
  expect(codeOf(await add(100_001_000))).toBe('quantity-not-allowed');
  expect(codeOf(await add(99_999_000))).toBe(null);
  // Joined with its own line it would be too many.
  expect(codeOf(await add(2_000))).toBe('quantity-not-allowed');
});

test('a pay that no commit could hold leaves the basket unwritten and not half written', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  await world.identify(saleId, RICH);
  await world.add(saleId, 'COFFEE-01', 3_000);
  const { db } = world.parts;
  db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON main.operation BEGIN SELECT RAISE(ABORT, 'refused here'); END");
  await expect(world.pay(saleId, 100)).rejects.toThrow('refused here');
  await expect(world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never)).resolves.toBeTruthy();
  await world.crash();
  expect(world.parts.stores.sales.byId(saleId)?.lines).toHaveLength(1);
});

test('a completing commit that fails records nothing, and the same press completes the whole sale later', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01', 3_000);
  unwrap(await world.tender(saleId, 'CASH', 540));
  const commandId = newCommand();
  const { db } = world.parts;
  db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON main.operation BEGIN SELECT RAISE(ABORT, 'refused here'); END");
  await expect(world.complete(saleId, commandId)).rejects.toThrow('refused here');
  expect(world.operations(saleId)).toEqual([]);
  expect(world.parts.stores.sales.byId(saleId)?.state).toBe('open');
  db.exec('DROP TRIGGER temp.full');
  unwrap(await world.complete(saleId, commandId));
  await world.crash();
  expect(world.parts.stores.sales.byId(saleId)).toMatchObject({
    state: 'completed',
    lines: [{ articleCode: 'COFFEE-01', quantityThousandths: 3_000 }],
    tenders: [{ type: 'CASH', amountMinor: 540 }],
  });
  expect(world.operations(saleId)).toHaveLength(1);
});
