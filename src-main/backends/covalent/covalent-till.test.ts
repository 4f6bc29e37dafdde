import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src-shared/time/clock.ts';
import {
  ARTICLE,
  CASHIER,
  codeOf,
  MANAGER,
  never,
  newCommand,
  TillWorld,
  unwrap,
} from '../../selling/till-world.test-support.ts';
import type { CovalentSettingsPatch } from '../../training/covalent/covalent-options.ts';

// A whole till against the simulator: what only the queue, the file and the program together can show.

const RICH = 'LC-DEMO-RICH';
const START = 250_000;
/** Ten coffees. */
const TOTAL = 1_800;

async function started(program: CovalentSettingsPatch = {}): Promise<TillWorld> {
  const world = await TillWorld.start({ backEnd: 'covalent' });
  await world.control.applySettings({ covalent: program });
  return world;
}

async function basket(world: TillWorld): Promise<string> {
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 10_000);
  await world.identify(saleId, RICH);
  return saleId;
}

/** Ten coffees for the member, with so much of it paid in points. */
async function sold(world: TillWorld, payMinor = 0): Promise<string> {
  const saleId = await basket(world);
  if (payMinor > 0) unwrap(await world.pay(saleId, payMinor));
  unwrap(await world.tender(saleId, 'CASH', TOTAL - payMinor));
  unwrap(await world.hurried(world.complete(saleId)));
  return saleId;
}

const decide = (world: TillWorld, decision: 'approve' | 'reject') =>
  world.control.callProgram('covalent', 'approve', { decision });

describe('a payment that somebody outside has to approve (section 10 rule 11)', () => {
  const OUTCOMES = [
    ['approve', ['pay:delivered', 'cancel-payment:delivered']],
    ['reject', ['pay:closed', 'cancel-payment:dropped']],
  ] as const;

  test.each(OUTCOMES)(
    'the cashier takes cash, the till dies, then they %s: nothing of it stays',
    async (decision, ends) => {
      const world = await started({ externalApproval: 'redemptions' });
      const saleId = await basket(world);
      expect(unwrap(await world.pay(saleId, 400))).toMatchObject({ result: 'undecided' });
      await world.crash();
      unwrap(await world.tender(saleId, 'CASH', TOTAL));
      expect(world.states(saleId)).toEqual(['pay:unknown', 'cancel-payment:queued']);
      unwrap(await world.hurried(world.complete(saleId)));
      await world.crash();
      await world.later(HOUR);
      expect(world.states(saleId).slice(0, 2)).toEqual(['pay:unknown', 'cancel-payment:queued']);
      expect(world.operation(saleId, 'pay').attempts).toBe(0);
      await decide(world, decision);
      await world.later(HOUR);
      expect(world.states(saleId)).toEqual([...ends, 'submit:delivered']);
      expect(await world.points(RICH)).toBe(START + TOTAL / 20);
    },
  );

  test('rejected while the cashier waits: refused, and not sent a second time', async () => {
    const world = await started({ externalApproval: 'redemptions' });
    const saleId = await basket(world);
    unwrap(await world.pay(saleId, 400));
    await decide(world, 'reject');
    await world.clock.advanceAsync(MINUTE);
    expect(
      unwrap(await world.cashier.payment.askAgain({ saleId, commandId: newCommand() }, CASHIER, never)),
    ).toMatchObject({
      result: 'refused',
      reason: expect.stringContaining('rejected'),
    });
    expect(world.states(saleId)).toEqual(['pay:closed', 'cancel-payment:dropped']);
    expect((await world.postings()).map(({ kind }) => kind)).toEqual(['spend', 'spend-cancel']);
  });

  test('approved while the cashier waits: a tender', async () => {
    const world = await started({ externalApproval: 'redemptions' });
    const saleId = await basket(world);
    unwrap(await world.pay(saleId, 400));
    await decide(world, 'approve');
    await world.clock.advanceAsync(MINUTE);
    expect(
      unwrap(await world.cashier.payment.askAgain({ saleId, commandId: newCommand() }, CASHIER, never)),
    ).toMatchObject({
      result: 'confirmed',
    });
  });

  test.each([
    ['approve', ['submit:delivered', 'cancel-sale:delivered']],
    ['reject', ['submit:closed', 'cancel-sale:dropped']],
  ] as const)('a sale is voided while they decide about its points, then they %s', async (decision, ends) => {
    const world = await started({ externalApproval: 'accruals' });
    const saleId = await sold(world);
    expect(world.states(saleId)).toEqual(['submit:unknown']);
    unwrap(await world.void(saleId));
    await world.later(MINUTE);
    await decide(world, decision);
    await world.later(MINUTE);
    expect(world.states(saleId)).toEqual(ends);
    expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 0 });
  });
});

