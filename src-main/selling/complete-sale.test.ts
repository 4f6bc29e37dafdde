import { expect, test } from 'vitest';
import { HOUR } from '../../src-shared/time/clock.ts';
import {
  CASHIER,
  codeOf,
  GIFTED,
  MANAGER,
  never,
  newCommand,
  RICH,
  RICH_PHONE,
  TillWorld,
  UNKNOWN_CARD,
  unwrap,
} from './till-world.test-support.ts';

const view = async (world: TillWorld, saleId: string) =>
  unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never));

test('a sale with a member: paid, completed in one commit, submitted, earned, answered again after a restart', async () => {
  const world = await TillWorld.start();
  const before = await world.points(RICH);
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01', 10_000);
  await world.identify(saleId, RICH);
  expect(unwrap(await world.pay(saleId, 800)).result).toBe('confirmed');
  expect(unwrap(await world.tender(saleId, 'CASH', 2_000)).totals).toMatchObject({ dueMinor: 0, changeMinor: 1_000 });
  const commandId = newCommand();
  const commits = world.commits();
  const completing = world.complete(saleId, commandId);
  expect(world.commits() - commits).toBe(1);
  expect(world.states(saleId)).toEqual(['pay:delivered', 'cancel-payment:dropped', 'submit:queued']);
  const receipt = unwrap(await completing);
  await world.drain();
  expect(world.states(saleId)).toEqual(['pay:delivered', 'cancel-payment:dropped', 'submit:delivered']);
  expect(receipt).toMatchObject({ balancePoints: before - 800 + 50, pointsEarned: 50, loyaltyState: 'final' });
  expect(await world.points(RICH)).toBe(before - 800 + 50);

  await world.restart();
  expect(unwrap(await world.complete(saleId, commandId))).toMatchObject({ saleId, pointsEarned: 50 });
  expect(codeOf(await world.complete(saleId))).toBe('sale-not-open');
  expect(await world.ledgerSum()).toEqual({ points: -750, salesMinor: 1_800 });
});

test('the receipt waits 1.5 s for the program and not longer, and nothing of the sale waits at all', async () => {
  const world = await TillWorld.start();
  for (const slow of ['submit', 'details'] as const) {
    const { saleId } = await world.open();
    await world.add(saleId, 'COFFEE-01');
    await world.identify(saleId, RICH);
    unwrap(await world.tender(saleId, 'CARD', 180));
    await world.fault({ kind: 'half-open', operation: slow, count: 1 });
    const startedAtMs = world.clock.nowMs();
    const completing = world.complete(saleId);
    expect(world.parts.stores.sales.byId(saleId)?.state).toBe('completed');
    let ended = false;
    void completing.then(() => {
      ended = true;
    });
    for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => void setImmediate(resolve));
    if (!ended) world.clock.advance(1_500);
    const receipt = unwrap(await completing);
    expect(world.clock.nowMs() - startedAtMs).toBeLessThanOrEqual(1_500);
    expect(receipt.pointsEarned).toBe(null);
    await world.clearFaults();
    await world.later(60_000);
  }
});

test('a receipt that cannot be filled is still the receipt of a recorded sale', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01');
  await world.identify(saleId, RICH);
  unwrap(await world.tender(saleId, 'CARD', 180));
  const { db } = world.parts;
  db.exec(
    "CREATE TEMP TRIGGER full BEFORE UPDATE OF sealed_presentation ON main.sale BEGIN SELECT RAISE(ABORT, 'refused here'); END",
  );
  expect(unwrap(await world.complete(saleId))).toMatchObject({ saleId, balancePoints: null });
});

