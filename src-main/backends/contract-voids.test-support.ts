import { describe, expect, test } from 'vitest';
import type { Sale } from '../../src-shared/sale/sale.ts';
import { type ContractScene, cash, completed, PRICE, QUIET_MS, START_BALANCE } from './contract-scene.test-support.ts';
import type { Breakage } from './contract-world.test-support.ts';

/** How far an operation is when its sale is voided; `never-sent`, a breakage of its only try, or `delivered`. */
type Moment = 'never-sent' | 'delivered' | Breakage;

/** The void table of design 8 and the claims, for every state that a row may be in. */
export function voidsSuite(scene: ContractScene): void {
  const bring = async (id: string, kind: 'submit' | 'submit-unclaimed' | 'pay', moment: Moment): Promise<void> => {
    if (moment === 'never-sent') return;
    if (moment !== 'delivered') await scene.world.breakNext(kind, moment);
    await scene.till.send(id);
  };

  describe('the void of every state of a submit (design 8): all is as before', () => {
    test.each([
      ['never sent', 'never-sent', 'queued'],
      ['its answer lost after it happened', 'lost-after-commit', 'unknown'],
      ['lost before it happened', 'lost-before-commit', 'unknown'],
      ['refused', 'refused', 'parked'],
      ['delivered', 'delivered', 'delivered'],
    ] as const)('%s', async (_name, moment, state) => {
      const { till } = scene;
      const sale = await scene.memberSale();
      const submitId = scene.planSubmit(sale);
      await bring(submitId, 'submit', moment);
      expect(till.get(submitId).state).toBe(state);
      scene.planVoid(sale);
      await till.drain();
      await scene.expectAsBefore(sale.reference);
      if (state === 'queued') expect(till.get(submitId)).toMatchObject({ state: 'dropped', firstSentAtMs: null });
    });

    test.each([
      ['and reached the program', true],
      ['and did not', false],
    ])('it was on its way when the till died, %s', async (_name, reaches) => {
      const { till, world } = scene;
      const sale = await scene.memberSale();
      const submitId = scene.planSubmit(sale);
      till.claim(submitId);
      scene.planVoid(sale);
      const { request } = till.get(submitId);
      if (reaches && request !== null)
        await world.backEnd.deliver(request, till.get(submitId), new AbortController().signal);
      till.die();
      expect(till.get(submitId)).toMatchObject({ state: 'unknown', happened: null });
      await till.drain();
      await scene.expectAsBefore(sale.reference);
    });

    test.each(['lost-after-commit', 'lost-before-commit'] as const)(
      'in doubt (%s): its reversal waits for a person, who asks again',
      async (breakage) => {
        const { till, world } = scene;
        const sale = await scene.memberSale();
        const submitId = scene.planSubmit(sale);
        await bring(submitId, 'submit', breakage);
        await world.breakNext('submit', 'refused');
        await till.send(submitId);
        // A program that keeps its refusals under the key answers a repeat with the first try's own.
        if (till.get(submitId).happened !== null) {
          expect(scene.capabilities.storesRefusals).toBe(true);
          return;
        }
        scene.planVoid(sale);
        await till.drain();
        expect([till.get(submitId).state, till.find('cancel-sale').state]).toEqual(['parked', 'queued']);
        till.retry(submitId);
        expect(till.get(submitId).state).toBe('unknown');
        await till.drain();
        await scene.expectAsBefore(sale.reference);
      },
    );

    test('in doubt, and a person finds that it did not happen: nothing is taken back', async () => {
      const { till, world } = scene;
      const sale = await scene.memberSale();
      const submitId = scene.planSubmit(sale);
      await bring(submitId, 'submit', 'lost-before-commit');
      await world.breakNext('submit', 'refused');
      await till.send(submitId);
      scene.planVoid(sale);
      if (till.get(submitId).happened === null) till.close(submitId, 0);
      await till.drain();
      expect(till.known.filter(({ kind, state }) => kind === 'cancel-sale' && state !== 'dropped')).toEqual([]);
      await scene.expectAsBefore(sale.reference);
    });
  });

  describe('the end of a sale at every state of its payment (design 7.8)', () => {
    const ENDS: readonly (readonly [string, (sale: Sale) => void])[] = [
      ['cleared', (sale) => void scene.till.plan({ kind: 'void', sale: { ...sale, state: 'abandoned' } })],
      ['paid otherwise', (sale) => void scene.planSubmit(sale)],
    ];
    const MOMENTS: readonly Moment[] = [
      'never-sent',
      'delivered',
      'lost-after-commit',
      'lost-before-commit',
      'refused',
      'throttled',
      'not-signed-in',
      'forbidden',
      'garbage',
    ];
    test.each(ENDS.flatMap(([name, end]) => MOMENTS.map((moment) => [name, moment, end] as const)))(
      '%s, %s: given back once, or a person is asked',
      async (_name, moment, end) => {
        if (!scene.pays) return;
        const { till, world } = scene;
        const sale = await scene.memberSale();
        const payId = scene.planPay(sale);
        await bring(payId, 'pay', moment);
        world.clock.advance(QUIET_MS);
        end(sale);
        const others = till.known.filter(({ kind }) => kind === 'submit').map(({ id }) => id);
        await till.drain(others);
        const pay = till.get(payId);
        const cancel = till.find('cancel-payment');
        if (pay.state === 'parked') {
          // Only a program that neither repeats nor lists leaves it to a person; then nothing is given back meanwhile.
          expect([pay.happened, cancel.state]).toEqual([null, 'queued']);
          return;
        }
        expect(['delivered', 'dropped', 'closed']).toContain(pay.state);
        expect(cancel.state).toBe(pay.happened === 1 ? 'delivered' : 'dropped');
        expect(await world.balance()).toBe(START_BALANCE);
      },
    );
  });

  describe('a sale of nobody', () => {
    const MOMENTS = ['never-sent', 'delivered', 'lost-after-commit', 'lost-before-commit', 'refused'] as const;
    const sold = async (moment: Moment): Promise<Sale> => {
      const sale = completed(scene.world.openSale(PRICE, null), [cash(PRICE)]);
      const [submit] = scene.till.plan({ kind: 'complete', sale, original: null });
      expect(submit?.kind).toBe(scene.capabilities.claim === 'held' ? undefined : 'submit-unclaimed');
      if (submit !== undefined) await bring(submit.id, 'submit-unclaimed', moment);
      return sale;
    };

    test.each(MOMENTS)('voided, %s: nothing stands', async (moment) => {
      const sale = await sold(moment);
      scene.till.plan({ kind: 'void', sale });
      await scene.till.drain();
      await scene.expectAsBefore(sale.reference);
    });

    test.each(MOMENTS)('claimed, %s: it stands once, for the member; voided, not at all', async (moment) => {
      const { till, world } = scene;
      const { claim } = scene.capabilities;
      const sale = { ...(await sold(moment)), memberKeyId: 'member-1' };
      const before = till.known.length;
      till.plan({ kind: 'claim', sale, memberKeyId: 'member-1' });
      if (claim === 'by-program') {
        expect(till.known).toHaveLength(before);
        return;
      }
      await till.drain();
      expect(await world.standingSales(sale.reference)).toBe(1);
      expect(await world.balance()).toBeGreaterThan(START_BALANCE);
      till.plan({ kind: 'void', sale });
      await till.drain();
      await scene.expectAsBefore(sale.reference);
    });
  });
}