async function giveBack(world: TillWorld, saleId: string, pieces: number): Promise<void> {
  const lines = [{ lineId: '1', quantityThousandths: pieces * 1_000 }];
  const { fingerprint } = unwrap(await world.cashier.history.effectsOfReturn({ saleId, lines }, CASHIER, never));
  const order = { saleId, commandId: newCommand(), fingerprint, lines };
  unwrap(await world.hurried(world.cashier.history.returnLines(order, CASHIER, never)));
  await world.drain();
}

describe('returns of a sale that was partly paid with points', () => {
  test('four of them, a link of the chain lost beyond its key and the till dead in between: all comes back once', async () => {
    const world = await started();
    const saleId = await sold(world, 1_500);
    await giveBack(world, saleId, 4);
    await world.fault({ kind: 'drop-after-commit', operation: 'adjust', count: 2 });
    await giveBack(world, saleId, 2);
    await giveBack(world, saleId, 2);
    const open = () => world.states(saleId).filter((state) => /unknown|queued|parked/.test(state));
    expect(open().length).toBeGreaterThan(0);
    await world.offline();
    await world.crash();
    await world.clock.advanceAsync(8 * HOUR);
    await world.online();
    await world.later(2 * MINUTE);
    await world.later(11 * MINUTE);
    await giveBack(world, saleId, 2);
    await world.later(MINUTE);
    expect(open()).toEqual([]);
    expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 0 });
  });

  test('one is refused after the goods came back: it stays listed, and a retry goes out under a new key', async () => {
    const world = await started();
    const saleId = await sold(world, 1_500);
    await giveBack(world, saleId, 4);
    await world.fault({ kind: 'unknown-code', operation: 'adjust', count: 1 });
    await giveBack(world, saleId, 2);
    const refused = world.operations(saleId).find(({ state }) => state === 'parked');
    expect(refused).toMatchObject({ kind: 'adjust', happened: 0, errorCode: 'code_of_no_document' });
    const { key } = refused ?? { key: '' };
    const retry = { commandId: newCommand(), id: refused?.id ?? '', reason: 'asked the program' };
    unwrap(await world.manager.queue.retry(retry, MANAGER, never));
    await world.later(MINUTE);
    expect(world.operations(saleId).map(({ state }) => state)).not.toContain('parked');
    expect(world.operations(saleId).find(({ id }) => id === refused?.id)?.key).not.toBe(key);
    await giveBack(world, saleId, 4);
    await world.later(MINUTE);
    expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 0 });
  });
});

test('offline for longer than points stay pending: the release counts from when it is sent, so a void still works', async () => {
  const world = await started();
  await world.offline();
  const saleId = await sold(world);
  await world.crash();
  world.clock.set(world.clock.nowMs() + 20 * DAY);
  await world.online();
  await world.later(MINUTE);
  expect(world.states(saleId)).toEqual(['submit:delivered']);
  expect(codeOf(await world.void(saleId))).toBeNull();
  await world.later(MINUTE);
  expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 0 });
});

test('a program that asks for two fields: both are kept offline, and asked for when a sale is claimed', async () => {
  const memberFields = [
    { id: 'id', label: 'Traveller number' },
    { id: 'last_name', label: 'Last name' },
  ];
  const settings = { loyaltyCurrency: 'ATLAS_MILES', memberFields };
  const world = await TillWorld.start({ backEnd: 'covalent', settings });
  const details = { last_name: 'Twofield' };
  const value = 'AT-DEMO-TWOFIELD';
  await world.offline();
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 10_000);
  expect(codeOf(await world.tryIdentify(saleId, value))).toBe('id-detail-missing');
  unwrap(await world.tryIdentify(saleId, value, 'card', details));
  unwrap(await world.tender(saleId, 'CASH', TOTAL));
  unwrap(await world.hurried(world.complete(saleId)));
  const held = await world.sell({ pieces: 10 });
  await world.online();
  await world.later(MINUTE);
  const code = world.parts.stores.unclaimed.bySale(held.saleId)?.claimCode ?? '';
  const claim = (given: Readonly<Record<string, string>>) => {
    const order = { commandId: newCommand(), code, method: 'card' as const, value, details: given };
    return world.hurried(world.cashier.claim.confirm(order, MANAGER, never));
  };
  expect(codeOf(await claim({}))).toBe('id-detail-missing');
  unwrap(await claim(details));
  await world.later(MINUTE);
  expect([...world.states(saleId), ...world.states(held.saleId)]).toEqual(['submit:delivered', 'submit:delivered']);
});
