import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src-shared/time/clock.ts';
import { ContractTill } from '../contract-till.test-support.ts';
import { paid, started, submitted } from './covalent-world.test-support.ts';
import { aLine, aReturn, aSale, cash } from './queue.test-support.ts';

const signal = new AbortController().signal;
const LOST = 'lost-after-commit';

describe('the key, and what comes after it (contract section 10)', () => {
  test('no key on reads; the same one on every repeat, answered with the first answer', async () => {
    const world = await started();
    const { till, id } = await submitted(world, LOST);
    await world.backEnd.identify(world.member, null, signal);
    expect(await till.send(id)).toMatchObject({ kind: 'done', answer: { pointsEarned: 50 } });
    const keys = (await world.control.callProgram('covalent', 'keys')) as readonly Record<string, unknown>[];
    expect(keys).toMatchObject([{ key: till.get(id).key, repeats: 1, otherBody: 0 }]);
  });

  test('a refusal kept under the key is the first try’s own answer', async () => {
    const world = await started();
    const till = new ContractTill(world.backEnd, world.clock, world.member);
    till.plan({ kind: 'pay', sale: world.openSale(9_000, 'member-1'), amountMinor: 9_000, evidence: {} });
    const { id } = till.find('pay');
    await world.breakNext('pay', LOST);
    await till.send(id);
    expect(await till.send(id)).toMatchObject({
      kind: 'refused',
      code: 'insufficient_balance',
      onRepeat: 'means-absent',
    });
    expect(till.get(id)).toMatchObject({ state: 'closed', happened: 0 });
  });

  test('beyond it an execution of several rules is one match, on whatever page', async () => {
    const world = await started({
      program: {
        rules: [
          { id: 'a', name: 'A', basisPoints: 500 },
          { id: 'b', name: 'B', basisPoints: 100 },
        ],
      },
    });
    const { till, id } = await submitted(world, LOST);
    world.clock.advance(8 * HOUR);
    expect(await till.resolve(id)).toMatchObject({ kind: 'done', answer: { pointsEarned: 60 } });
    till.plan({ kind: 'void', sale: aSale({ memberKeyId: 'member-1' }) });
    await till.drain();
    expect(await world.balance()).toBe(5_000);
  });

  test('two lists ten minutes apart prove it absent, then a new key and the same reference', async () => {
    const world = await started();
    const { till, id, sold } = await submitted(world, 'lost-before-commit');
    const { key } = till.get(id);
    world.clock.advance(8 * HOUR);
    expect(await till.resolve(id)).toMatchObject({ kind: 'ask-again', afterMs: 10 * MINUTE });
    world.clock.advance(9 * MINUTE);
    expect(await till.resolve(id)).toMatchObject({ kind: 'ask-again', afterMs: MINUTE });
    world.clock.advance(MINUTE);
    expect(await till.resolve(id)).toMatchObject({ kind: 'absent' });
    expect(till.get(id).key).not.toBe(key);
    expect(JSON.parse(till.request(id).body)).toMatchObject({ external_reference: `${sold.saleId}-E` });
    await till.drain();
    expect(await world.standingSales(sold.reference)).toBe(1);
  });

  test('a list that is late does not bring it twice', async () => {
    const world = await started({ program: { listingLagMs: 8 * HOUR + 5 * MINUTE } });
    const { till, id, sold } = await submitted(world, LOST);
    world.clock.advance(8 * HOUR);
    await till.askUntilSettled(id);
    expect(till.get(id).state).toBe('delivered');
    expect(await world.standingSales(sold.reference)).toBe(1);
  });

  test('a payment is found, and one that is in no list is left to a person', async () => {
    const world = await started();
    const found = await paid(world, LOST);
    world.clock.advance(8 * HOUR);
    expect(await found.till.resolve(found.id)).toMatchObject({ kind: 'done', answer: { pointsRedeemed: 400 } });
    const other = await started();
    const lost = await paid(other, 'lost-before-commit');
    other.clock.advance(8 * HOUR);
    await lost.till.askUntilSettled(lost.id);
    expect(lost.till.get(lost.id)).toMatchObject({ state: 'parked', happened: null });
  });

  test('several under one reference, or no permission to list: left to a person', async () => {
    const world = await started();
    const { till, id } = await submitted(world);
    const again = await submitted(world, LOST);
    world.clock.advance(8 * HOUR);
    expect(await again.till.resolve(again.id)).toMatchObject({ kind: 'cannot-tell', code: 'several-matches' });
    expect(till.get(id).state).toBe('delivered');
    const blind = await started({ program: { forbidden: ['transactions'] } });
    const unseen = await submitted(blind, LOST);
    blind.clock.advance(8 * HOUR);
    expect(await unseen.till.resolve(unseen.id)).toMatchObject({ kind: 'cannot-tell', code: 'http-403' });
  });

  test('a lost void is looked up by what it was to undo', async () => {
    const world = await started();
    for (const breakage of [LOST, 'lost-before-commit'] as const) {
      const { till, sold } = await submitted(world);
      till.plan({ kind: 'void', sale: sold });
      const { id } = till.find('cancel-sale');
      await world.breakNext('cancel-sale', breakage);
      await till.send(id);
      world.clock.advance(8 * HOUR);
      await till.drain();
      expect(till.get(id).state).toBe('delivered');
    }
    expect(await world.balance()).toBe(5_000);
  });
});

