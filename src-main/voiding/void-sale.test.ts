import { expect, test } from 'vitest';
import { DAY } from '../../src-shared/time/clock.ts';
import {
  ARTICLE,
  CASHIER,
  codeOf,
  GIFTED,
  MANAGER,
  never,
  newCommand,
  PAY_QUIET_MS,
  RICH,
  TillWorld,
  unwrap,
} from '../selling/till-world.test-support.ts';

const kinds = (view: { effects: readonly { kind: string }[] }): string[] => view.effects.map(({ kind }) => kind);
const NOTHING = { points: 0, salesMinor: 0 };

test('delivered: everything is announced to the point, and sale and void come to nothing on the ledger', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ card: RICH, pieces: 10, payMinor: 600 });
  await world.drain();
  const sold = await world.points(RICH);
  const shown = await world.effects(saleId);
  expect(shown.effects).toEqual([
    { kind: 'money-back', amountMinor: 1_200, points: null, text: null },
    { kind: 'points-given-back', amountMinor: 600, points: 600, text: null },
    { kind: 'points-taken-back', amountMinor: null, points: 60, text: null },
  ]);
  const press = { saleId, commandId: newCommand(), fingerprint: shown.fingerprint, reason: 'changed his mind' };
  const voided = unwrap(await world.cashier.history.void(press, CASHIER, never));
  expect(voided).toMatchObject({ sale: { state: 'voided' }, effects: shown });
  await world.drain();
  expect(world.states(saleId)).toEqual([
    'pay:delivered',
    'cancel-payment:dropped',
    'submit:delivered',
    'cancel-sale:delivered',
    'cancel-payment:delivered',
  ]);
  expect(await world.points(RICH)).toBe(sold + 600 - 60);
  expect(await world.ledgerSum()).toEqual(NOTHING);
  // The program takes the sale back before its payment (contract A11).
  expect((await world.postings()).map(({ kind }) => kind)).toEqual([
    'spend',
    'sale',
    'earn',
    'earn-cancel',
    'sale-cancel',
    'spend-cancel',
  ]);

  // The same press after a restart gets the same answer; another one is told.
  await world.restart();
  expect(unwrap(await world.cashier.history.void(press, CASHIER, never)).effects).toEqual(voided.effects);
  expect(codeOf(await world.cashier.history.void({ ...press, reason: 'other' }, CASHIER, never))).toBe(
    'command-reused',
  );
  const second = { ...press, commandId: newCommand() };
  expect(codeOf(await world.cashier.history.void(second, CASHIER, never))).toBe('already-voided');
  expect(world.parts.stores.audit.page(null, 10).map(({ action, reason }) => [action, reason])).toEqual([
    ['void', 'changed his mind'],
  ]);
  expect(world.parts.stores.audit.isIntact()).toBe(true);
});

test('queued and never sent: dropped, nothing leaves the till', async () => {
  const world = await TillWorld.start();
  await world.offline();
  const { saleId } = await world.sell({ card: RICH });
  expect(world.states(saleId)).toEqual(['submit:queued']);
  expect(kinds(await world.effects(saleId))).toEqual(['money-back', 'nothing-was-sent']);
  unwrap(await world.void(saleId));
  expect(world.states(saleId)).toEqual(['submit:dropped']);
  await world.online();
  expect(await world.postings()).toEqual([]);
});

test('unknown: the reversal waits; what happened is taken back, also where it happens only now', async () => {
  const world = await TillWorld.start();
  for (const kind of ['500-after-commit', '500-before-commit'] as const) {
    await world.fault({ kind, operation: 'submit' });
    const { saleId } = await world.sell({ card: RICH });
    await world.drain();
    expect(world.states(saleId)).toEqual(['submit:unknown']);
    expect(kinds(await world.effects(saleId))).toEqual(['money-back', 'waits-for-outcome']);
    unwrap(await world.void(saleId));
    await world.drain();
    expect(world.states(saleId)).toEqual(['submit:unknown', 'cancel-sale:queued']);
    await world.clearFaults();
    await world.later(15 * PAY_QUIET_MS);
    expect(world.states(saleId)).toEqual(['submit:delivered', 'cancel-sale:delivered']);
    expect(await world.ledgerSum()).toEqual(NOTHING);
  }
});

