import { describe, expect, onTestFinished, test } from 'vitest';
import { DAY } from '../../../src-shared/time/clock.ts';
import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import { ControlClient } from '../../training/control-client.ts';
import { createSimulator } from '../../training/create-simulator.ts';
import { type PomeloSettingsPatch, TRAINING_CLIENT } from '../../training/pomelo/pomelo-options.ts';
import { FAULTS } from '../contract-faults.test-support.ts';
import { contractSuite } from '../contract-suite.ts';
import { ContractTill } from '../contract-till.test-support.ts';
import type { ContractStep, ContractWorld } from '../contract-world.test-support.ts';
import { createPomelo } from './pomelo.ts';
import { pomeloTrialConfig } from './pomelo-config.ts';
import type { PomeloSettingsInput } from './pomelo-settings.ts';
import { aSale, OPENED_AT, someSettings } from './queue.test-support.ts';

const CARD = 'crd-CONTRACT1';
const USER = 'usr-CONTRACT1';

/** A first 401 is answered with a new token and the same request again. */
const FAULTS_HERE = { ...FAULTS, 'not-signed-in': { kind: '401', count: 2 } } as const;

const simulatedOperation = (step: ContractStep): string =>
  step === 'identify' || step === 'preview' ? 'balance' : step;

interface PomeloWorld extends ContractWorld {
  readonly control: ControlClient;
  set(settings: PomeloSettingsPatch): Promise<void>;
}

async function start(till: Partial<PomeloSettingsInput> = {}): Promise<PomeloWorld> {
  const clock = new ManualClock(OPENED_AT);
  const simulator = await createSimulator({ folder: null, machineNowMs: () => clock.nowMs() });
  const control = new ControlClient(simulator);
  await control.addMembers('pomelo', [{ cardId: CARD, userId: USER, openingPoints: 500_000 }]);
  const open = (apiKey: string) =>
    createPomelo(
      pomeloTrialConfig.parse({
        baseUrl: simulator.urls.pomelo,
        apiKey,
        branchId: 'B1',
        posId: 'P1',
        currency: 'EUR',
        timeouts: { connectMs: 300, headersMs: 300, bodyMs: 300 },
        settings: someSettings({ clientId: TRAINING_CLIENT.clientId, audience: TRAINING_CLIENT.audience, ...till }),
      }),
      clock,
    );
  const backEnd = open(TRAINING_CLIENT.clientSecret);
  const stranger = open('some-other-secret');
  return {
    backEnd,
    stranger,
    clock,
    control,
    member: [{ method: 'card', value: CARD }],
    unknownMember: { method: 'card', value: 'crd-NOBODY' },
    secret: TRAINING_CLIENT.clientSecret,
    openSale: (priceMinor, memberKeyId) =>
      aSale(priceMinor, { state: 'open', closedAtMs: null, memberKeyId, tenders: [] }),
    breakNext: async (step, breakage) => {
      await control.setFaults({ add: [{ count: 1, ...FAULTS_HERE[breakage], operation: simulatedOperation(step) }] });
    },
    setOffline: async (offline) => {
      await control.setFaults({ offline });
    },
    balance: async () =>
      ((await control.balances()).find(({ memberId }) => memberId === USER)?.points ?? Number.NaN) / 100,
    standingSales: async (reference) => {
      const postings = await control.postingsOf(reference);
      const count = (kind: string): number => postings.filter((posting) => posting.kind === kind).length;
      return count('sale') - count('sale-cancel');
    },
    set: async (pomelo) => await control.applySettings({ pomelo }),
    stop: async () => {
      await backEnd.close();
      await stranger.close();
      await control.close();
      await simulator.stop();
    },
  };
}

contractSuite('pomelo', () => start());

async function started(till: Partial<PomeloSettingsInput> = {}): Promise<PomeloWorld> {
  const world = await start(till);
  onTestFinished(() => world.stop());
  return world;
}

const signal = new AbortController().signal;
const aTill = ({ backEnd, clock, member }: PomeloWorld): ContractTill => new ContractTill(backEnd, clock, member);

