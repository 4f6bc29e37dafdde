import { expect, test } from 'vitest';
import {
  CASHIER,
  codeOf,
  MANAGER,
  never,
  newCommand,
  RICH,
  TillWorld,
  unwrap,
} from '../selling/till-world.test-support.ts';

const refuse = (world: TillWorld) => world.fault({ kind: 'unknown-code', operation: 'submit', code: '9999', count: 1 });

async function parkedSubmit(world: TillWorld): Promise<{ saleId: string; id: string }> {
  await refuse(world);
  const { saleId } = await world.sell({ card: RICH, pieces: 10 });
  await world.drain();
  return { saleId, id: world.operation(saleId, 'submit').id };
}

const retry = (world: TillWorld, id: string, commandId = newCommand()) =>
  world.manager.queue.retry({ commandId, id, reason: 'the program is mended' }, MANAGER, never);

test('a refused operation stands in the list with its reason, and a retry sends it again, audited, once', async () => {
  const world = await TillWorld.start();
  const { saleId, id } = await parkedSubmit(world);
  const { rows } = unwrap(await world.manager.queue.list({ show: 'needs-a-person', limit: 10 }, CASHIER, never));
  expect(rows).toMatchObject([{ id, saleId, state: 'parked', happened: 0, canRetry: true, canClose: true }]);
  expect(rows[0]?.reason.length).toBeGreaterThan(10);
  const details = unwrap(await world.manager.queue.get({ id }, CASHIER, never));
  expect(details.attempts).toMatchObject([{ what: 'send', code: '9999' }]);

  const commandId = newCommand();
  expect(unwrap(await retry(world, id, commandId)).state).toBe('queued');
  await world.drain();
  expect(unwrap(await retry(world, id, commandId)).state).toBe('delivered');
  expect(codeOf(await retry(world, id))).toBe('operation-not-parked');
  expect(await world.points(RICH)).toBe(250_000 + 90);
  expect(world.parts.stores.audit.page(null, 5)).toMatchObject([
    { action: 'retry', subject: id, reason: 'the program is mended', staffId: 'demo-manager' },
  ]);
});

test('closing demands a finding; what waited for the operation goes on or is dropped with it', async () => {
  const world = await TillWorld.start();
  const { id } = await parkedSubmit(world);
  unwrap(await world.close(id, false));
  expect(world.parts.stores.operations.counts()).toMatchObject({ waiting: 0, needsPerson: 0 });
  expect(world.parts.stores.audit.page(null, 5)).toMatchObject([{ action: 'close: it did not happen', subject: id }]);
  expect(codeOf(await world.close(id, true))).toBe('operation-not-parked');
  expect(codeOf(await retry(world, 'no-such-operation'))).toBe('operation-not-found');
});

test('nobody sends again what belongs to a voided sale', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ card: RICH });
  await world.drain();
  await world.fault({ kind: 'unknown-code', operation: 'cancel-sale', code: '9999', count: 1 });
  unwrap(await world.void(saleId));
  await world.drain();
  const cancel = world.operation(saleId, 'cancel-sale');
  expect(cancel).toMatchObject({ state: 'parked', happened: 0 });
  // The reversal itself is retried: what it takes back still stands at the program.
  unwrap(await retry(world, cancel.id));
  await world.drain();
  expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 0 });
});