test('tenders: card exact, cash with change, split at will, to the minor unit before anything is recorded', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  expect(codeOf(await world.tender(saleId, 'CASH', 100))).toBe('sale-empty');
  await world.add(saleId, 'COFFEE-01', 5_000);
  expect(codeOf(await world.tender(saleId, 'CARD', 901))).toBe('amount-not-allowed');
  expect(codeOf(await world.tender(saleId, 'CASH', -100))).toBe('amount-not-allowed');
  expect(codeOf(await world.tender(saleId, 'CASH', 0))).toBe('amount-not-allowed');
  unwrap(await world.tender(saleId, 'CARD', 500));
  expect(await world.complete(saleId)).toMatchObject({ problem: { code: 'sale-not-paid', detail: { dueMinor: 400 } } });
  unwrap(await world.tender(saleId, 'CASH', 399));
  expect(codeOf(await world.complete(saleId))).toBe('sale-not-paid');
  const paid = unwrap(await world.tender(saleId, 'CASH', 50));
  expect(paid.totals).toMatchObject({ paidMinor: 900, changeMinor: 49, dueMinor: 0 });
  expect(codeOf(await world.tender(saleId, 'CASH', 1))).toBe('amount-not-allowed');
  unwrap(await world.complete(saleId));
  expect(world.parts.stores.sales.byId(saleId)?.tenders.map(({ amountMinor }) => amountMinor)).toEqual([500, 399, 1]);
});

test('who is identified: online in full, offline only by what was scanned, an unknown card not at all', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01', 10_000);
  expect(codeOf(await world.tryIdentify(saleId, UNKNOWN_CARD))).toBe('member-not-found');
  expect((await view(world, saleId)).member).toBe(null);
  expect((await world.identify(saleId, RICH)).member).toMatchObject({
    confirmed: true,
    firstName: 'Paula',
    balancePoints: 250_000,
    mayRedeem: true,
  });
  expect((await world.identify(saleId, RICH_PHONE, 'phone')).member).toMatchObject({
    mayRedeem: false,
    mayNotRedeemBecause: 'stronger-id-needed',
  });
  await world.offline();
  expect((await world.identify(saleId, UNKNOWN_CARD)).member).toMatchObject({
    confirmed: false,
    firstName: null,
    balancePoints: null,
    mayRedeem: false,
    mayNotRedeemBecause: 'loyalty-offline',
  });
  await world.identify(saleId, RICH);
  unwrap(await world.tender(saleId, 'CASH', 1_800));
  const receipt = unwrap(await world.complete(saleId));
  expect(receipt).toMatchObject({ loyaltyState: 'to-follow', balancePoints: null });
  await world.online();
  expect(await world.points(RICH)).toBe(250_000 + 90);
});

test('a preview belongs to its basket; a gift nobody granted for the basket that is sold stays the member’s', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01');
  await world.identify(saleId, GIFTED);
  const keys = ['DEMO-GIFT-BIRTHDAY'];
  const use = { saleId, commandId: newCommand(), keys };
  const previewed = unwrap(await world.cashier.benefits.useGifts(use, CASHIER, never));
  expect(previewed).toMatchObject({ preview: { stale: false }, totals: { dueMinor: 0 } });
  await world.clock.advanceAsync(5 * 60_000 + 1);
  expect((await view(world, saleId)).preview?.stale).toBe(true);

  const changed = await world.add(saleId, 'COFFEE-02');
  expect(changed).toMatchObject({ preview: { stale: true }, deals: [], totals: { dueMinor: 470 } });
  await world.offline();
  expect(codeOf(await world.cashier.benefits.preview({ saleId }, CASHIER, never))).toBe('loyalty-offline');
  unwrap(await world.tender(saleId, 'CASH', 470));
  unwrap(await world.complete(saleId));
  await world.online();
  expect(world.parts.stores.sales.byId(saleId)?.usedGifts).toEqual([]);

  const next = await world.open();
  await world.add(next.saleId, 'COFFEE-01');
  await world.identify(next.saleId, GIFTED);
  const again = { saleId: next.saleId, commandId: newCommand(), keys };
  expect(unwrap(await world.cashier.benefits.useGifts(again, CASHIER, never)).totals.dueMinor).toBe(0);
  unwrap(await world.complete(next.saleId));
  await world.drain();
  expect(world.states(next.saleId)).toEqual(['submit:delivered']);
  expect(world.parts.stores.sales.byId(next.saleId)?.usedGifts).toMatchObject([{ key: 'DEMO-GIFT-BIRTHDAY' }]);
});

