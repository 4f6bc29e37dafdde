import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { OperationKind } from '../../src-shared/queue/operation.ts';
import type { Sale, Tender } from '../../src-shared/sale/sale.ts';
import type { ManualClock } from '../../src-shared/time/manual-clock.ts';
import type { BackEnd } from './backend.ts';
import { ContractTill } from './contract-till.ts';

/** What can go wrong with one call; each is to be had from a simulator by a switch. */
export type Breakage =
  | 'lost-before-commit'
  | 'lost-after-commit'
  | 'error-before-commit'
  | 'error-after-commit'
  | 'bad-gateway'
  | 'conflict'
  | 'too-early'
  | 'garbage'
  | 'slow'
  | 'half-open'
  | 'not-signed-in'
  | 'forbidden'
  /** With Retry-After: 3. */
  | 'throttled'
  /** By a code that no document knows. */
  | 'refused';

export type ContractStep = OperationKind | 'identify' | 'preview';

/** One fresh program, with one member of 5,000 units that are worth 50.00, and a till that talks to it. */
export interface ContractWorld {
  readonly backEnd: BackEnd;
  /** The same till with a key that the program does not know. */
  readonly stranger: BackEnd;
  readonly clock: ManualClock;
  readonly member: readonly MemberIdentifier[];
  readonly unknownMember: MemberIdentifier;
  /** Must be found nowhere but in the header. */
  readonly secret: string;
  /** An open sale of one line at this price for the member, or for nobody. */
  openSale(priceMinor: number, memberKeyId: string | null): Sale;
  breakNext(step: ContractStep, breakage: Breakage): Promise<void>;
  setOffline(offline: boolean): Promise<void>;
  /** The member's units by the program's own ledger. */
  balance(): Promise<number>;
  /** Sales of this reference that stand by the program's own ledger. */
  standingSales(reference: string): Promise<number>;
  stop(): Promise<void>;
}

const PRICE = 1_000;
const PAID = 400;
const START_BALANCE = 5_000;

function completed(sale: Sale, tenders: readonly Tender[]): Sale {
  return { ...sale, state: 'completed', closedAtMs: sale.openedAtMs + 60_000, tenders };
}

const cash = (amountMinor: number): Tender => ({
  tenderId: 'cash',
  type: 'CASH',
  amountMinor,
  tenderedMinor: amountMinor,
  payOperationId: null,
});

/**
 * What every back end must do against its simulator over HTTP: done once, told apart when refused, doubtful or not arrived,
 * and given back in full.
 */
