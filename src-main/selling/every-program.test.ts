import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src-shared/time/clock.ts';
import type { Program } from '../training/posting.ts';
import { ARTICLE, CASHIER, codeOf, MANAGER, never, newCommand, TillWorld, unwrap } from './till-world.test-support.ts';

interface MemberOf {
  readonly backEnd: Program;
  readonly method: 'card' | 'membership-key';
  /** Invented, with more points than these sales take. */
  readonly value: string;
}

const MEMBERS: readonly MemberOf[] = [
  { backEnd: 'rekonect', method: 'card', value: '9900000000011' },
  { backEnd: 'rbi', method: 'membership-key', value: 'de300000-0000-4000-8000-000000000018' },
  { backEnd: 'pomelo', method: 'card', value: 'crd-DEMO-PAULA' },
  { backEnd: 'covalent', method: 'card', value: 'LC-DEMO-RICH' },
];

/** Ten coffees are 18.00. */
const TOTAL = 1_800;
const PAID = 400;
const NOTHING = { points: 0, salesMinor: 0 };

/** One way for every program: nothing here names what a program can do but its own capabilities. */
describe.each(MEMBERS)('$backEnd', ({ backEnd, method, value }) => {
  const start = (): Promise<TillWorld> => TillWorld.start({ backEnd });

  async function sold(world: TillWorld, withMember: boolean, payMinor = 0): Promise<string> {
    const { saleId } = await world.open();
    await world.add(saleId, ARTICLE, 10_000);
    if (withMember) await world.identify(saleId, value, method);
    if (payMinor > 0) unwrap(await world.pay(saleId, payMinor));
    unwrap(await world.tender(saleId, 'CASH', TOTAL - payMinor));
    unwrap(await world.hurried(world.complete(saleId)));
    return saleId;
  }

  test('sold, paid with points where there is such a thing, and voided: the ledger is as before', async () => {
    const world = await start();
    const { payWithPoints } = world.parts.backEnd.capabilities;
    const saleId = await sold(world, true, payWithPoints.offered ? PAID : 0);
    await world.drain();
    expect((await world.ledgerSum()).salesMinor).toBe(TOTAL);
    const shown = await world.effects(saleId);
    expect(shown.effects.map(({ kind }) => kind)).not.toContain('cannot-be-undone');
    unwrap(await world.void(saleId));
    await world.later(MINUTE);
    expect(await world.ledgerSum()).toEqual(NOTHING);
    expect(world.operations(saleId).filter(({ endedAtMs }) => endedAtMs === null)).toEqual([]);
  });

  test('where points are no tender, that is said and nothing is taken', async () => {
    const world = await start();
    const { saleId } = await world.open();
    await world.add(saleId, ARTICLE, 10_000);
    await world.identify(saleId, value, method);
    const paid = await world.pay(saleId, PAID);
    expect(codeOf(paid)).toBe(world.parts.backEnd.capabilities.payWithPoints.offered ? null : 'not-offered-by-program');
    unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
    await world.later(MINUTE);
    expect(await world.ledgerSum()).toEqual(NOTHING);
  });

  test('sold without a connection, once with the member and once without, and sent afterwards', async () => {
    const world = await start();
    await world.offline();
    const withMember = await sold(world, true);
    const without = await sold(world, false);
    expect(await world.ledgerSum()).toEqual(NOTHING);
    await world.online();
    await world.later(MINUTE);
    const { claim } = world.parts.backEnd.capabilities;
    expect((await world.ledgerSum()).salesMinor).toBe(claim === 'held' ? TOTAL : 2 * TOTAL);
    expect(world.operation(withMember, 'submit').state).toBe('delivered');
    expect(world.states(without)).toEqual(claim === 'held' ? [] : ['submit-unclaimed:delivered']);
  });

  test('voided while nobody knows whether the sale arrived: the ledger is as before', async () => {
    const world = await start();
    await world.fault({ kind: 'drop-after-commit', operation: 'submit', count: 1 });
    const saleId = await sold(world, true);
    expect(world.operation(saleId, 'submit').state).toBe('unknown');
    unwrap(await world.void(saleId));
    await world.later(MINUTE);
    await world.later(MINUTE);
    expect(await world.ledgerSum()).toEqual(NOTHING);
  });

  test('a sale without a member is claimed by the till, or by the program alone', async () => {
    const world = await start();
    const saleId = await sold(world, false);
    await world.drain();
    const { claim } = world.parts.backEnd.capabilities;
    const code = world.parts.stores.unclaimed.bySale(saleId)?.claimCode;
    if (claim === 'by-program') {
      expect(code).toBeUndefined();
      return;
    }
    const order = { commandId: newCommand(), code: code ?? '', method, value };
    unwrap(await world.hurried(world.cashier.claim.confirm(order, MANAGER, never)));
    await world.later(MINUTE);
    expect((await world.ledgerSum()).salesMinor).toBe(TOTAL);
    unwrap(await world.void(saleId));
    await world.later(MINUTE);
    expect(await world.ledgerSum()).toEqual(NOTHING);
  });

  test('a part is returned: corrected, or said before it is confirmed that it stays', async () => {
    const world = await start();
    const saleId = await sold(world, true);
    await world.drain();
    const before = await world.ledgerSum();
    const lines = [{ lineId: '1', quantityThousandths: 4_000 }];
    const { effects, fingerprint } = unwrap(
      await world.cashier.history.effectsOfReturn({ saleId, lines }, CASHIER, never),
    );
    const stays = effects.some(({ kind, text }) => kind === 'cannot-be-undone' && text !== null);
    const order = { saleId, commandId: newCommand(), fingerprint, lines };
    unwrap(await world.hurried(world.cashier.history.returnLines(order, CASHIER, never)));
    await world.later(MINUTE);
    const after = await world.ledgerSum();
    if (stays) expect(after).toEqual(before);
    else expect(after).toEqual({ points: (before.points * 6) / 10, salesMinor: (before.salesMinor * 6) / 10 });
  });

  test('a part that was paid with points goes back as points, or is refused with the reason', async () => {
    const world = await start();
    const { payWithPoints, replay } = world.parts.backEnd.capabilities;
    if (!payWithPoints.offered) return;
    const paidMinor = 1_500;
    const saleId = await sold(world, true, paidMinor);
    await world.drain();
    const lines = [{ lineId: '1', quantityThousandths: 4_000 }];
    const shown = await world.cashier.history.effectsOfReturn({ saleId, lines }, CASHIER, never);
    if (replay.adjust === null) {
      expect(codeOf(shown)).toBe('not-offered-by-program');
      return;
    }
    const { effects, fingerprint } = unwrap(shown);
    // Four coffees are 7.20: the 3.00 that were money first, the rest as points.
    expect(effects.slice(0, 2)).toMatchObject([
      { kind: 'money-back', amountMinor: 300 },
      { kind: 'points-given-back', amountMinor: 420 },
    ]);
    const order = { saleId, commandId: newCommand(), fingerprint, lines };
    const receipt = unwrap(await world.hurried(world.cashier.history.returnLines(order, CASHIER, never)));
    await world.later(MINUTE);
    const ofReturn = await world.effects(receipt.saleId);
    expect(ofReturn.effects.map(({ kind }) => kind)).toContain('cannot-be-undone');
    const spent = (await world.postings()).filter(({ kind }) => kind === 'spend' || kind === 'spend-cancel');
    expect(spent.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(paidMinor - 420);
    const again = unwrap(await world.cashier.history.effectsOfReturn({ saleId, lines }, CASHIER, never));
    expect(again.effects[0]).toMatchObject({ kind: 'points-given-back', amountMinor: 720 });
  });

  test('everything returned, then that return voided: the program is told, or the cashier that it stays', async () => {
    const world = await start();
    const saleId = await sold(world, true);
    await world.drain();
    const lines = [{ lineId: '1', quantityThousandths: 10_000 }];
    const { fingerprint } = unwrap(await world.cashier.history.effectsOfReturn({ saleId, lines }, CASHIER, never));
    const order = { saleId, commandId: newCommand(), fingerprint, lines };
    const { saleId: returnId } = unwrap(await world.hurried(world.cashier.history.returnLines(order, CASHIER, never)));
    await world.later(MINUTE);
    const returned = await world.ledgerSum();
    const { effects } = await world.effects(returnId);
    unwrap(await world.void(returnId));
    await world.later(MINUTE);
    const isTold = world.operations(returnId).length > 0;
    const changedItsSale = returned.salesMinor === 0 && !isTold;
    expect(effects.some(({ kind }) => kind === 'cannot-be-undone')).toBe(changedItsSale);
    expect((await world.ledgerSum()).salesMinor).toBe(isTold ? TOTAL : returned.salesMinor);
  });
});
