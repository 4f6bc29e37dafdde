import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../src-shared/time/clock.ts';
import {
  CASHIER,
  codeOf,
  GIFTED,
  never,
  newCommand,
  PAY_QUIET_MS,
  POOR,
  POS,
  RICH,
  TillWorld,
  unwrap,
} from '../selling/till-world.test-support.ts';
import type { Caller } from './caller.ts';

const OTHER: Caller = { ...POS, connectionId: 'pos-2', posClient: { id: 'pos-2', name: 'Other POS' } };

const line = (quantity: number, unitPriceMinor = 180) => ({
  articleCode: 'POS-1',
  name: 'Coffee of the other vendor',
  departmentCode: 'COFFEE',
  departmentName: 'Coffee',
  action: 'sale' as const,
  quantityThousandths: quantity * 1_000,
  unitPriceMinor,
  taxRateBp: 1_000,
});
const basket = (quantity: number) => ({ lines: [line(quantity)] });
const cash = (amountMinor: number) => [{ type: 'CASH' as const, amountMinor }];

const identify = (world: TillWorld, saleId: string, value = RICH, caller = POS) =>
  world.pos.identify({ saleId, commandId: newCommand(), member: { method: 'card', value } }, caller, never);
const pay = (world: TillWorld, saleId: string, amountMinor: number, quantity = 10) =>
  world.pos.pay({ saleId, commandId: newCommand(), basket: basket(quantity), amountMinor }, POS, never);
const complete = (world: TillWorld, saleId: string, amountMinor: number, quantity = 10, caller = POS) =>
  world.pos.complete(
    { saleId, commandId: newCommand(), basket: basket(quantity), tenders: cash(amountMinor) },
    caller,
    never,
  );

test('a sale of another vendor’s POS from identifying to its void', async () => {
  const world = await TillWorld.start();
  unwrap(await identify(world, 'A-1'));
  const previewed = unwrap(await world.pos.preview({ saleId: 'A-1', basket: basket(10), giftKeys: [] }, POS, never));
  expect(previewed.sale).toMatchObject({ saleId: 'A-1', state: 'open', totals: { totalMinor: 1_800 } });
  expect(unwrap(await pay(world, 'A-1', 800))).toEqual({ result: 'confirmed', reason: null, amountMinor: 800 });
  const press = { saleId: 'A-1', commandId: newCommand(), basket: basket(10), tenders: cash(1_000) };
  const completed = unwrap(await world.pos.complete(press, POS, never));
  expect(completed).toMatchObject({ sale: { state: 'completed', pay: 'confirmed' }, receipt: { pointsEarned: 50 } });
  // The same call after a crash is answered again and sells nothing again; other content is refused.
  await world.crash();
  expect(unwrap(await world.pos.complete(press, POS, never)).receipt.saleNumber).toBe(completed.receipt.saleNumber);
  expect(codeOf(await world.pos.complete({ ...press, tenders: cash(999) }, POS, never))).toBe('command-reused');
  expect(codeOf(await complete(world, 'A-1', 1_000))).toBe('sale-not-open');
  await world.drain();

  const cancel = { saleId: 'A-1', commandId: newCommand() };
  expect(unwrap(await world.pos.void(cancel, POS, never)).state).toBe('voided');
  expect(unwrap(await world.pos.void(cancel, POS, never)).state).toBe('voided');
  expect(codeOf(await world.pos.void({ ...cancel, commandId: newCommand() }, POS, never))).toBe('already-voided');
  await world.drain();
  expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 0 });
  expect(unwrap(await world.pos.sale({ saleId: 'A-1' }, POS, never))).toMatchObject({
    state: 'voided',
    loyalty: 'done',
  });
});

test('sale ids are each POS’s own', async () => {
  const world = await TillWorld.start();
  unwrap(await complete(world, 'A-1', 1_800));
  expect(codeOf(await world.pos.sale({ saleId: 'A-1' }, OTHER, never))).toBe('sale-not-found');
  expect(codeOf(await world.pos.void({ saleId: 'A-1', commandId: newCommand() }, OTHER, never))).toBe('sale-not-found');
  unwrap(await complete(world, 'A-1', 360, 2, OTHER));
  expect(unwrap(await world.pos.sale({ saleId: 'A-1' }, POS, never)).totals.totalMinor).toBe(1_800);
  expect(unwrap(await world.pos.sale({ saleId: 'A-1' }, OTHER, never)).totals.totalMinor).toBe(360);
  // Neither is the sale that is open at the till itself.
  unwrap(await identify(world, 'A-2'));
  expect(unwrap(await world.cashier.sale.current(undefined, CASHIER, never))).toBe(null);
  await world.drain();
  expect((await world.ledgerSum()).salesMinor).toBe(2_160);
});

