import { describe, expect, test } from 'vitest';
import type { OperationKind } from '../../src-shared/queue/operation.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import { DAY } from '../../src-shared/time/clock.ts';
import { type ContractScene, PAID, QUIET_MS, START_BALANCE } from './contract-scene.test-support.ts';

/** Where a program promises to recognise a repeat for ever. */
const LONG_MS = 10 * DAY;
const LOST = ['lost-after-commit', 'lost-before-commit'] as const;

/** What is settled late, by another clock or by another credential than it was sent with. */
export function doubtsSuite(scene: ContractScene): void {
  const signal = new AbortController().signal;
  const windowOf = (kind: OperationKind): number | null => {
    const replay = scene.capabilities.replay[kind];
    return replay?.kind === 'safe-for' ? replay.ms : null;
  };

  /** The till's clock alone is wrong when it goes back; time that passes does so for the program as well. */
  const moveClock = async (byMs: number): Promise<void> => {
    scene.world.clock.set(scene.world.clock.nowMs() + byMs);
    if (byMs >= 0) return;
    scene.till.clockWentBack();
    await scene.world.control.setTime(-byMs);
  };

  describe('a reversal whose answer is lost', () => {
    const reversed = async (kind: 'cancel-sale' | 'cancel-payment'): Promise<{ sale: Sale; id: string }> => {
      const { till } = scene;
      const sale = await scene.memberSale();
      await till.send(kind === 'cancel-sale' ? scene.planSubmit(sale) : scene.planPay(sale));
      if (kind === 'cancel-sale') scene.planVoid(sale);
      else till.plan({ kind: 'void', sale: { ...sale, state: 'abandoned' } });
      return { sale, id: till.find(kind).id };
    };
    const CASES = (['cancel-sale', 'cancel-payment'] as const).flatMap((kind) =>
      LOST.map((breakage) => [kind, breakage] as const),
    );

    test.each(CASES)('%s, %s: given back once', async (kind, breakage) => {
      if (kind === 'cancel-payment' && !scene.pays) return;
      const { sale, id } = await reversed(kind);
      await scene.world.breakNext(kind, breakage);
      expect(await scene.till.send(id)).toMatchObject({ kind: 'maybe' });
      await scene.till.drain();
      expect(scene.till.get(id).state).toBe('delivered');
      await scene.expectAsBefore(sale.reference);
    });

    test.each(CASES)('%s, %s, beyond its window: given back once, or a person is asked', async (kind, breakage) => {
      if (kind === 'cancel-payment' && !scene.pays) return;
      const { sale, id } = await reversed(kind);
      await scene.world.breakNext(kind, breakage);
      await scene.till.send(id);
      scene.world.clock.advance((windowOf(kind) ?? LONG_MS) + 1);
      await scene.till.drain();
      if (scene.till.get(id).state === 'parked') expect(scene.till.get(id).happened).toBeNull();
      else await scene.expectAsBefore(sale.reference);
    });
  });

  describe('the safe window', () => {
    test('ends: then nothing is repeated blindly, nor after the clock went back', async () => {
      const { till, world } = scene;
      const submitId = scene.planSubmit(await scene.memberSale());
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

    test('there is none: long after, the repeat is still answered with what became of the first try', async () => {
      const { till, world } = scene;
      if (windowOf('submit') !== null) return;
      const sale = await scene.memberSale();
      const submitId = scene.planSubmit(sale);
      await world.breakNext('submit', 'lost-after-commit');
      await till.send(submitId);
      const balance = await world.balance();
      world.clock.advance(LONG_MS);
      await till.drain();
      expect(till.get(submitId).happened).not.toBe(0);
      expect(await world.standingSales(sale.reference)).toBe(1);
      expect(await world.balance()).toBe(balance);
    });

    const CLOCKS = [
      ['is over', (windowMs: number) => windowMs + 1],
      ['is not to be trusted, because the clock was set back', (windowMs: number) => -windowMs],
    ] as const;
    const CASES = CLOCKS.flatMap(([name, move]) => LOST.map((breakage) => [name, breakage, move] as const));

    test.each(CASES)(
      '%s (%s): a sale stands at most once, and nobody is wrong about it',
      async (_n, breakage, move) => {
        const { till, world } = scene;
        const windowMs = windowOf('submit');
        if (windowMs === null) return;
        const sale = await scene.memberSale();
        const submitId = scene.planSubmit(sale);
        await world.breakNext('submit', breakage);
        await till.send(submitId);
        const happened = breakage === 'lost-after-commit';
        await moveClock(move(windowMs));
        await till.askUntilSettled(submitId);
        if (happened) expect(till.get(submitId).happened).not.toBe(0);
        else expect(till.get(submitId).happened).not.toBe(1);
        await till.drain();
        const standing = await world.standingSales(sale.reference);
        expect(standing).toBe(till.get(submitId).state === 'delivered' || happened ? 1 : 0);
      },
    );

    test.each(CASES)(
      '%s (%s): a payment is taken at most once, and never sent by itself',
      async (_n, breakage, move) => {
        const { till, world } = scene;
        const windowMs = windowOf('pay');
        if (windowMs === null) return;
        const payId = scene.planPay(await scene.memberSale());
        await world.breakNext('pay', breakage);
        await till.send(payId);
        await moveClock(move(windowMs));
        expect(till.nextStep(payId)).toBe('look-up');
        await till.askUntilSettled(payId);
        const happened = breakage === 'lost-after-commit';
        expect(till.get(payId).happened).not.toBe(happened ? 0 : 1);
        expect(till.get(payId).state).not.toBe('queued');
        expect(await world.balance()).toBe(START_BALANCE - (happened ? PAID : 0));
      },
    );
  });

  test.each(LOST)(
    'the credential is changed while a sale is unknown (%s): it stands at most once',
    async (breakage) => {
      const { till, world } = scene;
      const sale = await scene.memberSale();
      const submitId = scene.planSubmit(sale);
      await world.breakNext('submit', breakage);
      await till.send(submitId);
      world.clock.advance(QUIET_MS);
      // It belongs to another account, so it is not sent there; and whoever asks there is told nothing about it.
      expect(till.get(submitId).account).not.toBe(world.stranger.account);
      expect(['ask-again', 'cannot-tell']).toContain((await till.lookUp(submitId, world.stranger)).kind);
      expect(await world.stranger.deliver(till.request(submitId), till.get(submitId), signal)).toMatchObject({
        kind: 'not-arrived',
        why: 'not-signed-in',
      });
      // The former one is back: windows are over, and what may be repeated for ever is.
      const step = till.nextStep(submitId, 'window-over');
      if (step === 'replay') await till.send(submitId);
      else await till.askUntilSettled(submitId);
      const happened = breakage === 'lost-after-commit';
      if (happened || step === 'replay') expect(till.get(submitId).happened).not.toBe(0);
      else expect(till.get(submitId).happened).not.toBe(1);
      await till.drain();
      expect(await world.standingSales(sale.reference)).toBe(
        till.get(submitId).state === 'delivered' || happened ? 1 : 0,
      );
    },
  );
}
