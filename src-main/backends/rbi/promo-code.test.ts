import { expect, test } from 'vitest';
import { Counter } from './counter.test-support.ts';
import { MINA, startRbiWorld } from './rbi-world.test-support.ts';

const never = new AbortController().signal;

test('a promo code unlocks an offer, as far as the shop set it up', async () => {
  const ten = {
    incentiveId: 'ten',
    kind: 'offer',
    name: 'Ten',
    productId: '80300',
    loyaltyEngineId: 'eng-ten',
    discount: { subtype: 'PERCENTAGE_DISCOUNT', value: 10 },
  } as const;
  const discount = { subtype: 'PERCENTAGE_DISCOUNT', value: '10', referenceId: 'eng-ten' } as const;
  const world = await startRbiWorld(
    { incentives: [ten], promoCodes: { WINTER: 'ten', SPRING: 'bun', SUMMER: 'unknown-here' } },
    { incentives: { ten: { name: 'Ten off', discount }, bun: { name: 'Bun', productId: '80400', priceMinor: 50 } } },
  );
  try {
    const counter = new Counter(world);
    await counter.scan(MINA);
    const redeem = (code: string) =>
      world.backEnd.redeemCode(code, { sale: counter.sale, member: [], known: counter.till.known }, never);
    expect(await redeem('AUTUMN')).toMatchObject({ kind: 'refused', text: 'This promo code is not known.' });
    expect(await redeem('SPRING')).toMatchObject({ value: { line: { articleCode: '80400', unitPriceMinor: 50 } } });
    expect(await redeem('SUMMER')).toMatchObject({ value: { redeemable: false } });
    const unlocked = await redeem('WINTER');
    expect(unlocked).toMatchObject({ kind: 'ok', value: { name: 'Ten off', kind: 'offer', redeemable: true } });
    if (unlocked.kind === 'ok') counter.take(unlocked.value);
    expect(await counter.preview()).toMatchObject({ value: { deals: [{ amountMinor: 115, reason: 'Ten off' }] } });
    expect(await counter.complete()).toMatchObject({ state: 'delivered', answer: { pointsEarned: 51 } });
  } finally {
    await world.stop();
  }
});