test('parked refused and closed as not happened: nothing to reverse, and off the list', async () => {
  const world = await TillWorld.start();
  await world.fault({ kind: 'unknown-code', operation: 'submit', code: '9999' });
  for (const closedFirst of [false, true]) {
    const { saleId } = await world.sell({ card: RICH });
    await world.drain();
    expect(world.states(saleId)).toEqual(['submit:parked']);
    if (closedFirst) unwrap(await world.close(world.operation(saleId, 'submit').id, false));
    expect(kinds(await world.effects(saleId))).toEqual(['money-back']);
    unwrap(await world.void(saleId));
    expect(world.states(saleId)).toEqual(['submit:closed']);
  }
  expect(world.parts.stores.operations.counts().needsPerson).toBe(0);
  expect(await world.postings()).toEqual([]);
});

test('parked in doubt: the reversal waits for the finding, and follows it either way', async () => {
  const world = await TillWorld.start();
  for (const happened of [true, false]) {
    await world.fault(
      { kind: happened ? '500-after-commit' : '500-before-commit', operation: 'submit', count: 1 },
      { kind: 'unknown-code', operation: 'submit', code: '9999', count: 1 },
    );
    const { saleId } = await world.sell({ card: RICH });
    await world.drain();
    await world.later(PAY_QUIET_MS);
    expect(world.states(saleId)).toEqual(['submit:parked']);
    expect(kinds(await world.effects(saleId))).toEqual(['money-back', 'waits-for-outcome']);
    unwrap(await world.void(saleId));
    expect(world.states(saleId)).toEqual(['submit:parked', 'cancel-sale:queued']);
    unwrap(await world.close(world.operation(saleId, 'submit').id, happened));
    await world.drain();
    expect(world.states(saleId)).toEqual(['submit:closed', happened ? 'cancel-sale:delivered' : 'cancel-sale:dropped']);
    expect(await world.ledgerSum()).toEqual(NOTHING);
  }
});

test('what was shown has changed: it is shown again', async () => {
  const world = await TillWorld.start();
  await world.offline();
  const { saleId } = await world.sell({ card: RICH });
  const { fingerprint } = await world.effects(saleId);
  await world.online();
  const press = { saleId, commandId: newCommand(), fingerprint };
  expect(codeOf(await world.cashier.history.void(press, CASHIER, never))).toBe('effects-changed');
  expect(world.parts.stores.sales.byId(saleId)?.state).toBe('completed');
  unwrap(await world.void(saleId));
});

test('a gift is used by its sale and usable again after the void', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 2_000);
  await world.identify(saleId, GIFTED);
  const use = { saleId, commandId: newCommand(), keys: ['DEMO-GIFT-BIRTHDAY'] };
  const previewed = unwrap(await world.cashier.benefits.useGifts(use, CASHIER, never));
  expect(previewed.totals).toMatchObject({ grossMinor: 360, generalDiscountMinor: 180, dueMinor: 180 });
  unwrap(await world.tender(saleId, 'CARD', 180));
  unwrap(await world.complete(saleId));
  await world.drain();
  expect(kinds(await world.effects(saleId))).toContain('gift-given-back');

  const next = await world.open();
  await world.add(next.saleId, ARTICLE);
  await world.identify(next.saleId, GIFTED);
  const again = { saleId: next.saleId, commandId: newCommand(), keys: use.keys };
  expect(codeOf(await world.cashier.benefits.useGifts(again, CASHIER, never))).toBe('gift-not-usable');
  unwrap(await world.void(saleId));
  await world.drain();
  unwrap(await world.cashier.member.refresh({ saleId: next.saleId }, CASHIER, never));
  expect(unwrap(await world.cashier.benefits.useGifts(again, CASHIER, never)).totals.dueMinor).toBe(0);
  expect(await world.ledgerSum()).toEqual(NOTHING);
});

