import { expect, test } from 'vitest';
import { DAY } from '../../src-shared/time/clock.ts';
import {
  CASHIER,
  codeOf,
  MANAGER,
  never,
  newCommand,
  PAY_QUIET_MS,
  POOR,
  RICH,
  RICH_PHONE,
  TillWorld,
  UNKNOWN_CARD,
  unwrap,
} from '../selling/till-world.test-support.ts';

const codeOfSale = (world: TillWorld, saleId: string): string =>
  world.parts.stores.unclaimed.bySale(saleId)?.claimCode ?? '';

const claimOf = (code: string, value = RICH, method: 'card' | 'phone' = 'card') => ({
  commandId: newCommand(),
  code,
  method,
  value,
});
const claim = (world: TillWorld, code: string, value = RICH) =>
  world.hurried(world.cashier.claim.confirm(claimOf(code, value), MANAGER, never));

test('not sent yet: the sale goes once, with the member', async () => {
  const world = await TillWorld.start();
  await world.offline();
  const { saleId } = await world.sell({ pieces: 10 });
  const code = codeOfSale(world, saleId);
  expect(unwrap(await world.cashier.receipt.get({ saleId }, CASHIER, never)).claimCode).toBe(code);
  expect(unwrap(await claim(world, code))).toMatchObject({ loyalty: 'waiting' });
  expect(world.states(saleId)).toEqual(['submit-unclaimed:dropped', 'submit:queued']);
  await world.online();
  expect(await world.points(RICH)).toBe(250_000 + 90);
  expect(await world.ledgerSum()).toEqual({ points: 90, salesMinor: 1_800 });
});

test('sent: cancelled and submitted again for the member, in order', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ pieces: 10 });
  await world.drain();
  const claiming = claim(world, codeOfSale(world, saleId));
  expect(unwrap(await claiming).loyalty).toBe('done');
  await world.drain();
  expect(world.states(saleId)).toEqual(['submit-unclaimed:delivered', 'cancel-sale:delivered', 'submit:delivered']);
  expect(await world.balance(RICH)).toMatchObject({ points: 250_000 + 90, salesMinor: 1_800 });
  expect(await world.ledgerSum()).toEqual({ points: 90, salesMinor: 1_800 });
  expect(unwrap(await world.cashier.receipt.get({ saleId }, CASHIER, never)).claimCode).toBe(null);
});

test('unknown, refused and in doubt: the member gets the sale exactly once', async () => {
  const world = await TillWorld.start();
  await world.fault({ kind: '500-after-commit', operation: 'submit' });
  const unknown = await world.sell({ pieces: 10 });
  await world.drain();
  unwrap(await claim(world, codeOfSale(world, unknown.saleId)));
  expect(world.states(unknown.saleId)).toEqual(['submit-unclaimed:unknown', 'cancel-sale:queued', 'submit:queued']);
  await world.clearFaults();
  await world.later(15 * PAY_QUIET_MS);
  expect(await world.ledgerSum()).toEqual({ points: 90, salesMinor: 1_800 });

  await world.fault({ kind: 'unknown-code', operation: 'submit', code: '9999', count: 1 });
  const refused = await world.sell({ pieces: 10 });
  await world.drain();
  expect(world.states(refused.saleId)).toEqual(['submit-unclaimed:parked']);
  unwrap(await claim(world, codeOfSale(world, refused.saleId)));
  await world.drain();
  expect(world.states(refused.saleId)).toEqual(['submit-unclaimed:closed', 'submit:delivered']);
  expect(await world.ledgerSum()).toEqual({ points: 180, salesMinor: 3_600 });

  await world.fault(
    { kind: '500-before-commit', operation: 'submit', count: 1 },
    { kind: 'unknown-code', operation: 'submit', code: '9999', count: 1 },
  );
  const doubt = await world.sell({ pieces: 10 });
  await world.drain();
  await world.later(PAY_QUIET_MS);
  unwrap(await claim(world, codeOfSale(world, doubt.saleId)));
  await world.drain();
  expect(world.states(doubt.saleId)).toEqual(['submit-unclaimed:parked', 'cancel-sale:queued', 'submit:queued']);
  unwrap(await world.close(world.operation(doubt.saleId, 'submit-unclaimed').id, false));
  await world.drain();
  expect(await world.ledgerSum()).toEqual({ points: 270, salesMinor: 5_400 });
  expect(await world.points(RICH)).toBe(250_000 + 270);
});

