import { expect, test } from 'vitest';
import { MINUTE } from '../../src-shared/time/clock.ts';
import { ARTICLE, TillWorld, unwrap } from '../selling/till-world.test-support.ts';

const CARD = 'crd-DEMO-PAULA';

test('what a void gives back is there before it takes anything, also where the give is slow', async () => {
  const world = await TillWorld.start({ backEnd: 'pomelo' });
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 10_000);
  await world.identify(saleId, CARD);
  unwrap(await world.pay(saleId, 400));
  unwrap(await world.tender(saleId, 'CASH', 1_400));
  unwrap(await world.hurried(world.complete(saleId)));
  await world.drain();
  // The member spends all he has elsewhere: only what is given back can cover what is taken.
  const points = await world.points(CARD);
  await world.fault({ kind: 'balance-changed', operation: 'balance', points: -points, count: 1 });
  await world.identify((await world.open()).saleId, CARD);
  await world.fault({ kind: 'delay', operation: 'cancel-payment', delayMs: 100, afterCommit: false, count: 1 });
  unwrap(await world.void(saleId));
  await world.later(MINUTE);
  await world.drain();
  expect(world.states(saleId).slice(-2)).toEqual(['cancel-payment:delivered', 'cancel-sale:delivered']);
  expect(await world.ledgerSum()).toMatchObject({ salesMinor: 0, points: -points });
});