describe('paying', () => {
  test('a lost cancel is looked up after its key, by the payment', async () => {
    const world = await started();
    for (const breakage of [LOST, 'lost-before-commit'] as const) {
      const { till, sale } = await paid(world);
      till.plan({ kind: 'void', sale: { ...sale, state: 'abandoned' } });
      const { id } = till.find('cancel-payment');
      await world.breakNext('cancel-payment', breakage);
      await till.send(id);
      world.clock.advance(8 * HOUR);
      const resolution = await till.resolve(id);
      expect(resolution.kind).toBe(breakage === LOST ? 'done' : 'absent');
      await till.drain();
      expect(till.get(id).state).toBe('delivered');
    }
    expect(await world.balance()).toBe(5_000);
  });

  test('waits for somebody outside: not final, then decided', async () => {
    const world = await started({ program: { externalApproval: 'redemptions' } });
    const decide = (decision: string) => world.control.callProgram('covalent', 'approve', { decision });
    const approved = await paid(world);
    expect(approved.delivery).toMatchObject({ kind: 'not-final', answer: { facts: { transactionId: /^tx_/ } } });
    expect(await approved.till.resolve(approved.id)).toMatchObject({ kind: 'ask-again', afterMs: 30_000 });
    await decide('approve');
    expect(await approved.till.resolve(approved.id)).toMatchObject({ kind: 'done' });
    const rejected = await paid(world);
    await decide('reject');
    expect(await rejected.till.resolve(rejected.id)).toMatchObject({ kind: 'refused', code: 'rejected' });
    expect(rejected.till.get(rejected.id)).toMatchObject({ state: 'closed', happened: 0 });
    expect(await world.balance()).toBe(4_600);
  });

  test('a rejected one is refused, and the member may still earn', async () => {
    const world = await started({ member: { status: 'blocked' } });
    expect((await paid(world)).delivery).toMatchObject({ kind: 'refused', code: 'member_blocked' });
    const { till, id } = await submitted(world);
    expect(till.get(id).state).toBe('delivered');
  });

  test('what may be spent is said beside a hidden balance, and without look-up at all', async () => {
    const hidden = await started({ program: { partners: { COMET_POINTS: { balanceVisible: false } } } });
    expect(await hidden.backEnd.identify(hidden.member, null, signal)).toMatchObject({
      value: { member: { balancePoints: null, spendableMinor: 5_000 } },
    });
    const off = await started({ till: { memberLookup: 'off' } });
    expect(await off.backEnd.identify(off.member, null, signal)).toMatchObject({
      value: { member: { status: 'not checked', active: true, spendableMinor: 5_000, identifiers: off.member } },
    });
    const rich = await started({ till: { spendableUpToMinor: 1_000 } });
    expect(await rich.backEnd.identify(rich.member, null, signal)).toMatchObject({
      value: { member: { balancePoints: 5_000, spendableMinor: 1_000 } },
    });
    expect(await rich.backEnd.identify(rich.member, aSale(), signal)).toMatchObject({
      value: { member: { spendableMinor: 1_240 } },
    });
    const estimated = await started({ program: { forbidden: ['redemption'], price: { points: 5, minor: 4 } } });
    expect(await estimated.backEnd.identify(estimated.member, null, signal)).toMatchObject({
      value: { member: { balancePoints: 5_000, spendableMinor: 4_000 } },
    });
  });
});

