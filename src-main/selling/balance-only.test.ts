import { expect, test } from 'vitest';
import { CASHIER, codeOf, MANAGER, never, newCommand, TillWorld, unwrap } from './till-world.test-support.ts';

const USER = 'usr-DEMO-INVENTED';

test('an id that shows a balance alone is kept of nobody: such a sale could never be sent', async () => {
  const world = await TillWorld.start({ backEnd: 'pomelo' });
  const unclaimed = await world.sell({ pieces: 10 });
  const code = world.parts.stores.unclaimed.bySale(unclaimed.saleId)?.claimCode ?? '';
  await world.offline();
  const { saleId } = await world.open();
  expect(codeOf(await world.tryIdentify(saleId, USER, 'membership-key'))).toBe('loyalty-offline');
  expect(unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never)).member).toBeNull();
  const claim = { commandId: newCommand(), code, method: 'membership-key', value: USER } as const;
  expect(codeOf(await world.hurried(world.cashier.claim.confirm(claim, MANAGER, never)))).toBe('loyalty-offline');
  expect(world.parts.stores.unclaimed.byCode(code)?.claimedAtMs).toBeNull();
});
