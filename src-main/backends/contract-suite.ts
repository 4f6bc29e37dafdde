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

    const capabilities = () => world.backEnd.capabilities;
    const pays = () => capabilities().payWithPoints.offered;

    /** An open sale; where identifying opens something at the program, its member has been identified for it. */
    const openSale = async (priceMinor: number, memberKeyId: string | null): Promise<Sale> => {
      const sale = world.openSale(priceMinor, memberKeyId);
      if (memberKeyId === null || capabilities().identify === 'read') return sale;
      const answer = await world.backEnd.identify(world.member, sale, signal);
      if (answer.kind !== 'ok' || answer.value.opens === null) throw new Error('identifying opened nothing');
      till.plan({ kind: 'opened', sale, opened: answer.value.opens, keep: true });
      return sale;
    };
    const memberSale = (): Promise<Sale> => openSale(PRICE, 'member-1');
    const evidence = () => ({ balanceBefore: START_BALANCE, balanceBeforeAtMs: world.clock.nowMs() });
    const planPay = (sale: Sale, amountMinor = PAID): string => {
      till.plan({ kind: 'pay', sale, amountMinor, evidence: evidence() });
      return till.find('pay').id;
    };
    const planSubmit = (sale: Sale): string => {
      till.plan({ kind: 'complete', sale: completed(sale, [cash(PRICE)]), original: null });
      return till.find(sale.memberKeyId === null ? 'submit-unclaimed' : 'submit').id;
    };
    const asBefore = async (reference: string): Promise<void> => {
      expect(await world.standingSales(reference)).toBe(0);
      expect(await world.balance()).toBe(START_BALANCE);
    };

    describe('what it can do', () => {
      test('is said, with a reason for what it cannot', () => {
        const { replay, programName, idMethods } = capabilities();
        expect(programName).not.toBe('');
        expect(idMethods.map(({ method }) => method)).toContain(world.member[0]?.method);
        for (const support of Object.values(capabilities())) {
          if (typeof support === 'object' && 'offered' in support && !support.offered)
            expect(support.because).toMatch(/^[A-Z].*\.$/);
        }
        expect(replay['cancel-sale'] !== null).toBe(capabilities().voidSale.offered);
        expect(replay.pay !== null).toBe(pays());
      });

      test('what it cannot do is planned by nobody', async () => {
        const sale = await memberSale();
        if (!pays()) {
          const added = till.plan({ kind: 'pay', sale, amountMinor: PAID, evidence: evidence() });
          expect(added).toEqual([]);
        }
        if (!capabilities().enrol.offered) {
          const profile = { phoneNumber: '600555001', gdpr: true, termsOfUse: true };
          const event = {
            kind: 'enrol',
            profile,
            consentedAtMs: world.clock.nowMs(),
            memberKeyId: 'member-9',
          } as const;
          expect(till.plan(event)).toEqual([]);
        }
        if (!capabilities().reserve.offered) {
          const draft = { sale, member: world.member, known: [] };
          expect(await world.backEnd.reserve(draft, signal)).toMatchObject({ kind: 'refused' });
        }
      });

      test('another credential is another account', () => {
        expect(world.stranger.account).not.toBe(world.backEnd.account);
      });
    });

    describe('a sale with its member', () => {
      test('is identified, strongest identifier first', async () => {
        const answer = await world.backEnd.identify(world.member, world.openSale(PRICE, null), signal);
        expect(answer).toMatchObject({ kind: 'ok', value: { member: { active: true } } });
        if (answer.kind !== 'ok') return;
        expect(answer.value.member.identifiers).toEqual(expect.arrayContaining([...world.member]));
        expect(answer.value.opens !== null).toBe(capabilities().identify === 'opens');
        expect(answer.value.member.balancePoints ?? answer.value.member.balanceCredit).toBe(START_BALANCE);
        if (pays()) expect(answer.value.member.spendableMinor).toBe(START_BALANCE);
      });

      test('nobody by this identifier', async () => {
        const sale = world.openSale(PRICE, null);
        expect(await world.backEnd.identify([world.unknownMember], sale, signal)).toMatchObject({
          kind: 'refused',
          notFound: true,
        });
      });

      test('the identify form names the ways, each once', async () => {
        const answer = await world.backEnd.identifyForm(signal);
        expect(answer.kind).toBe('ok');
        const methods = answer.kind === 'ok' ? answer.value.map(({ method }) => method) : [];
        expect(methods).toContain(world.member[0]?.method);
        expect(new Set(methods).size).toBe(methods.length);
      });

      test('a preview has no effect', async () => {
        const sale = await memberSale();
        const draft = { sale, member: world.member, known: till.known };
        expect(await world.backEnd.preview(draft, signal)).toMatchObject({
          kind: 'ok',
          value: { estimate: capabilities().preview === 'estimate' },
        });
        await asBefore(sale.reference);
      });

      test('sold and voided: all is as before', async () => {
        const sale = await memberSale();
        expect(await till.send(planSubmit(sale))).toMatchObject({ kind: 'done' });
        expect(await world.standingSales(sale.reference)).toBe(1);
        expect(await world.balance()).toBeGreaterThan(START_BALANCE);
        till.plan({ kind: 'void', sale: completed(sale, [cash(PRICE)]) });
        await till.drain();
        await asBefore(sale.reference);
      });

      test('sold with points and voided: all is as before', async () => {
        if (!pays()) return;
        const sale = await memberSale();
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

        till.plan({ kind: 'void', sale: sold });
        await till.drain();
        await asBefore(sale.reference);
      });

      test('a payment beyond the balance is refused and over', async () => {
        if (!pays()) return;
        const payId = planPay(world.openSale(START_BALANCE + 1, 'member-1'), START_BALANCE + 1);
        expect(await till.send(payId)).toMatchObject({ kind: 'refused' });
        expect(till.get(payId)).toMatchObject({ state: 'closed', happened: 0 });
        expect(await world.balance()).toBe(START_BALANCE);
      });

      test('abandoned: what it took or opened is given back', async () => {
        const sale = await memberSale();
        if (pays()) await till.send(planPay(sale));
        till.plan({ kind: 'void', sale: { ...sale, state: 'abandoned' } });
        await till.drain();
        expect(till.known.filter(({ state }) => state === 'owed')).toEqual([]);
        await asBefore(sale.reference);
      });

      test('opened for another member: given back at once, and the sale goes on', async () => {
        if (capabilities().identify === 'read') return;
        const sale = await memberSale();
        const second = await world.backEnd.identify(world.member, sale, signal);
        if (second.kind !== 'ok' || second.value.opens === null) throw new Error('identifying opened nothing');
        till.plan({ kind: 'opened', sale, opened: second.value.opens, keep: false });
        const submitId = planSubmit(sale);
        await till.drain();
        expect(till.get(submitId).state).toBe('delivered');
        expect(till.find('release').state).toBe('delivered');
        expect(await world.standingSales(sale.reference)).toBe(1);
      });

      test('taken off an open sale: what was opened is given back', async () => {
        if (capabilities().identify === 'read') return;
        const sale = await memberSale();
        till.plan({ kind: 'member-removed', sale });
        await till.drain();
        expect(till.find('release').state).toBe('delivered');
      });
    });

    describe('the void of every state of a submit (design 8): all is as before', () => {
      const VOIDED: readonly (readonly [string, Breakage | 'not-sent' | null, string])[] = [
        ['never sent', 'not-sent', 'queued'],
        ['its answer lost after it happened', 'lost-after-commit', 'unknown'],
        ['lost before it happened', 'lost-before-commit', 'unknown'],
        ['refused', 'refused', 'parked'],
        ['delivered', null, 'delivered'],
      ];
      test.each(VOIDED)('%s', async (_name, breakage, state) => {
        const sale = await memberSale();
        const submitId = planSubmit(sale);
        if (breakage !== null && breakage !== 'not-sent') await world.breakNext('submit', breakage);
        if (breakage !== 'not-sent') await till.send(submitId);
        expect(till.get(submitId).state).toBe(state);
        till.plan({ kind: 'void', sale: completed(sale, [cash(PRICE)]) });
        await till.drain();
        await asBefore(sale.reference);
        if (state === 'queued') expect(till.get(submitId)).toMatchObject({ state: 'dropped', firstSentAtMs: null });
      });
    });

    describe('an unclaimed sale', () => {
      test('goes the way that the capabilities say', async () => {
        const sale = world.openSale(PRICE, null);
        const sold = completed(sale, [cash(PRICE)]);
        const { claim } = capabilities();
        const added = till.plan({ kind: 'complete', sale: sold, original: null });
        await till.drain();
        expect(added.map(({ kind }) => kind)).toEqual(claim === 'held' ? [] : ['submit-unclaimed']);
        expect(await world.standingSales(sale.reference)).toBe(claim === 'held' ? 0 : 1);
        expect(await world.balance()).toBe(START_BALANCE);

        const claimed = { ...sold, memberKeyId: 'member-1' };
        till.plan({ kind: 'claim', sale: claimed, memberKeyId: 'member-1' });
        await till.drain();
        expect(await world.standingSales(sale.reference)).toBe(1);
        if (claim === 'by-program') {
          expect(till.known).toHaveLength(1);
          expect(await world.balance()).toBe(START_BALANCE);
        } else expect(await world.balance()).toBeGreaterThan(START_BALANCE);

        till.plan({ kind: 'void', sale: claim === 'by-program' ? sold : claimed });
        await till.drain();
        if (claim !== 'by-program') await asBefore(sale.reference);
      });
    });

    describe('a lost answer', () => {
      test.each(['lost-after-commit', 'lost-before-commit', 'error-after-commit', 'error-before-commit'] as const)(
        'of a sale (%s): the same bytes again, and it stands once',
        async (breakage) => {
          const sale = await memberSale();
          const submitId = planSubmit(sale);
          await world.breakNext('submit', breakage);
          expect(await till.send(submitId)).toMatchObject({ kind: 'maybe' });
          const bytes = till.request(submitId);
          expect(till.get(submitId)).toMatchObject({ state: 'unknown', happened: null });
          expect(till.nextStep(submitId)).toBe('replay');
          expect(await till.send(submitId)).toMatchObject({ kind: 'done' });
          expect(till.request(submitId)).toEqual(bytes);
          expect(await world.standingSales(sale.reference)).toBe(1);
        },
      );

      test('of a void: given back once', async () => {
        const sale = await memberSale();
        await till.send(planSubmit(sale));
        till.plan({ kind: 'void', sale: completed(sale, [cash(PRICE)]) });
        const cancelId = till.find('cancel-sale').id;
        await world.breakNext('cancel-sale', 'lost-after-commit');
        expect(await till.send(cancelId)).toMatchObject({ kind: 'maybe' });
        await till.drain();
        expect(till.get(cancelId).state).toBe('delivered');
        await asBefore(sale.reference);
      });

      test('of a payment’s cancel: credited once', async () => {
        if (!pays()) return;
        const sale = await memberSale();
        await till.send(planPay(sale));
        till.plan({ kind: 'void', sale: { ...sale, state: 'abandoned' } });
        const cancelId = till.find('cancel-payment').id;
        await world.breakNext('cancel-payment', 'lost-after-commit');
        expect(await till.send(cancelId)).toMatchObject({ kind: 'maybe' });
        await till.drain();
        expect(till.get(cancelId).state).toBe('delivered');
        expect(await world.balance()).toBe(START_BALANCE);
      });

      test.each(['lost-after-commit', 'lost-before-commit'] as const)(
        'of a payment (%s): a repeat that returns the first answer takes once',
        async (breakage) => {
          if (!pays() || !capabilities().payReplayReturnsFirstAnswer) return;
          const payId = planPay(await memberSale());
          await world.breakNext('pay', breakage);
          expect(await till.send(payId)).toMatchObject({ kind: 'maybe' });
          expect(till.nextStep(payId)).toBe('replay');
          expect(await till.send(payId)).toMatchObject({ kind: 'done' });
          expect(await world.balance()).toBe(START_BALANCE - PAID);
        },
      );

      test('of a payment that did not happen: absent, after a minute and not before', async () => {
        if (!pays() || capabilities().payReplayReturnsFirstAnswer) return;
        const payId = planPay(await memberSale());
        await world.breakNext('pay', 'lost-before-commit');
        expect(await till.send(payId)).toMatchObject({ kind: 'maybe' });
        expect(till.nextStep(payId)).toBe('look-up');
        world.clock.advance(59_000);
        expect(await till.resolve(payId)).toMatchObject({ kind: 'ask-again' });
        world.clock.advance(1_000);
        expect(await till.resolve(payId)).toMatchObject({ kind: 'absent' });
        expect(till.get(payId)).toMatchObject({ state: 'dropped', happened: 0 });
      });

      test('of a payment that happened is never called absent', async () => {
        if (!pays()) return;
        const payId = planPay(await memberSale());
        await world.breakNext('pay', 'lost-after-commit');
        await till.send(payId);
        world.clock.advance(61_000);
        await till.askUntilSettled(payId);
        expect(till.get(payId).happened).not.toBe(0);
      });

      test('then refused: the refusal settles nothing that a person could be wrong about', async () => {
        const submitId = planSubmit(await memberSale());
        await world.breakNext('submit', 'lost-after-commit');
        await till.send(submitId);
        await world.breakNext('submit', 'refused');
        const refusal = await till.send(submitId);
        expect(refusal.kind).toBe('refused');
        // Only a program that keeps its refusals under the key answers a repeat with what became of the first try.
        if (!capabilities().storesRefusals) {
          expect(refusal).toMatchObject({ onRepeat: 'proves-nothing' });
          expect(till.get(submitId)).toMatchObject({ state: 'parked', happened: null });
        }
        expect(till.get(submitId).state).toBe('parked');
      });
    });

    describe('the safe window', () => {
      const windowOf = (kind: OperationKind): number | null => {
        const replay = capabilities().replay[kind];
        return replay?.kind === 'safe-for' ? replay.ms : null;
      };

      test('ends: then nothing is repeated blindly, nor after the clock went back', async () => {
        const submitId = planSubmit(await memberSale());
        await world.breakNext('submit', 'lost-after-commit');
        await till.send(submitId);
        const windowMs = windowOf('submit');
        expect(till.nextStep(submitId, 'window-over')).toBe(windowMs === null ? 'replay' : 'look-up');
        if (windowMs === null) return;
        world.clock.advance(windowMs - 60_000);
        expect(till.nextStep(submitId)).toBe('replay');
        world.clock.advance(60_000);
        expect(till.nextStep(submitId)).toBe('look-up');
        // The wall clock is set to before the first send.
        world.clock.set(world.clock.nowMs() - 2 * windowMs);
        expect(till.nextStep(submitId)).toBe('look-up');
      });

      test.each(['lost-after-commit', 'lost-before-commit'] as const)(
        'is over (%s): it stands at most once, and nobody calls it absent when it happened',
        async (breakage) => {
          const windowMs = windowOf('submit');
          if (windowMs === null) return;
          const sale = await memberSale();
          const submitId = planSubmit(sale);
          await world.breakNext('submit', breakage);
          await till.send(submitId);
          const happened = breakage === 'lost-after-commit';
          world.clock.advance(windowMs + 1);
          await till.askUntilSettled(submitId);
          if (happened) expect(till.get(submitId).happened).not.toBe(0);
          else expect(till.get(submitId).happened).not.toBe(1);
          await till.drain();
          const standing = await world.standingSales(sale.reference);
          expect(standing).toBe(till.get(submitId).state === 'delivered' || happened ? 1 : 0);
        },
      );
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
        const submitId = planSubmit(await memberSale());
        await world.breakNext('submit', breakage);
        expect(await till.send(submitId)).toMatchObject({ kind: 'maybe', why });
        expect(till.get(submitId)).toMatchObject({ state: 'unknown', happened: null });
      });

      test.each([
        ['throttled', 'throttled', { retryAfterMs: 3_000 }],
        ['not-signed-in', 'not-signed-in', {}],
      ] as const)('%s: it did not arrive, and is as before', async (breakage, why, facts) => {
        const submitId = planSubmit(await memberSale());
        await world.breakNext('submit', breakage);
        expect(await till.send(submitId)).toMatchObject({ kind: 'not-arrived', why, ...facts });
        expect(till.get(submitId)).toMatchObject({ state: 'queued', firstSentAtMs: null });
      });

      test('forbidden: it did not arrive, and steps aside', async () => {
        const submitId = planSubmit(await memberSale());
        await world.breakNext('submit', 'forbidden');
        expect(await till.send(submitId)).toMatchObject({ kind: 'not-arrived', why: 'forbidden' });
        expect(till.get(submitId)).toMatchObject({ state: 'parked', happened: 0 });
      });

      test('refused at the first try by an unknown code: it did not happen, and the code is kept', async () => {
        const submitId = planSubmit(await memberSale());
        await world.breakNext('submit', 'refused');
        const refusal = await till.send(submitId);
        expect(refusal.kind).toBe('refused');
        if (refusal.kind === 'refused') {
          expect(refusal.code).not.toBe('');
          expect(refusal.text).toMatch(/^[A-Z].*\S$/);
        }
        expect(till.get(submitId)).toMatchObject({ state: 'parked', happened: 0 });
      });

      test('no connection: it did not arrive, then it does', async () => {
        const sale = await memberSale();
        const submitId = planSubmit(sale);
        await world.setOffline(true);
        expect(await till.send(submitId)).toMatchObject({ kind: 'not-arrived', why: 'no-connection' });
        expect(await world.backEnd.identify(world.member, sale, signal)).toMatchObject({
          kind: 'unavailable',
          why: 'no-connection',
        });
        await world.setOffline(false);
        expect(await till.send(submitId)).toMatchObject({ kind: 'done' });
        expect(await world.standingSales(sale.reference)).toBe(1);
      });

      test('given up before: it did not arrive', async () => {
        const submitId = planSubmit(await memberSale());
        expect(await till.send(submitId, AbortSignal.abort())).toMatchObject({ kind: 'not-arrived' });
      });
    });

    test('a direct call says why there is no answer, and is asked twice where the first answer was lost', async () => {
      const sale = world.openSale(PRICE, null);
      await world.breakNext('identify', 'lost-before-commit');
      expect(await world.backEnd.identify(world.member, sale, signal)).toMatchObject({ kind: 'ok' });
      await world.breakNext('identify', 'throttled');
      expect(await world.backEnd.identify(world.member, sale, signal)).toMatchObject({
        kind: 'unavailable',
        why: 'throttled',
      });
      expect(await world.stranger.identify(world.member, sale, signal)).toMatchObject({
        kind: 'unavailable',
        why: 'not-signed-in',
      });
    });

    test('bytes are the same for the same operation, and hold no secret', async () => {
      const submitId = planSubmit(await memberSale());
      expect(till.request(submitId)).toEqual(till.request(submitId));
      await world.breakNext('submit', 'not-signed-in');
      const delivery = await till.send(submitId);
      for (const text of [till.request(submitId), delivery, world.backEnd.account, till.get(submitId)])
        expect(JSON.stringify(text)).not.toContain(world.secret);
    });
  });
}