test('while a pay stands the basket is fixed, also after a crash; the same basket passes', async () => {
  const world = await TillWorld.start();
  unwrap(await identify(world, 'A-1'));
  expect(unwrap(await pay(world, 'A-1', 800)).result).toBe('confirmed');
  await world.crash();
  expect(codeOf(await complete(world, 'A-1', 1_180, 11))).toBe('sale-has-pay');
  expect(codeOf(await pay(world, 'A-1', 100))).toBe('pay-standing');
  expect(codeOf(await complete(world, 'A-1', 999))).toBe('sale-not-paid');
  expect(codeOf(await complete(world, 'A-1', 1_800))).toBe('sale-overpaid');
  unwrap(await complete(world, 'A-1', 1_000));
  await world.drain();
  expect(await world.points(RICH)).toBe(250_000 - 800 + 50);
});

test('a pay repeated while the first is under way waits for its answer', async () => {
  const world = await TillWorld.start();
  unwrap(await identify(world, 'A-1'));
  const press = { saleId: 'A-1', commandId: newCommand(), basket: basket(10), amountMinor: 800 };
  const first = world.pos.pay(press, POS, never);
  const isStored = () => world.parts.stores.commands.find('pos:pos-1 A-1', press.commandId, press).kind === 'repeated';
  while (!isStored()) await new Promise((resolve) => setImmediate(resolve));
  const again = await world.pos.pay(press, POS, never);
  expect([unwrap(await first).result, unwrap(again).result]).toEqual(['confirmed', 'confirmed']);
});

test('a refused completion leaves nothing in the way of the next one', async () => {
  const world = await TillWorld.start();
  expect(codeOf(await complete(world, 'A-1', 1_799))).toBe('sale-not-paid');
  const mixed = [...cash(2_000), { type: 'CARD' as const, amountMinor: -200 }];
  const press = { saleId: 'A-1', commandId: newCommand(), basket: basket(10), tenders: mixed };
  expect(codeOf(await world.pos.complete(press, POS, never))).toBe('amount-not-allowed');
  unwrap(await complete(world, 'A-1', 360, 2));
  const stored = world.parts.stores.sales.byReference('pos:pos-1', 'A-1');
  expect(stored?.tenders.map(({ amountMinor }) => amountMinor)).toEqual([360]);
});

test('offline limits refuse a POS before its customer pays, never afterwards', async () => {
  const offline = { longestMs: HOUR, mostPerSaleMinor: 1_000 };
  const world = await TillWorld.start({ config: { offline } });
  await world.offline();
  unwrap(await identify(world, 'A-1'));
  world.clock.advance(HOUR + 1);
  expect(codeOf(await identify(world, 'A-2'))).toBe('offline-limit-reached');
  unwrap(await complete(world, 'A-1', 1_800));
  unwrap(await complete(world, 'A-2', 1_800));
  const audited = world.parts.stores.audit.page(null, 9).map(({ staffId, reason }) => [staffId, reason]);
  expect(audited).toContainEqual(['pos:pos-1', 'per-sale']);
  await world.online();
  expect((await world.ledgerSum()).salesMinor).toBe(3_600);
});

test('the times of business are the POS’s, unless they are still to come', async () => {
  const world = await TillWorld.start();
  unwrap(await identify(world, 'A-1'));
  const nowMs = world.clock.nowMs();
  const times = { openedAtMs: nowMs - 2 * HOUR, closedAtMs: nowMs - HOUR };
  const press = { saleId: 'A-1', commandId: newCommand(), basket: basket(10), tenders: cash(1_800), ...times };
  for (const path of ['openedAtMs', 'closedAtMs'] as const) {
    const late = { ...press, commandId: newCommand(), [path]: nowMs + DAY + 1 };
    const refused = await world.pos.complete(late, POS, never);
    expect(refused).toMatchObject({ problem: { code: 'input-malformed', detail: { path } } });
  }
  unwrap(await world.pos.complete(press, POS, never));
  expect(world.parts.stores.sales.byReference('pos:pos-1', 'A-1')).toMatchObject(times);
});