export function contractSuite(name: string, start: () => Promise<ContractWorld>): void {
  describe(`${name}: contract of a back end`, () => {
    let world: ContractWorld;
    let till: ContractTill;
    const signal = new AbortController().signal;

    beforeEach(async () => {
      world = await start();
      till = new ContractTill(world.backEnd, world.clock, world.member);
    });
    afterEach(async () => {
      await world.stop();
    });

    const memberSale = (): Sale => world.openSale(PRICE, 'member-1');
    const evidence = () => ({ balanceBefore: START_BALANCE, balanceBeforeAtMs: world.clock.nowMs() });
    const planPay = (sale: Sale, amountMinor = PAID): string => {
      till.plan({ kind: 'pay', sale, amountMinor, evidence: evidence() });
      return till.find('pay').id;
    };
    const planSubmit = (sale: Sale): string => {
      till.plan({ kind: 'complete', sale: completed(sale, [cash(PRICE)]), original: null });
      return till.find(sale.memberKeyId === null ? 'submit-unclaimed' : 'submit').id;
    };

    describe('a sale with its member', () => {
      test('is identified, strongest identifier first', async () => {
        const answer = await world.backEnd.identify(world.member, null, signal);
        expect(answer).toMatchObject({
          kind: 'ok',
          value: { member: { active: true, spendableMinor: START_BALANCE } },
        });
        if (answer.kind === 'ok')
          expect(answer.value.member.identifiers).toEqual(expect.arrayContaining([...world.member]));
      });

      test('nobody by this identifier', async () => {
        expect(await world.backEnd.identify([world.unknownMember], null, signal)).toMatchObject({
          kind: 'refused',
          notFound: true,
        });
      });

      test('a preview has no effect', async () => {
        expect(
          await world.backEnd.preview({ sale: memberSale(), member: world.member, known: [] }, signal),
        ).toMatchObject({ kind: 'ok' });
        expect(await world.balance()).toBe(START_BALANCE);
        expect(await world.standingSales(memberSale().reference)).toBe(0);
      });

      test('sold with points and voided: all is as before', async () => {
        const sale = memberSale();
        const payId = planPay(sale);
        expect(await till.send(payId)).toMatchObject({ kind: 'done' });
        expect(await world.balance()).toBe(START_BALANCE - PAID);

        const points: Tender = { ...cash(PAID), tenderId: 'points', type: 'POINTS', payOperationId: payId };
        const sold = completed(sale, [points, cash(PRICE - PAID)]);
        const [submit] = till.plan({ kind: 'complete', sale: sold, original: null });
        expect(till.find('cancel-payment').state).toBe('dropped');
        expect(await till.send(submit?.id ?? '')).toMatchObject({ kind: 'done' });
        expect(await world.standingSales(sale.reference)).toBe(1);
        expect(await world.balance()).toBeGreaterThanOrEqual(START_BALANCE - PAID);

        const reversals = till.plan({ kind: 'void', sale: sold });
        for (const reversal of reversals) expect(await till.send(reversal.id)).toMatchObject({ kind: 'done' });
        expect(await world.standingSales(sale.reference)).toBe(0);
        expect(await world.balance()).toBe(START_BALANCE);
      });

      test('a payment beyond the balance is refused and over', async () => {
        const payId = planPay(world.openSale(START_BALANCE + 1, 'member-1'), START_BALANCE + 1);
        expect(await till.send(payId)).toMatchObject({ kind: 'refused' });
        expect(till.get(payId)).toMatchObject({ state: 'closed', happened: 0 });
        expect(await world.balance()).toBe(START_BALANCE);
      });

      test('abandoned: the payment is given back', async () => {
        const sale = memberSale();
        await till.send(planPay(sale));
        till.plan({ kind: 'void', sale: { ...sale, state: 'abandoned' } });
        expect(await till.send(till.find('cancel-payment').id)).toMatchObject({ kind: 'done' });
        expect(await world.balance()).toBe(START_BALANCE);
      });
    });

    describe('an unclaimed sale', () => {
      test('is recorded, claimed once, and voided from there', async () => {
        const sale = world.openSale(PRICE, null);
        expect(await till.send(planSubmit(sale))).toMatchObject({ kind: 'done' });
        expect(await world.standingSales(sale.reference)).toBe(1);
        expect(await world.balance()).toBe(START_BALANCE);
        if (world.backEnd.capabilities.claim !== 're-submit') return;

        const sold = completed(sale, [cash(PRICE)]);
        for (const step of till.plan({ kind: 'claim', sale: sold, memberKeyId: 'member-1' }))
          expect(await till.send(step.id)).toMatchObject({ kind: 'done' });
        expect(await world.standingSales(sale.reference)).toBe(1);
        expect(await world.balance()).toBeGreaterThan(START_BALANCE);

        for (const step of till.plan({ kind: 'void', sale: sold }))
          expect(await till.send(step.id)).toMatchObject({ kind: 'done' });
        expect(await world.standingSales(sale.reference)).toBe(0);
        expect(await world.balance()).toBe(START_BALANCE);
      });
    });

    describe('a lost answer', () => {
      test.each(['lost-after-commit', 'lost-before-commit', 'error-after-commit', 'error-before-commit'] as const)(
        'of a sale (%s): the same bytes again, and it stands once',
        async (breakage) => {
          const sale = memberSale();
          const submitId = planSubmit(sale);
          await world.breakNext('submit', breakage);
          expect(await till.send(submitId)).toMatchObject({ kind: 'maybe' });
          const bytes = till.request(submitId);
          expect(till.get(submitId)).toMatchObject({ state: 'unknown', happened: null });
          expect(await till.send(submitId)).toMatchObject({ kind: 'done' });
          expect(till.request(submitId)).toEqual(bytes);
          expect(await world.standingSales(sale.reference)).toBe(1);
        },
      );

      test('of a void: given back once', async () => {
        const sale = memberSale();
        await till.send(planSubmit(sale));
        till.plan({ kind: 'void', sale: completed(sale, [cash(PRICE)]) });
        const cancelId = till.find('cancel-sale').id;
        await world.breakNext('cancel-sale', 'lost-after-commit');
        expect(await till.send(cancelId)).toMatchObject({ kind: 'maybe' });
        expect(await till.send(cancelId)).toMatchObject({ kind: 'done' });
        expect(await world.standingSales(sale.reference)).toBe(0);
        expect(await world.balance()).toBe(START_BALANCE);
      });

      test('of a payment’s cancel: credited once', async () => {
        const sale = memberSale();
        await till.send(planPay(sale));
        till.plan({ kind: 'void', sale: { ...sale, state: 'abandoned' } });
        const cancelId = till.find('cancel-payment').id;
        await world.breakNext('cancel-payment', 'lost-after-commit');
        expect(await till.send(cancelId)).toMatchObject({ kind: 'maybe' });
        expect(await till.send(cancelId)).toMatchObject({ kind: 'done' });
        expect(await world.balance()).toBe(START_BALANCE);
      });

      test('of a payment that did not happen: absent, after a minute and not before', async () => {
        const payId = planPay(memberSale());
        await world.breakNext('pay', 'lost-before-commit');
        expect(await till.send(payId)).toMatchObject({ kind: 'maybe' });
        world.clock.advance(59_000);
        expect(await till.resolve(payId)).toMatchObject({ kind: 'ask-again' });
        world.clock.advance(1_000);
        expect(await till.resolve(payId)).toMatchObject({ kind: 'absent' });
        expect(till.get(payId)).toMatchObject({ state: 'dropped', happened: 0 });
      });

      test('of a payment that happened is never called absent', async () => {
        const payId = planPay(memberSale());
        await world.breakNext('pay', 'lost-after-commit');
        await till.send(payId);
        world.clock.advance(61_000);
        expect((await till.resolve(payId)).kind).toMatch(/^(done|cannot-tell)$/);
        expect(till.get(payId).happened).not.toBe(0);
      });

      test('then refused: the refusal proves nothing', async () => {
        const submitId = planSubmit(memberSale());
        await world.breakNext('submit', 'lost-after-commit');
        await till.send(submitId);
        await world.breakNext('submit', 'refused');
        expect(await till.send(submitId)).toMatchObject({ kind: 'refused', onRepeat: 'proves-nothing' });
        expect(till.get(submitId)).toMatchObject({ state: 'parked', happened: null });
      });
    });

    describe('what an attempt proves', () => {
      test.each([
        ['bad-gateway', 'server-error'],
        ['conflict', 'conflict'],
        ['too-early', 'conflict'],
        ['garbage', 'unreadable'],
        ['slow', 'no-answer'],
        ['half-open', 'no-answer'],
      ] as const)('%s: nothing (%s)', async (breakage, why) => {
        const submitId = planSubmit(memberSale());
        await world.breakNext('submit', breakage);
        expect(await till.send(submitId)).toMatchObject({ kind: 'maybe', why });
        expect(till.get(submitId)).toMatchObject({ state: 'unknown', happened: null });
      });

      test.each([
        ['throttled', 'throttled', { retryAfterMs: 3_000 }],
        ['not-signed-in', 'not-signed-in', {}],
      ] as const)('%s: it did not arrive, and is as before', async (breakage, why, facts) => {
        const submitId = planSubmit(memberSale());
        await world.breakNext('submit', breakage);
        expect(await till.send(submitId)).toMatchObject({ kind: 'not-arrived', why, ...facts });
        expect(till.get(submitId)).toMatchObject({ state: 'queued', firstSentAtMs: null });
      });

      test('forbidden: it did not arrive, and steps aside', async () => {
        const submitId = planSubmit(memberSale());
        await world.breakNext('submit', 'forbidden');
        expect(await till.send(submitId)).toMatchObject({ kind: 'not-arrived', why: 'forbidden' });
        expect(till.get(submitId)).toMatchObject({ state: 'parked', happened: 0 });
      });

      test('refused at the first try: it did not happen', async () => {
        const submitId = planSubmit(memberSale());
        await world.breakNext('submit', 'refused');
        expect(await till.send(submitId)).toMatchObject({ kind: 'refused' });
        expect(till.get(submitId)).toMatchObject({ state: 'parked', happened: 0 });
      });

      test('no connection: it did not arrive, then it does', async () => {
        const sale = memberSale();
        const submitId = planSubmit(sale);
        await world.setOffline(true);
        expect(await till.send(submitId)).toMatchObject({ kind: 'not-arrived', why: 'no-connection' });
        expect(await world.backEnd.identify(world.member, null, signal)).toMatchObject({
          kind: 'unavailable',
          why: 'no-connection',
        });
        await world.setOffline(false);
        expect(await till.send(submitId)).toMatchObject({ kind: 'done' });
        expect(await world.standingSales(sale.reference)).toBe(1);
      });

      test('given up before: it did not arrive', async () => {
        const submitId = planSubmit(memberSale());
        expect(await till.send(submitId, AbortSignal.abort())).toMatchObject({ kind: 'not-arrived' });
      });
    });

    test('a direct call says why there is no answer, and a read is tried twice', async () => {
      await world.breakNext('identify', 'lost-before-commit');
      expect(await world.backEnd.identify(world.member, null, signal)).toMatchObject({ kind: 'ok' });
      await world.breakNext('identify', 'throttled');
      expect(await world.backEnd.identify(world.member, null, signal)).toMatchObject({
        kind: 'unavailable',
        why: 'throttled',
      });
      expect(await world.stranger.identify(world.member, null, signal)).toMatchObject({
        kind: 'unavailable',
        why: 'not-signed-in',
      });
    });

    test('bytes are the same for the same operation, and hold no secret', async () => {
      const submitId = planSubmit(memberSale());
      const first = till.request(submitId);
      world.clock.advance(5_000);
      expect(till.request(submitId)).toEqual(first);
      await world.breakNext('submit', 'not-signed-in');
      const delivery = await till.send(submitId);
      for (const text of [first, delivery, world.backEnd.account, till.get(submitId)])
        expect(JSON.stringify(text)).not.toContain(world.secret);
    });
  });
}