/** Completes a sale of the member and answers the id of its submit. */
function sell(till: ContractTill, amountMinor: number, saleId: string): string {
  const sale = aSale(amountMinor, { saleId, reference: saleId });
  return till.plan({ kind: 'complete', sale, original: null })[0]?.id ?? 'nothing';
}

const sentAs = async ({ control }: PomeloWorld, operation: string) =>
  (await control.journal()).filter((entry) => entry.operation === operation);

describe('the access token', () => {
  test('one that ends while the queue is sent is renewed, and the same request goes out once more', async () => {
    const world = await started();
    const till = aTill(world);
    await till.send(sell(till, 1_000, 'S1'));
    await world.control.setTime(DAY + 1_000);
    expect(await till.send(sell(till, 1_000, 'S2'))).toMatchObject({ kind: 'done' });
    const tries = (await sentAs(world, 'submit')).filter(({ reference }) => reference === 'S2');
    expect(tries.map(({ status }) => status)).toEqual([401, 200]);
    expect(new Set(tries.map(({ headers }) => headers['x-idempotency-key'])).size).toBe(1);
    expect(await sentAs(world, 'token')).toHaveLength(2);
    expect(await sentAs(world, 'revoke')).toEqual([]);
  });

  test('one refused before its time is revoked; refused again, the till is not signed in', async () => {
    const world = await started();
    const till = aTill(world);
    await world.breakNext('submit', 'not-signed-in');
    const id = sell(till, 1_000, 'S1');
    expect(await till.send(id)).toMatchObject({ kind: 'not-arrived', why: 'not-signed-in' });
    expect(await sentAs(world, 'revoke')).toHaveLength(1);
    expect(await till.send(id)).toMatchObject({ kind: 'done' });
  });

  test.each([
    ['is answered by somebody else', { kind: 'garbage' }, 'no-connection', 'token-unreadable'],
    ['fails', { kind: '500-before-commit' }, 'no-connection', 'token-http-500'],
    ['is throttled', { kind: '429' }, 'throttled', 'http-429'],
    ['is refused', { kind: '401' }, 'not-signed-in', 'token-http-401'],
  ] as const)('a token call that %s blames no row', async (_name, fault, why, code) => {
    const world = await started();
    const till = aTill(world);
    await world.control.setFaults({ add: [{ ...fault, operation: 'token', count: 1 }] });
    const id = sell(till, 1_000, 'S1');
    expect(await till.send(id)).toMatchObject({ kind: 'not-arrived', why, code, status: null });
    expect(till.get(id)).toMatchObject({ state: 'queued', firstSentAtMs: null });
    expect(await till.send(id)).toMatchObject({ kind: 'done' });
  });

  test('a wrong audience is said; the other token path is as good', async () => {
    const elsewhere = await started({ audience: 'https://elsewhere.invalid' });
    expect(await elsewhere.backEnd.identify(elsewhere.member, null, signal)).toMatchObject({
      kind: 'unavailable',
      why: 'not-signed-in',
      text: expect.stringContaining('audience'),
    });
    const versioned = await started({ tokenPath: '/oauth/v1/token' });
    expect(await versioned.backEnd.identify(versioned.member, null, signal)).toMatchObject({ kind: 'ok' });
  });

  test('without the scope an operation steps aside', async () => {
    const world = await started();
    await world.set({ hasLoyaltyScope: false });
    const till = aTill(world);
    expect(await till.send(sell(till, 1_000, 'S1'))).toMatchObject({ kind: 'not-arrived', why: 'forbidden' });
  });
});

