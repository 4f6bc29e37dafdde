import { describe, expect, test } from 'vitest';
import type { Tender } from '../../src-shared/sale/sale.ts';
import { doubtsSuite } from './contract-doubts.test-support.ts';
import { ContractScene, cash, completed, PAID, PRICE, START_BALANCE } from './contract-scene.test-support.ts';
import { voidsSuite } from './contract-voids.test-support.ts';
import type { ContractWorld } from './contract-world.test-support.ts';

/**
 * What every back end must do against its simulator over HTTP: done once, told apart when refused, doubtful or not arrived,
 * and given back in full.
 */
export function contractSuite(name: string, start: () => Promise<ContractWorld>): void {
  describe(`${name}: contract of a back end`, () => {
    const scene = new ContractScene(start);
    const signal = new AbortController().signal;

    describe('what it can do', () => {
      test('is said, with a reason for what it cannot', () => {
        const { replay, programName, idMethods } = scene.capabilities;
        expect(programName).not.toBe('');
        expect(idMethods.map(({ method }) => method)).toContain(scene.world.member[0]?.method);
        for (const support of Object.values(scene.capabilities)) {
          if (typeof support === 'object' && 'offered' in support && !support.offered)
            expect(support.because).toMatch(/^[A-Z].*\.$/);
        }
        expect(replay['cancel-sale'] !== null).toBe(scene.capabilities.voidSale.offered);
        expect(replay.pay !== null).toBe(scene.pays);
      });

      test('what it cannot do is planned by nobody', async () => {
        const sale = await scene.memberSale();
        if (!scene.pays) {
          const added = scene.till.plan({ kind: 'pay', sale, amountMinor: PAID, evidence: scene.evidence() });
          expect(added).toEqual([]);
        }
        if (!scene.capabilities.enrol.offered) {
          const profile = { phoneNumber: '600555001', gdpr: true, termsOfUse: true };
          const event = {
            kind: 'enrol',
            profile,
            consentedAtMs: scene.world.clock.nowMs(),
            memberKeyId: 'member-9',
          } as const;
          expect(scene.till.plan(event)).toEqual([]);
        }
        if (!scene.capabilities.partialReturn.offered) {
          const sold = completed(sale, [cash(PRICE)]);
          const half = sold.lines.map((line) => ({ ...line, action: 'return' as const, netMinor: -line.netMinor / 2 }));
          const back = {
            ...sold,
            saleId: `${sale.saleId}-return`,
            returnOfSaleId: sale.saleId,
            lines: half,
            tenders: [],
          };
          const original = { sale: sold, operations: [], returned: [] };
          expect(scene.till.plan({ kind: 'complete', sale: back, original })).toEqual([]);
        }
        if (!scene.capabilities.reserve.offered) {
          const draft = { sale, member: scene.world.member, known: [] };
          expect(await scene.world.backEnd.reserve(draft, signal)).toMatchObject({ kind: 'refused' });
        }
      });

      test('another credential is another account', () => {
        expect(scene.world.stranger.account).not.toBe(scene.world.backEnd.account);
      });
    });

    describe('a sale with its member', () => {
      test('is identified, strongest identifier first', async () => {
        const answer = await scene.world.backEnd.identify(
          scene.world.member,
          scene.world.openSale(PRICE, null),
          signal,
        );
        expect(answer).toMatchObject({ kind: 'ok', value: { member: { active: true } } });
        if (answer.kind !== 'ok') return;
        expect(answer.value.member.identifiers).toEqual(expect.arrayContaining([...scene.world.member]));
        expect(answer.value.opens !== null).toBe(scene.capabilities.identify === 'opens');
        expect(answer.value.member.balancePoints ?? answer.value.member.balanceCredit).toBe(START_BALANCE);
        if (scene.pays) expect(answer.value.member.spendableMinor).toBe(START_BALANCE);
      });

      test('nobody by this identifier', async () => {
        const sale = scene.world.openSale(PRICE, null);
        expect(await scene.world.backEnd.identify([scene.world.unknownMember], sale, signal)).toMatchObject({
          kind: 'refused',
          notFound: true,
        });
      });

      test('the identify form names the ways, each once', async () => {
        const answer = await scene.world.backEnd.identifyForm(signal);
        expect(answer.kind).toBe('ok');
        const methods = answer.kind === 'ok' ? answer.value.map(({ method }) => method) : [];
        expect(methods).toContain(scene.world.member[0]?.method);
        expect(new Set(methods).size).toBe(methods.length);
      });

      test('a preview has no effect', async () => {
        const sale = await scene.memberSale();
        const draft = { sale, member: scene.world.member, known: scene.till.known };
        expect(await scene.world.backEnd.preview(draft, signal)).toMatchObject({
          kind: 'ok',
          value: { estimate: scene.capabilities.preview === 'estimate' },
        });
        await scene.expectAsBefore(sale.reference);
      });

      test('sold and voided: all is as before', async () => {
        const sale = await scene.memberSale();
        expect(await scene.till.send(scene.planSubmit(sale))).toMatchObject({ kind: 'done' });
        expect(await scene.world.standingSales(sale.reference)).toBe(1);
        expect(await scene.world.balance()).toBeGreaterThan(START_BALANCE);
        const { known } = scene.till;
        const support = scene.world.backEnd.canUndo(scene.till.find('submit'), known, scene.world.clock.nowMs());
        expect(support.offered).toBe(scene.capabilities.voidSale.offered);
        scene.till.plan({ kind: 'void', sale: completed(sale, [cash(PRICE)]) });
        await scene.till.drain();
        await scene.expectAsBefore(sale.reference);
      });

      test('sold with points and voided: all is as before', async () => {
        if (!scene.pays) return;
        const sale = await scene.memberSale();
        const payId = scene.planPay(sale);
        expect(await scene.till.send(payId)).toMatchObject({ kind: 'done' });
        expect(await scene.world.balance()).toBe(START_BALANCE - PAID);

        const points: Tender = { ...cash(PAID), tenderId: 'points', type: 'POINTS', payOperationId: payId };
        const sold = completed(sale, [points, cash(PRICE - PAID)]);
        const [submit] = scene.till.plan({ kind: 'complete', sale: sold, original: null });
        expect(scene.till.find('cancel-payment').state).toBe('dropped');
        expect(await scene.till.send(submit?.id ?? '')).toMatchObject({ kind: 'done' });
        expect(await scene.world.standingSales(sale.reference)).toBe(1);
        expect(await scene.world.balance()).toBeGreaterThanOrEqual(START_BALANCE - PAID);

        scene.till.plan({ kind: 'void', sale: sold });
        await scene.till.drain();
        await scene.expectAsBefore(sale.reference);
      });

      test('a payment beyond the balance is refused and over', async () => {
        if (!scene.pays) return;
        const payId = scene.planPay(scene.world.openSale(START_BALANCE + 1, 'member-1'), START_BALANCE + 1);
        expect(await scene.till.send(payId)).toMatchObject({ kind: 'refused' });
        expect(scene.till.get(payId)).toMatchObject({ state: 'closed', happened: 0 });
        expect(await scene.world.balance()).toBe(START_BALANCE);
      });

      test('abandoned: what it took or opened is given back', async () => {
        const sale = await scene.memberSale();
        if (scene.pays) await scene.till.send(scene.planPay(sale));
        scene.till.plan({ kind: 'void', sale: { ...sale, state: 'abandoned' } });
        await scene.till.drain();
        expect(scene.till.known.filter(({ state }) => state === 'owed')).toEqual([]);
        await scene.expectAsBefore(sale.reference);
      });

      test('another sale of the same member is none of its business', async () => {
        const sale = await scene.memberSale();
        if (scene.pays) await scene.till.send(scene.planPay(sale));
        const states = () => scene.till.known.filter(({ saleId }) => saleId === sale.saleId).map(({ state }) => state);
        const before = states();
        const other = { ...sale, saleId: `${sale.saleId}-other`, reference: 'OTHER-1' };
        scene.till.plan({ kind: 'void', sale: { ...other, state: 'abandoned' } });
        scene.till.plan({ kind: 'complete', sale: completed(other, [cash(PRICE)]), original: null });
        expect(states()).toEqual(before);
        scene.till.plan({ kind: 'void', sale: completed(other, [cash(PRICE)]) });
        expect(states()).toEqual(before);
      });

      test('opened for another member: given back at once, and the sale goes on', async () => {
        if (scene.capabilities.identify === 'read') return;
        const sale = await scene.memberSale();
        const second = await scene.world.backEnd.identify(scene.world.member, sale, signal);
        if (second.kind !== 'ok' || second.value.opens === null) throw new Error('identifying opened nothing');
        scene.till.plan({ kind: 'opened', sale, opened: second.value.opens, keep: false });
        const submitId = scene.planSubmit(sale);
        await scene.till.drain();
        expect(scene.till.get(submitId).state).toBe('delivered');
        expect(scene.till.find('release').state).toBe('delivered');
        expect(await scene.world.standingSales(sale.reference)).toBe(1);
      });

      test('taken off an open sale: what was opened is given back', async () => {
        if (scene.capabilities.identify === 'read') return;
        const sale = await scene.memberSale();
        scene.till.plan({ kind: 'member-removed', sale });
        await scene.till.drain();
        expect(scene.till.find('release').state).toBe('delivered');
      });
    });

    voidsSuite(scene);
    doubtsSuite(scene);

    describe('a lost answer', () => {
      test.each(['lost-after-commit', 'lost-before-commit', 'error-after-commit', 'error-before-commit'] as const)(
        'of a sale (%s): the same bytes again, and it stands once',
        async (breakage) => {
          const sale = await scene.memberSale();
          const submitId = scene.planSubmit(sale);
          await scene.world.breakNext('submit', breakage);
          expect(await scene.till.send(submitId)).toMatchObject({ kind: 'maybe' });
          const bytes = scene.till.request(submitId);
          expect(scene.till.get(submitId)).toMatchObject({ state: 'unknown', happened: null });
          expect(scene.till.nextStep(submitId)).toBe('replay');
          expect(await scene.till.send(submitId)).toMatchObject({ kind: 'done' });
          expect(scene.till.request(submitId)).toEqual(bytes);
          expect(await scene.world.standingSales(sale.reference)).toBe(1);
        },
      );

      test.each(['lost-after-commit', 'lost-before-commit'] as const)(
        'of a payment (%s): a repeat that returns the first answer takes once',
        async (breakage) => {
          if (!scene.pays || !scene.capabilities.payReplayReturnsFirstAnswer) return;
          const payId = scene.planPay(await scene.memberSale());
          await scene.world.breakNext('pay', breakage);
          expect(await scene.till.send(payId)).toMatchObject({ kind: 'maybe' });
          expect(scene.till.nextStep(payId)).toBe('replay');
          expect(await scene.till.send(payId)).toMatchObject({ kind: 'done' });
          expect(await scene.world.balance()).toBe(START_BALANCE - PAID);
        },
      );

      test('of a payment that did not happen: absent, after a minute and not before', async () => {
        if (!scene.pays || scene.capabilities.payReplayReturnsFirstAnswer) return;
        const payId = scene.planPay(await scene.memberSale());
        await scene.world.breakNext('pay', 'lost-before-commit');
        expect(await scene.till.send(payId)).toMatchObject({ kind: 'maybe' });
        expect(scene.till.nextStep(payId)).toBe('look-up');
        scene.world.clock.advance(59_000);
        expect(await scene.till.resolve(payId)).toMatchObject({ kind: 'ask-again' });
        scene.world.clock.advance(1_000);
        expect(await scene.till.resolve(payId)).toMatchObject({ kind: 'absent' });
        expect(scene.till.get(payId)).toMatchObject({ state: 'dropped', happened: 0 });
      });

      test('of a payment that happened is never called absent', async () => {
        if (!scene.pays) return;
        const payId = scene.planPay(await scene.memberSale());
        await scene.world.breakNext('pay', 'lost-after-commit');
        await scene.till.send(payId);
        scene.world.clock.advance(61_000);
        await scene.till.askUntilSettled(payId);
        expect(scene.till.get(payId).happened).not.toBe(0);
      });

      test('then refused: the refusal settles nothing that a person could be wrong about', async () => {
        const submitId = scene.planSubmit(await scene.memberSale());
        await scene.world.breakNext('submit', 'lost-after-commit');
        await scene.till.send(submitId);
        await scene.world.breakNext('submit', 'refused');
        const refusal = await scene.till.send(submitId);
        expect(refusal.kind).toBe('refused');
        // Only a program that keeps its refusals under the key answers a repeat with what became of the first try.
        if (!scene.capabilities.storesRefusals) {
          expect(refusal).toMatchObject({ onRepeat: 'proves-nothing' });
          expect(scene.till.get(submitId)).toMatchObject({ state: 'parked', happened: null });
        }
        expect(scene.till.get(submitId).state).toBe('parked');
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
        const submitId = scene.planSubmit(await scene.memberSale());
        await scene.world.breakNext('submit', breakage);
        expect(await scene.till.send(submitId)).toMatchObject({ kind: 'maybe', why });
        expect(scene.till.get(submitId)).toMatchObject({ state: 'unknown', happened: null });
      });

      test.each([
        ['throttled', 'throttled', { retryAfterMs: 3_000 }],
        ['not-signed-in', 'not-signed-in', {}],
      ] as const)('%s: it did not arrive, and is as before', async (breakage, why, facts) => {
        const submitId = scene.planSubmit(await scene.memberSale());
        await scene.world.breakNext('submit', breakage);
        expect(await scene.till.send(submitId)).toMatchObject({ kind: 'not-arrived', why, ...facts });
        expect(scene.till.get(submitId)).toMatchObject({ state: 'queued', firstSentAtMs: null });
      });

      test('forbidden: it did not arrive, and steps aside', async () => {
        const submitId = scene.planSubmit(await scene.memberSale());
        await scene.world.breakNext('submit', 'forbidden');
        expect(await scene.till.send(submitId)).toMatchObject({ kind: 'not-arrived', why: 'forbidden' });
        expect(scene.till.get(submitId)).toMatchObject({ state: 'parked', happened: 0 });
      });

      test('refused at the first try by an unknown code: it did not happen, and the code is kept', async () => {
        const submitId = scene.planSubmit(await scene.memberSale());
        await scene.world.breakNext('submit', 'refused');
        const refusal = await scene.till.send(submitId);
        expect(refusal.kind).toBe('refused');
        if (refusal.kind === 'refused') {
          expect(refusal.code).not.toBe('');
          expect(refusal.text).toMatch(/^[A-Z].*\S$/);
        }
        expect(scene.till.get(submitId)).toMatchObject({ state: 'parked', happened: 0 });
      });

      test('no connection: it did not arrive, then it does', async () => {
        const sale = await scene.memberSale();
        const submitId = scene.planSubmit(sale);
        await scene.world.setOffline(true);
        expect(await scene.till.send(submitId)).toMatchObject({ kind: 'not-arrived', why: 'no-connection' });
        expect(await scene.world.backEnd.identify(scene.world.member, sale, signal)).toMatchObject({
          kind: 'unavailable',
          why: 'no-connection',
        });
        await scene.world.setOffline(false);
        expect(await scene.till.send(submitId)).toMatchObject({ kind: 'done' });
        expect(await scene.world.standingSales(sale.reference)).toBe(1);
      });

      test('given up before: it did not arrive', async () => {
        const submitId = scene.planSubmit(await scene.memberSale());
        expect(await scene.till.send(submitId, AbortSignal.abort())).toMatchObject({ kind: 'not-arrived' });
      });
    });

    test('a direct call says why there is no answer, and is asked twice where the first answer was lost', async () => {
      const sale = scene.world.openSale(PRICE, null);
      await scene.world.breakNext('identify', 'lost-before-commit');
      expect(await scene.world.backEnd.identify(scene.world.member, sale, signal)).toMatchObject({ kind: 'ok' });
      await scene.world.breakNext('identify', 'throttled');
      expect(await scene.world.backEnd.identify(scene.world.member, sale, signal)).toMatchObject({
        kind: 'unavailable',
        why: 'throttled',
      });
      for (const [breakage, why] of [
        ['forbidden', 'forbidden'],
        ['garbage', 'unreadable'],
        ['bad-gateway', 'server-error'],
      ] as const) {
        // Twice, because it is asked twice where the first answer proves nothing.
        const times = breakage === 'forbidden' ? 1 : 2;
        for (let time = 0; time < times; time += 1) await scene.world.breakNext('identify', breakage);
        const unavailable = { kind: 'unavailable', why };
        expect(await scene.world.backEnd.identify(scene.world.member, sale, signal)).toMatchObject(unavailable);
      }
      expect(await scene.world.backEnd.identify(scene.world.member, sale, signal)).toMatchObject({ kind: 'ok' });
      expect(await scene.world.stranger.identify(scene.world.member, sale, signal)).toMatchObject({
        kind: 'unavailable',
        why: 'not-signed-in',
      });
    });

    test('bytes are the same for the same operation, and hold no secret', async () => {
      const submitId = scene.planSubmit(await scene.memberSale());
      expect(scene.till.request(submitId)).toEqual(scene.till.request(submitId));
      await scene.world.breakNext('submit', 'not-signed-in');
      const delivery = await scene.till.send(submitId);
      for (const text of [
        scene.till.request(submitId),
        delivery,
        scene.world.backEnd.account,
        scene.till.get(submitId),
      ])
        expect(JSON.stringify(text)).not.toContain(scene.world.secret);
    });
  });
}