describe('the identify form follows the program', () => {
  test('two fields: asked for, sent, and refused when one is wrong', async () => {
    const world = await started({
      till: { loyaltyCurrency: 'ATLAS_MILES' },
      member: { currencyId: 'ATLAS_MILES', identifiers: { last_name: 'Žofie Çelik-Ångström 李' } },
    });
    expect(await world.backEnd.identifyForm(signal)).toMatchObject({
      value: [{ method: 'card', label: 'Traveller number', details: [{ field: 'last_name', label: 'Last name' }] }],
    });
    const named = (value: string) => [...world.member, { method: 'detail' as const, field: 'last_name', value }];
    expect(await world.backEnd.identify(named('žofie çelik-ångström 李 '), null, signal)).toMatchObject({ kind: 'ok' });
    expect(await world.backEnd.identify(named('Other'), null, signal)).toMatchObject({ notFound: true });
    expect(await world.backEnd.identify(world.member, null, signal)).toMatchObject({
      kind: 'refused',
      notFound: false,
    });
    const till = new ContractTill(world.backEnd, world.clock, named('Žofie Çelik-Ångström 李'));
    till.plan({ kind: 'complete', sale: aSale({ memberKeyId: 'member-1' }), original: null });
    expect(await till.send(till.find('submit').id)).toMatchObject({ kind: 'done' });
  });

  test('a program without look-up takes the member as typed; an unknown program is named', async () => {
    const world = await started({ program: { partners: { COMET_POINTS: { lookupAvailable: false } } } });
    expect(await world.backEnd.identify(world.member, null, signal)).toMatchObject({ why: 'forbidden' });
    await world.backEnd.identifyForm(signal);
    expect(await world.backEnd.identify(world.member, null, signal)).toMatchObject({
      value: { member: { status: 'not checked', spendableMinor: 5_000 } },
    });
    const elsewhere = await started({ path: '/public/v2.0' });
    expect(await elsewhere.backEnd.identifyForm(signal)).toMatchObject({
      kind: 'refused',
      code: 'http-404',
      notFound: false,
      text: expect.stringContaining('baseUrl'),
    });
    const wrong = await started({ till: { loyaltyCurrency: 'COMET' } });
    expect(await wrong.backEnd.identifyForm(signal)).toMatchObject({ kind: 'refused', code: 'unknown-program' });
  });

  test('preview is what the sale then earns', async () => {
    const world = await started({ till: { nonEarningDepartments: ['CHARGES'] } });
    const lines = [aLine(), aLine({ lineId: '2', departmentCode: 'CHARGES' })];
    const draft = { sale: aSale({ state: 'open', tenders: [], lines }), member: world.member, known: [] };
    expect(await world.backEnd.preview(draft, signal)).toMatchObject({ value: { pointsToEarn: 62, estimate: false } });
    expect(await world.backEnd.preview({ ...draft, sale: aSale({ lines: lines.slice(1) }) }, signal)).toMatchObject({
      value: { pointsToEarn: 0 },
    });
  });
});

describe('parts of a sale come back', () => {
  test('by links of a chain, until nothing is left; lost answers included', async () => {
    const world = await started();
    const { till, sale, id: payId } = await paid(world);
    const tenders = [{ ...cash(400), tenderId: 'points', type: 'POINTS' as const, payOperationId: payId }, cash(600)];
    const sold = { ...sale, state: 'completed' as const, closedAtMs: world.clock.nowMs(), tenders };
    till.plan({ kind: 'complete', sale: sold, original: null });
    await till.drain();
    expect(await world.balance()).toBe(5_000 - 400 + 30);

    const giveBack = (amountMinor: number, pointsMinor: number): void => {
      const returned = aReturn(amountMinor, pointsMinor, { closedAtMs: world.clock.nowMs() });
      const own = returned.tenders.map((one) =>
        one.payOperationId === null ? one : { ...one, payOperationId: payId },
      );
      const original = { sale: sold, operations: till.known, returned: [] };
      till.plan({ kind: 'complete', sale: { ...returned, tenders: own }, original });
      // The operations belong to the sale that is returned from.
      till.plan({ kind: 'member-removed', sale: sold });
    };
    giveBack(-500, 0);
    await world.breakNext('adjust', LOST);
    await till.drain();
    // 5.00 is left, of which 1.00 was paid in money.
    expect(await world.balance()).toBe(5_000 - 400 + 5);
    giveBack(-250, -150);
    for (const breakage of [LOST, LOST] as const) await world.breakNext('adjust', breakage);
    await till.drain();
    expect(await world.balance()).toBe(5_000 - 250);
    giveBack(-250, -250);
    await till.drain();
    expect(await world.balance()).toBe(5_000);
    expect(await world.standingSales(sale.reference)).toBe(0);
    expect(till.known.map(({ state }) => state)).not.toContain('parked');
  });

  test('a lost change is looked up after its key', async () => {
    const world = await started();
    for (const breakage of [LOST, 'lost-before-commit'] as const) {
      const { till, sold } = await submitted(world);
      const original = { sale: sold, operations: till.known, returned: [] };
      till.plan({ kind: 'complete', sale: aReturn(-400, 0, { closedAtMs: world.clock.nowMs() }), original });
      till.plan({ kind: 'member-removed', sale: sold });
      const { id } = till.find('adjust');
      await world.breakNext('adjust', breakage);
      await till.send(id);
      world.clock.advance(8 * HOUR);
      await till.drain();
      expect(till.get(id).state).toBe('delivered');
    }
    expect(await world.balance()).toBe(5_000 + 2 * 30);
  });

  test('what became final stays, and is said', async () => {
    const world = await started();
    const { till, sold, id } = await submitted(world);
    expect(world.backEnd.canUndo(till.get(id), till.known, world.clock.nowMs())).toEqual({ offered: true });
    world.clock.advance(14 * DAY);
    expect(world.backEnd.canUndo(till.get(id), till.known, world.clock.nowMs())).toMatchObject({ offered: false });
    const original = { sale: sold, operations: till.known, returned: [] };
    expect(
      till.plan({ kind: 'complete', sale: aReturn(-400, 0, { closedAtMs: world.clock.nowMs() }), original }),
    ).toEqual([]);
    till.plan({ kind: 'void', sale: sold });
    await till.drain();
    expect(till.find('cancel-sale')).toMatchObject({ state: 'parked', happened: 0 });
  });
});