test('a void without loyalty, once the member’s identifiers are purged, needs a manager', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ card: RICH, payMinor: 100 });
  await world.drain();
  const before = await world.postings();
  world.clock.set(world.clock.nowMs() + 61 * DAY);
  await world.till.purge();
  const shown = await world.effects(saleId);
  expect(kinds(shown)).toEqual(['money-back', 'without-loyalty']);
  const press = { saleId, commandId: newCommand(), fingerprint: shown.fingerprint };
  expect(codeOf(await world.cashier.history.void(press, CASHIER, never))).toBe('approval-needed');
  const approve = { managerPin: '975310', procedure: 'cashier.history.void', input: press };
  const { approvalId } = unwrap(await world.cashier.session.approve(approve, CASHIER, never));
  const elsewhere = { ...CASHIER, connectionId: 'page-9' };
  expect(codeOf(await world.cashier.history.void({ ...press, approvalId }, elsewhere, never))).toBe('approval-needed');
  unwrap(await world.cashier.history.void({ ...press, approvalId }, CASHIER, never));
  await world.drain();
  expect(await world.postings()).toEqual(before);
  expect(world.parts.stores.audit.page(null, 1)[0]?.action).toBe('void without loyalty, allowed by demo-manager');

  const second = await world.sell({ card: RICH });
  await world.drain();
  world.clock.set(world.clock.nowMs() + 61 * DAY);
  await world.till.purge();
  const { fingerprint } = await world.effects(second.saleId);
  const byManager = { saleId: second.saleId, commandId: newCommand(), fingerprint };
  unwrap(await world.cashier.history.void(byManager, MANAGER, never));
});

test('a claimed sale is voided as the claim left it', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ pieces: 10 });
  await world.drain();
  const code = world.parts.stores.unclaimed.bySale(saleId)?.claimCode ?? '';
  const claim = { commandId: newCommand(), code, method: 'card' as const, value: RICH };
  unwrap(await world.cashier.claim.confirm(claim, MANAGER, never));
  await world.drain();
  expect(await world.points(RICH)).toBe(250_000 + 90);
  unwrap(await world.void(saleId));
  await world.drain();
  expect(await world.points(RICH)).toBe(250_000);
  expect(await world.ledgerSum()).toEqual(NOTHING);
  expect(codeOf(await world.cashier.claim.find({ code }, CASHIER, never))).toBe('already-claimed');
});

test('the list of sales: newest first, found by number, with what is known of their loyalty side', async () => {
  const world = await TillWorld.start();
  const first = await world.sell();
  const second = await world.sell({ card: RICH });
  await world.drain();
  await world.fault({ kind: 'unknown-code', operation: 'submit', code: '9999' });
  const third = await world.sell({ card: RICH });
  await world.drain();
  await world.open();
  const list = async (text?: string, before?: number, limit = 2) =>
    unwrap(
      await world.cashier.history.list(
        { limit, ...(text === undefined ? {} : { text }), ...(before === undefined ? {} : { before }) },
        CASHIER,
        never,
      ),
    );
  const page = await list();
  expect(page.sales.map(({ saleId, loyalty }) => [saleId, loyalty])).toEqual([
    [third.saleId, 'needs-a-person'],
    [second.saleId, 'done'],
  ]);
  const rest = await list(undefined, page.nextBefore ?? undefined);
  expect(rest.sales.map(({ saleId, loyalty }) => [saleId, loyalty])).toEqual([[first.saleId, 'none']]);
  expect(rest.nextBefore).toBe(null);
  expect((await list(second.saleNumber)).sales.map(({ saleId }) => saleId)).toEqual([second.saleId]);
});

test('a copy of the receipt says so and is audited, once for each press', async () => {
  const world = await TillWorld.start();
  const { saleId, saleNumber } = await world.sell();
  const press = { saleId, commandId: newCommand() };
  expect(unwrap(await world.cashier.receipt.get({ saleId }, CASHIER, never)).copy).toBe(false);
  const copy = unwrap(await world.cashier.receipt.reprint(press, CASHIER, never));
  expect(copy.copy).toBe(true);
  expect(copy.text).toContain('COPY');
  unwrap(await world.cashier.receipt.reprint(press, CASHIER, never));
  expect(world.parts.stores.audit.page(null, 10).map(({ action, subject }) => [action, subject])).toEqual([
    ['reprint', saleNumber],
  ]);
});

test('a sale that is still open is neither voided nor returned, and says so', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.open();
  const { lines } = await world.add(saleId, ARTICLE);
  const order = lines.map(({ lineId }) => ({ lineId, quantityThousandths: 1_000 }));
  expect(codeOf(await world.cashier.history.effectsOfVoid({ saleId }, CASHIER, never))).toBe('sale-not-completed');
  const returned = await world.cashier.history.effectsOfReturn({ saleId, lines: order }, CASHIER, never);
  expect(codeOf(returned)).toBe('sale-not-completed');
  unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
  expect(codeOf(await world.cashier.history.effectsOfVoid({ saleId }, CASHIER, never))).toBe('sale-not-open');
});
