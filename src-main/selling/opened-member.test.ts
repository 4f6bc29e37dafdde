import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src-shared/time/clock.ts';
import { ARTICLE, CASHIER, codeOf, never, newCommand, TillWorld, unwrap } from './till-world.test-support.ts';

/** Invented guests of the demo shop's RBI program, by Loyalty ID. */
const PAULA = 'de300000-0000-4000-8000-000000000011';
const PHIL = 'de300000-0000-4000-8000-000000000018';
const LOY = 'de300000-0000-4000-8000-000000000019';
const COOKIE = 250;

const start = (): Promise<TillWorld> => TillWorld.start({ backEnd: 'rbi' });

async function codeOn(world: TillWorld, guest: string): Promise<string> {
  const issued = (await world.control.callProgram('rbi', 'issue-code', { issueFor: guest })) as { code: string };
  return issued.code;
}

/** A sale of some coffees; this guest showed a code. */
async function withGuest(world: TillWorld, guest: string): Promise<string> {
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 3_000);
  await world.identify(saleId, await codeOn(world, guest), 'code');
  return saleId;
}

const preview = async (world: TillWorld, saleId: string) =>
  await world.cashier.benefits.preview({ saleId }, CASHIER, never);

/** What the guest could spend elsewhere now: his points less what open transactions hold. */
async function available(world: TillWorld, guest: string): Promise<number> {
  const { saleId } = await world.open();
  const { member } = await world.identify(saleId, guest, 'membership-key');
  unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
  await world.drain();
  return member?.balancePoints ?? Number.NaN;
}

describe('what an identify opened is owed back, and stored before the guest is shown', () => {
  test('sold: the claim takes its place, and the program’s answer is on the receipt', async () => {
    const world = await start();
    const saleId = await withGuest(world, PAULA);
    expect(world.states(saleId)).toEqual(['release:owed']);
    const sale = unwrap(await preview(world, saleId));
    expect(sale.lines.at(-1)).toMatchObject({ name: 'Cookie (reward)', netMinor: 0 });
    expect(sale.member?.balancePoints).toBe(2_500 - COOKIE);
    unwrap(await world.tender(saleId, 'CASH', sale.totals.dueMinor));
    const receipt = unwrap(await world.hurried(world.complete(saleId)));
    expect(world.states(saleId)).toEqual(['release:dropped', 'submit:delivered']);
    const { points } = await world.balance(PAULA);
    expect(receipt).toMatchObject({ loyaltyState: 'final', balancePoints: points });
    expect(points).toBe(2_500 - COOKIE + (receipt.pointsEarned ?? Number.NaN));

    unwrap(await world.void(saleId));
    await world.drain();
    expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 0 });
  });

  test('cleared: released, and nothing is held any more', async () => {
    const world = await start();
    const saleId = await withGuest(world, PAULA);
    unwrap(await preview(world, saleId));
    unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
    await world.drain();
    expect(world.states(saleId)).toEqual(['release:delivered']);
    expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 0 });
  });

  test('the guest taken off: released, his benefits leave the basket', async () => {
    const world = await start();
    const saleId = await withGuest(world, PAULA);
    const sale = unwrap(await world.cashier.member.remove({ saleId, commandId: newCommand() }, CASHIER, never));
    expect(sale.lines.map(({ netMinor }) => netMinor)).toEqual([540]);
    expect(sale.member).toBeNull();
    await world.drain();
    expect(world.states(saleId)).toEqual(['release:delivered']);
  });

  test('forgotten for an hour, or found at a start: released, and the sale goes on without him', async () => {
    const world = await start();
    const saleId = await withGuest(world, PAULA);
    await world.later(HOUR + 2 * MINUTE);
    expect(world.states(saleId)).toEqual(['release:delivered']);
    await world.identify(saleId, await codeOn(world, PHIL), 'code');
    await world.crash();
    const sale = unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never));
    expect(sale.member).toBeNull();
    expect(sale.lines).toHaveLength(1);
    await world.drain();
    expect(world.states(saleId)).toEqual(['release:delivered', 'release:delivered']);
  });
});

describe('a second scan', () => {
  test('of the same guest: goes on with the new one, and the claim waits for the older one’s release', async () => {
    const world = await start();
    const saleId = await withGuest(world, PAULA);
    unwrap(await preview(world, saleId));
    await world.offline();
    await world.online();
    await world.identify(saleId, await codeOn(world, PAULA), 'code');
    const sale = unwrap(await preview(world, saleId));
    expect(sale.lines.filter(({ name }) => name.startsWith('Cookie'))).toHaveLength(1);
    unwrap(await world.tender(saleId, 'CASH', sale.totals.dueMinor));
    unwrap(await world.hurried(world.complete(saleId)));
    await world.drain();
    expect(world.states(saleId)).toEqual(['release:delivered', 'release:dropped', 'submit:delivered']);
    const spent = (await world.postings()).filter(({ kind }) => kind === 'spend');
    expect(spent.map(({ points }) => points)).toEqual([-COOKIE]);
  });

  test('of another guest: given back at once, the first sale unchanged, the cashier told', async () => {
    const world = await start();
    const saleId = await withGuest(world, PAULA);
    const before = unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never));
    expect(codeOf(await world.tryIdentify(saleId, await codeOn(world, PHIL), 'code'))).toBe('other-member');
    await world.drain();
    expect(world.states(saleId)).toEqual(['release:owed', 'release:delivered']);
    expect(unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never))).toMatchObject({
      lines: before.lines,
      member: { identifierHint: before.member?.identifierHint },
    });
  });

  test('whose older release is not answered: a crash loses neither', async () => {
    const world = await start();
    const saleId = await withGuest(world, PAULA);
    await world.fault({ kind: 'drop-after-commit', operation: 'release', count: 1 });
    await world.identify(saleId, await codeOn(world, PAULA), 'code');
    await world.drain();
    await world.crash();
    await world.later(MINUTE);
    expect(world.states(saleId)).toEqual(['release:delivered', 'release:delivered']);
    unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
    expect(await available(world, PAULA)).toBe(2_500);
  });
});

