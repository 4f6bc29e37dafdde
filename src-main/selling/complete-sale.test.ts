import { expect, test } from 'vitest';
import { RICH, TillWorld, unwrap } from './till-world.test-support.ts';

test('a sale with a member: paid, completed in one commit, submitted, earned', async () => {
  const world = await TillWorld.start();
  const before = await world.points(RICH);
  const { saleId } = await world.open();
  await world.add(saleId, 'COFFEE-01', 10_000);
  await world.identify(saleId, RICH);
  const paid = unwrap(await world.pay(saleId, 800));
  expect(paid.result).toBe('confirmed');
  unwrap(await world.tender(saleId, 'CASH', 2_000));
  const commits = world.commits();
  const completing = world.complete(saleId);
  expect(world.commits() - commits).toBe(1);
  expect(world.states(saleId)).toEqual(['pay:delivered', 'cancel-payment:dropped', 'submit:queued']);
  const receipt = unwrap(await completing);
  await world.drain();
  expect(world.states(saleId)).toEqual(['pay:delivered', 'cancel-payment:dropped', 'submit:delivered']);
  expect(receipt).toMatchObject({ balancePoints: before - 800 + 50, pointsEarned: 50, loyaltyState: 'final' });
  expect(await world.points(RICH)).toBe(before - 800 + 50);
});