test('a member enrolled without a connection comes before his sale', async () => {
  const world = await TillWorld.start();
  await world.offline();
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01', 10_000);
  const profile = { phoneNumber: '600555777', firstName: 'Ingrid', gdpr: true, termsOfUse: true };
  const enrol = { saleId, commandId: newCommand(), profile: { ...profile, gdpr: false } };
  expect(codeOf(await world.cashier.member.enrol(enrol, CASHIER, never))).toBe('consent-needed');
  unwrap(await world.cashier.member.enrol({ ...enrol, profile }, CASHIER, never));
  unwrap(await world.tender(saleId, 'CASH', 1_800));
  unwrap(await world.complete(saleId));
  await world.online();
  expect(await world.points('600555777')).toBe(90);
});

test('a refused enrolment holds its sale until it is closed, and says so', async () => {
  const world = await TillWorld.start();
  await world.fault({ kind: 'business-error-200', endpoint: '/member/register', code: 'INVALID_DATA', count: 1 });
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01', 10_000);
  const profile = { phoneNumber: '600555777', gdpr: true, termsOfUse: true };
  unwrap(await world.cashier.member.enrol({ saleId, commandId: newCommand(), profile }, CASHIER, never));
  unwrap(await world.tender(saleId, 'CASH', 1_800));
  unwrap(await world.hurried(world.complete(saleId)));
  await world.drain();
  const show = { show: 'unfinished' as const, limit: 9 };
  const { rows } = unwrap(await world.manager.queue.list(show, MANAGER, never));
  expect(rows.map(({ kind, state }) => [kind, state])).toEqual([
    ['enrol', 'parked'],
    ['submit', 'queued'],
  ]);
  expect(rows[0]?.reason).toContain('Sales with this member wait for it; closing it lets them be sent.');
  await world.later(HOUR);
  expect(world.operation(saleId, 'submit').firstSentAtMs).toBe(null);
  unwrap(await world.close(rows[0]?.id ?? '', false));
  await world.drain();
  expect(world.operation(saleId, 'submit').firstSentAtMs).not.toBe(null);
});

test('offline limits stop a cashier; a manager lets the till sell on, audited', async () => {
  const world = await TillWorld.start({
    config: { offline: { longestMs: HOUR, mostPerSaleMinor: 1_000, mostTotalMinor: 1_500 } },
  });
  await world.offline();
  await world.sell({ pieces: 5 });
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01', 6_000);
  unwrap(await world.tender(saleId, 'CASH', 1_080));
  expect(await world.complete(saleId)).toMatchObject({
    problem: { code: 'offline-limit-reached', detail: { limit: 'per-sale' } },
  });
  const press = { saleId, commandId: newCommand() };
  const approve = { managerPin: '975310', procedure: 'cashier.sale.complete', input: press };
  const { approvalId } = unwrap(await world.cashier.session.approve(approve, CASHIER, never));
  unwrap(await world.cashier.sale.complete({ ...press, approvalId }, CASHIER, never));
  // The amount of both together stops the next one at once, and so does time.
  expect(codeOf(await world.cashier.sale.open({ commandId: newCommand() }, CASHIER, never))).toBe(
    'offline-limit-reached',
  );
  world.clock.advance(HOUR + 1);
  const byManager = await world.cashier.sale.open({ commandId: newCommand() }, MANAGER, never);
  expect(unwrap(byManager).state).toBe('open');
  expect(
    world.parts.stores.audit.page(null, 9).map(({ action, reason, staffId }) => [action, reason, staffId]),
  ).toEqual([
    ['sold past the offline limit', 'time', 'demo-manager'],
    ['sold past the offline limit', 'per-sale', 'demo-manager'],
    ['approve', null, 'demo-manager'],
  ]);
});

test('no claim code where there is nothing to earn, and each one of its own', async () => {
  const world = await TillWorld.start();
  const first = await world.sell();
  const second = await world.sell();
  const { unclaimed } = world.parts.stores;
  const codes = [first, second].map(({ saleId }) => unclaimed.bySale(saleId)?.claimCode);
  expect(new Set(codes).size).toBe(2);
  const lines = [{ lineId: '1', quantityThousandths: 1_000 }];
  const { fingerprint } = unwrap(
    await world.cashier.history.effectsOfReturn({ saleId: first.saleId, lines }, CASHIER, never),
  );
  const back = { saleId: first.saleId, commandId: newCommand(), fingerprint, lines };
  expect(unwrap(await world.cashier.history.returnLines(back, CASHIER, never)).claimCode).toBe(null);
});