test('no answer names the till’s own id of a sale', async () => {
  const world = await TillWorld.start();
  const { sale, receipt } = unwrap(await complete(world, 'A-1', 1_800));
  expect([sale.saleId, receipt.saleId]).toEqual(['A-1', 'A-1']);
});

test('a member’s sale that was given up before anything was sent has no loyalty side', async () => {
  const world = await TillWorld.start();
  unwrap(await identify(world, 'A-1'));
  const abandoned = await world.pos.abandon({ saleId: 'A-1', commandId: newCommand() }, POS, never);
  expect(unwrap(abandoned)).toMatchObject({ state: 'abandoned', loyalty: 'none' });
});

test('amounts beyond what a till can count are refused as input, not as a fault', async () => {
  const world = await TillWorld.start();
  const huge = { lines: [line(1_000, 1e13)] };
  const press = { saleId: 'A-1', commandId: newCommand(), basket: huge, tenders: cash(1) };
  expect(codeOf(await world.pos.complete(press, POS, never))).toBe('amount-not-allowed');
});

test('a refused and an undecided pay; other tenders give back what nobody knows of', async () => {
  const world = await TillWorld.start();
  unwrap(await identify(world, 'A-1', POOR));
  expect(unwrap(await pay(world, 'A-1', 800)).result).toBe('refused');
  unwrap(await complete(world, 'A-1', 1_800));

  unwrap(await identify(world, 'A-2'));
  await world.fault({ kind: 'drop-before-commit', operation: 'pay', count: 1 });
  const press = { saleId: 'A-2', commandId: newCommand(), basket: basket(10), amountMinor: 800 };
  expect(unwrap(await world.pos.pay(press, POS, never)).result).toBe('undecided');
  expect(unwrap(await world.pos.pay(press, POS, never)).result).toBe('undecided');
  expect(unwrap(await world.pos.sale({ saleId: 'A-2' }, POS, never)).pay).toBe('undecided');
  expect(codeOf(await complete(world, 'A-2', 1_000))).toBe('pay-undecided');
  expect(codeOf(await world.pos.askAgain({ saleId: 'A-2' }, POS, never))).toBe('pay-too-early-to-ask');
  await world.clock.advanceAsync(PAY_QUIET_MS);
  expect(unwrap(await world.pos.askAgain({ saleId: 'A-2' }, POS, never))).toMatchObject({
    result: 'confirmed',
    amountMinor: 800,
  });
  expect(unwrap(await world.pos.pay(press, POS, never)).result).toBe('confirmed');
  unwrap(await complete(world, 'A-2', 1_000));

  unwrap(await identify(world, 'A-3'));
  await world.fault({ kind: 'drop-after-commit', operation: 'pay', count: 1 });
  expect(unwrap(await pay(world, 'A-3', 800)).result).toBe('undecided');
  unwrap(await complete(world, 'A-3', 1_800));
  expect(unwrap(await world.pos.sale({ saleId: 'A-3' }, POS, never)).pay).toBe('giving-back');
});

test('abandoning gives back what the sale took, and its id stays used', async () => {
  const world = await TillWorld.start();
  unwrap(await identify(world, 'A-1'));
  unwrap(await pay(world, 'A-1', 800));
  const press = { saleId: 'A-1', commandId: newCommand() };
  expect(unwrap(await world.pos.abandon(press, POS, never)).state).toBe('abandoned');
  expect(unwrap(await world.pos.abandon(press, POS, never)).state).toBe('abandoned');
  expect(codeOf(await complete(world, 'A-1', 1_800))).toBe('sale-not-open');
  await world.drain();
  expect(await world.points(RICH)).toBe(250_000);
});

test('gifts by key, with the reason where one does not apply', async () => {
  const world = await TillWorld.start();
  unwrap(await identify(world, 'A-1', GIFTED));
  const preview = (giftKeys: string[]) =>
    world.pos.preview({ saleId: 'A-1', basket: basket(10), giftKeys }, POS, never);
  const used = unwrap(await preview(['DEMO-GIFT-BIRTHDAY']));
  expect(used.sale.deals).toMatchObject([{ amountMinor: 180, sourceId: 'DEMO-GIFT-BIRTHDAY' }]);
  expect(used.notApplied.map(({ key }) => key)).toContain('DEMO-GIFT-BIG-BASKET');
  expect(codeOf(await preview(['DEMO-GIFT-LAST-YEAR']))).toBe('gift-not-usable');
  expect(unwrap(await preview([])).sale.deals).toEqual([]);
});