describe('pomelo alone', () => {
  test('a user’s id shows a balance and asks for the card; a card’s number goes nowhere', async () => {
    const { backEnd, control } = await started();
    expect(await backEnd.identify([{ method: 'membership-key', value: USER }], null, signal)).toMatchObject({
      kind: 'refused',
      code: 'card-needed',
      text: expect.stringContaining('5000 points'),
    });
    await control.clearJournal();
    const number = { method: 'card', value: '4000 0000 0000 0002' } as const;
    expect(await backEnd.identify([number], null, signal)).toMatchObject({ kind: 'refused', code: 'card-number' });
    expect(await control.journal()).toEqual([]);
  });

  test('figures may come as text and with parts of a point', async () => {
    const world = await started();
    await world.set({ answersText: true, roundsMoved: true });
    await world.control.addMembers('pomelo', [{ cardId: 'crd-PARTS', openingPoints: 12_050 }]);
    const member = [{ method: 'card', value: 'crd-PARTS' }] as const;
    expect(await world.backEnd.identify(member, null, signal)).toMatchObject({
      value: { member: { balancePoints: 120, spendableMinor: 120 } },
    });
    const till = new ContractTill(world.backEnd, world.clock, member);
    expect(await till.send(sell(till, 1_000, 'S1'))).toMatchObject({
      answer: { balancePoints: 170, pointsEarned: 50 },
    });
  });

  test('a balance that does not fit what was sent is kept with it; it was paid all the same', async () => {
    const world = await started();
    const till = aTill(world);
    await world.control.setFaults({ add: [{ kind: 'balance-changed', operation: 'pay', points: -1_000, count: 1 }] });
    const evidence = { balanceBefore: 5_000, balanceBeforeAtMs: OPENED_AT };
    till.plan({ kind: 'pay', sale: world.openSale(1_000, 'member-1'), amountMinor: 400, evidence });
    expect(await till.send(till.find('pay').id)).toMatchObject({
      kind: 'done',
      answer: { balancePoints: 4_590, facts: { expectedBalance: '4600', answeredBalance: '4590' } },
    });
  });

  test('where the till does not mint, it says so and sends nothing', async () => {
    const { backEnd, openSale, member, clock } = await started({ mintAtTill: false });
    const sale = openSale(1_000, 'member-1');
    expect(await backEnd.preview({ sale, member, known: [] }, signal)).toMatchObject({
      value: { pointsToEarn: null, estimate: true, notApplied: [{ cashierCanFix: false }] },
    });
    expect(backEnd.capabilities).toMatchObject({ claim: 'none' });
    expect(sell(new ContractTill(backEnd, clock, member), 1_000, 'S1')).toBe('nothing');
  });

  test('a return burns what its sale earned, and its void gives that back', async () => {
    const world = await started();
    const till = aTill(world);
    await till.send(sell(till, 1_000, 'S1'));
    await till.send(sell(till, -600, 'R1'));
    expect(await world.balance()).toBe(5_020);
    till.plan({ kind: 'void', sale: aSale(-600, { saleId: 'R1', reference: 'R1' }) });
    await till.drain();
    expect(await world.balance()).toBe(5_050);
    expect(await world.standingSales('R1')).toBe(0);
  });

  test('what a member has spent since cannot be taken back: given back is given, the take is parked, once', async () => {
    const world = await started();
    const till = aTill(world);
    const sold = aSale(1_000, { saleId: 'S1', reference: 'S1' });
    await till.send(sell(till, 1_000, 'S1'));
    await world.control.setFaults({ add: [{ kind: 'balance-changed', operation: 'cancel-sale', points: -505_000 }] });
    till.plan({ kind: 'void', sale: sold });
    const cancelId = till.find('cancel-sale').id;
    await till.drain();
    expect(till.get(cancelId)).toMatchObject({ state: 'parked', happened: 0 });
    expect(await sentAs(world, 'cancel-sale')).toHaveLength(1);
  });

  test.each([
    ['lost-after-commit', 'delivered', 4_600],
    ['lost-before-commit', 'dropped', 5_000],
  ] as const)(
    'a payment unknown for a day (%s) is settled by the balance and never repeated',
    async (breakage, state, balance) => {
      const world = await started();
      const till = aTill(world);
      const evidence = { balanceBefore: 5_000, balanceBeforeAtMs: OPENED_AT };
      till.plan({ kind: 'pay', sale: world.openSale(1_000, 'member-1'), amountMinor: 400, evidence });
      const payId = till.find('pay').id;
      await world.breakNext('pay', breakage);
      await till.send(payId);
      world.clock.advance(DAY);
      expect(till.nextStep(payId)).toBe('look-up');
      await till.resolve(payId);
      expect(till.get(payId).state).toBe(state);
      expect(await world.balance()).toBe(balance);
      expect(await sentAs(world, 'pay')).toHaveLength(1);
    },
  );
});