describe('codes', () => {
  test('a lost answer is asked once more, then a new code is needed; nothing of the code is kept', async () => {
    const world = await start();
    const { saleId } = await world.open();
    await world.add(saleId, ARTICLE, 1_000);
    const code = await codeOn(world, PHIL);
    await world.fault({ kind: 'drop-after-commit', operation: 'identify', count: 1 });
    expect(codeOf(await world.tryIdentify(saleId, code, 'code'))).not.toBeNull();
    expect(world.states(saleId)).toEqual([]);
    expect(unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never)).member).toBeNull();
  });

  test('without a connection a code is refused in words; a Loyalty ID sells on and is claimed later', async () => {
    const world = await start();
    const { saleId } = await world.open();
    await world.add(saleId, ARTICLE, 1_000);
    const code = await codeOn(world, PHIL);
    await world.offline();
    expect(codeOf(await world.tryIdentify(saleId, code, 'code'))).toBe('code-needs-connection');
    await world.identify(saleId, LOY, 'membership-key');
    unwrap(await world.tender(saleId, 'CASH', 180));
    unwrap(await world.hurried(world.complete(saleId)));
    expect(world.states(saleId)).toEqual(['identify:queued', 'submit:queued']);
    await world.online();
    await world.later(MINUTE);
    expect(world.states(saleId)).toEqual(['identify:delivered', 'submit:delivered']);
    expect((await world.balance(LOY)).points).toBeGreaterThan(640);
  });

  test('a Loyalty ID that nobody has, taken offline, ends as a sale without a guest', async () => {
    const world = await start();
    const { saleId } = await world.open();
    await world.add(saleId, ARTICLE, 1_000);
    await world.offline();
    await world.identify(saleId, 'de300000-0000-4000-8000-000000000099', 'membership-key');
    unwrap(await world.tender(saleId, 'CASH', 180));
    unwrap(await world.hurried(world.complete(saleId)));
    await world.online();
    await world.later(MINUTE);
    expect(world.states(saleId)).toEqual(['identify:closed', 'submit:dropped', 'submit-unclaimed:delivered']);
  });
});

describe('rewards', () => {
  test('the outage after the reservation honours it; before it, the sale does not complete with it', async () => {
    const world = await start();
    const reserved = await withGuest(world, PAULA);
    unwrap(await preview(world, reserved));
    await world.offline();
    unwrap(await world.tender(reserved, 'CASH', 540));
    unwrap(await world.hurried(world.complete(reserved)));
    await world.online();
    await world.later(MINUTE);
    expect(world.states(reserved)).toEqual(['release:dropped', 'submit:delivered']);

    const chosen = await withGuest(world, PAULA);
    await world.offline();
    expect((await preview(world, chosen)).ok).toBe(false);
    unwrap(await world.tender(chosen, 'CASH', 540));
    expect(codeOf(await world.complete(chosen))).toBe('benefit-not-confirmed');
  });

  test('a claim refused next day has two ways out; without the reward it is claimed once', async () => {
    const world = await start();
    const saleId = await withGuest(world, PAULA);
    unwrap(await preview(world, saleId));
    await world.offline();
    unwrap(await world.tender(saleId, 'CASH', 540));
    unwrap(await world.hurried(world.complete(saleId)));
    await world.control.setFaults({ offline: false });
    await world.fault({ kind: 'unknown-code', operation: 'submit', code: 'TransactionInsufficientPoints', count: 1 });
    await world.online();
    await world.later(MINUTE);
    const refused = world.operation(saleId, 'submit');
    expect(refused).toMatchObject({ state: 'parked', happened: 0 });
    const { row } = unwrap(await world.manager.queue.get({ id: refused.id }, CASHIER, never));
    expect(row.waysOut.map(({ id }) => id)).toEqual(['without-benefits', 'as-unclaimed']);
    const order = { commandId: newCommand(), id: refused.id, wayOut: 'without-benefits', reason: 'the guest has gone' };
    unwrap(await world.manager.queue.takeWayOut(order, CASHIER, never));
    await world.later(MINUTE);
    expect(world.states(saleId)).toEqual(['release:dropped', 'submit:closed', 'submit:delivered']);
    expect((await world.postings()).filter(({ kind }) => kind === 'spend')).toEqual([]);
  });
});