test('once; the repeated press gets its answer, with the approval it used up', async () => {
  const world = await TillWorld.start();
  const { saleId, saleNumber } = await world.sell({ pieces: 10 });
  await world.drain();
  const press = claimOf(codeOfSale(world, saleId));
  const approve = { managerPin: '975310', procedure: 'cashier.claim.confirm', input: press };
  const { approvalId } = unwrap(await world.cashier.session.approve(approve, CASHIER, never));
  const take = (input: object, caller = CASHIER) =>
    world.api.approvals.take(approvalId, 'cashier.claim.confirm', input, caller);
  expect(take({ ...press, value: POOR })).toBe(false);
  expect(take(press, { ...CASHIER, connectionId: 'page-9' })).toBe(false);
  expect(take(press)).toBe(true);
  expect(take(press)).toBe(false);
  unwrap(await world.cashier.claim.confirm(press, CASHIER, never));
  await world.drain();
  expect(take(press)).toBe(true);
  expect(unwrap(await world.cashier.claim.confirm(press, CASHIER, never))).toEqual({ saleNumber, loyalty: 'done' });
  expect(codeOf(await claim(world, press.code, POOR))).toBe('already-claimed');
  expect(await world.ledgerSum()).toEqual({ points: 90, salesMinor: 1_800 });
  expect(world.parts.stores.audit.page(null, 5).map(({ staffId, action }) => [staffId, action])).toEqual([
    ['demo-cashier-1', 'claim'],
    ['demo-manager', 'approve'],
  ]);
});

test('what cannot be claimed: a wrong, unknown or expired code, a voided sale, one with returns, an unknown card', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ pieces: 2 });
  const code = codeOfSale(world, saleId);
  const find = async (typed: string) => codeOf(await world.cashier.claim.find({ code: typed }, CASHIER, never));
  expect(await find(code.slice(0, -1))).toBe('claim-code-malformed');
  expect(await find(code.toLowerCase())).toBe(null);
  expect(codeOf(await claim(world, code, UNKNOWN_CARD))).toBe('member-not-found');
  expect(await find(code)).toBe(null);

  const voided = await world.sell();
  unwrap(await world.void(voided.saleId));
  expect(await find(codeOfSale(world, voided.saleId))).toBe('already-voided');

  const lines = [{ lineId: '1', quantityThousandths: 1_000 }];
  const shown = unwrap(await world.cashier.history.effectsOfReturn({ saleId, lines }, CASHIER, never));
  const back = { saleId, commandId: newCommand(), fingerprint: shown.fingerprint, lines };
  unwrap(await world.cashier.history.returnLines(back, CASHIER, never));
  expect(await find(code)).toBe('sale-has-returns');

  const late = await world.sell();
  world.clock.set(world.clock.nowMs() + 31 * DAY);
  expect(await find(codeOfSale(world, late.saleId))).toBe('claim-expired');
});

test('never to a card of whoever sold or claims it, whichever of its identifiers is shown', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell();
  const code = codeOfSale(world, saleId);
  const own = { commandId: newCommand(), staffId: 'demo-cashier-1', method: 'card' as const, value: RICH };
  unwrap(await world.manager.staff.setOwnCard(own, MANAGER, never));
  // Sold by this cashier, claimed by the manager; and with the phone number of the same member.
  expect(codeOf(await claim(world, code))).toBe('claim-own-card');
  const byPhone = claimOf(code, RICH_PHONE, 'phone');
  expect(codeOf(await world.cashier.claim.confirm(byPhone, CASHIER, never))).toBe('claim-own-card');
  unwrap(await claim(world, code, POOR));
  const list = unwrap(await world.manager.staff.list(undefined, MANAGER, never));
  expect(list.map(({ id, hasOwnCard }) => [id, hasOwnCard])).toEqual([
    ['demo-cashier-1', true],
    ['demo-cashier-2', false],
    ['demo-manager', false],
  ]);
});

test('a code from before the shop left the earning to the program gives nothing, and says so', async () => {
  const settings = { mintAtTill: true };
  const world = await TillWorld.start({ backEnd: 'pomelo', settings });
  const { saleId } = await world.sell({ pieces: 10 });
  const code = codeOfSale(world, saleId);
  settings.mintAtTill = false;
  await world.restart();
  expect(codeOf(await claim(world, code, 'crd-DEMO-PAULA'))).toBe('not-offered-by-program');
  expect(world.parts.stores.unclaimed.byCode(code)?.claimedAtMs).toBeNull();
});
