import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src-shared/time/clock.ts';
import { ARTICLE, CASHIER, codeOf, MANAGER, never, newCommand, TillWorld, unwrap } from './till-world.test-support.ts';

/** Invented guests of the demo shop's RBI program, by Loyalty ID. */
const PAULA = 'de300000-0000-4000-8000-000000000011';
const PHIL = 'de300000-0000-4000-8000-000000000018';
const LOY = 'de300000-0000-4000-8000-000000000019';

const start = (): Promise<TillWorld> => TillWorld.start({ backEnd: 'rbi' });

async function codeOn(world: TillWorld, guest: string): Promise<string> {
  const issued = (await world.control.callProgram('rbi', 'issue-code', { issueFor: guest })) as { code: string };
  return issued.code;
}

async function basket(world: TillWorld): Promise<string> {
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 3_000);
  return saleId;
}

const preview = async (world: TillWorld, saleId: string) =>
  await world.cashier.benefits.preview({ saleId }, CASHIER, never);

const withoutRewards = async (world: TillWorld, saleId: string) =>
  unwrap(await world.cashier.benefits.useGifts({ saleId, commandId: newCommand(), keys: [] }, CASHIER, never));

async function paidInCash(world: TillWorld, saleId: string): Promise<void> {
  const { totals } = unwrap(await world.cashier.sale.get({ saleId }, CASHIER, never));
  unwrap(await world.tender(saleId, 'CASH', totals.dueMinor));
  unwrap(await world.hurried(world.complete(saleId)));
}

interface Transaction {
  readonly status: string;
  readonly reserved: number;
  /** What the latest reservation was for; '': none was made. */
  readonly held: string;
}
const transactions = async (world: TillWorld): Promise<readonly Transaction[]> =>
  (await world.control.callProgram('rbi', 'transactions')) as readonly Transaction[];

describe('a second scan that the program does not answer', () => {
  test.each([
    ['another guest', LOY],
    ['the same guest', PAULA],
  ])('of %s: the sale stays with whom it was opened for', async (_who, second) => {
    const world = await start();
    const saleId = await basket(world);
    await world.identify(saleId, await codeOn(world, PAULA), 'code');
    await withoutRewards(world, saleId);
    await world.offline();
    const answer = await world.tryIdentify(saleId, second, 'membership-key');
    expect(codeOf(answer)).toBe('loyalty-offline');
    await paidInCash(world, saleId);
    await world.online();
    await world.later(MINUTE);
    expect((await world.postings()).filter(({ kind }) => kind === 'earn').map(({ memberId }) => memberId)).toEqual([
      PAULA,
    ]);
  });
});

test('the same guest by another spelling of the Loyalty ID is the same guest', async () => {
  const world = await start();
  const saleId = await basket(world);
  await world.offline();
  await world.identify(saleId, LOY.toUpperCase(), 'membership-key');
  await world.online();
  expect(codeOf(await world.tryIdentify(saleId, await codeOn(world, LOY), 'code'))).toBeNull();
});

test('a reward chosen in the app and taken out of the basket is not held any more', async () => {
  const world = await start();
  const saleId = await basket(world);
  await world.identify(saleId, await codeOn(world, PAULA), 'code');
  await withoutRewards(world, saleId);
  const sale = unwrap(await preview(world, saleId));
  expect((await transactions(world)).map(({ reserved }) => reserved)).toEqual([0]);
  expect(sale.member?.balancePoints).toBe(2_500);
});

test('a guest taken offline whose first question was lost and whom nobody knows: reported unclaimed', async () => {
  const world = await start();
  const saleId = await basket(world);
  await world.offline();
  await world.identify(saleId, 'de300000-0000-4000-8000-000000000099', 'membership-key');
  await paidInCash(world, saleId);
  await world.fault({ kind: 'drop-before-commit', operation: 'identify', count: 1 });
  await world.online();
  await world.later(MINUTE);
  await world.later(MINUTE);
  expect(world.states(saleId)).toEqual(['identify:closed', 'submit:dropped', 'submit-unclaimed:delivered']);
});

test('a release that was lost and then is not known any more needs nobody', async () => {
  const world = await start();
  const saleId = await basket(world);
  await world.identify(saleId, await codeOn(world, PAULA), 'code');
  await world.fault({ kind: 'drop-before-commit', operation: 'release', count: 1 });
  await world.fault({ kind: 'unknown-code', operation: 'release', code: 'TransactionNotFoundError', count: 1 });
  unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
  await world.later(MINUTE);
  await world.later(MINUTE);
  expect(world.states(saleId)).toEqual(['release:closed']);
});

test('a guest who takes his time keeps his reservation: it is made afresh before the program gives it back', async () => {
  const world = await start();
  const saleId = await basket(world);
  await world.identify(saleId, await codeOn(world, PAULA), 'code');
  for (let quarter = 0; quarter < 3; quarter++) {
    unwrap(await preview(world, saleId));
    await world.later(15 * MINUTE);
  }
  const reservations = (await world.control.journal()).filter(({ operation }) => operation === 'reserve');
  expect(reservations.length).toBeGreaterThan(1);
  // 45 minutes after the first reservation another till still sees the points held.
  const elsewhere = await world.parts.backEnd.identify([{ method: 'membership-key', value: PAULA }], null, never);
  expect(elsewhere).toMatchObject({ value: { member: { balancePoints: 2_500 - 250 } } });
});

test('a second scan while the program is reserving: the new transaction is reserved as well', async () => {
  const world = await start();
  const saleId = await basket(world);
  await world.identify(saleId, await codeOn(world, PAULA), 'code');
  const second = await codeOn(world, PAULA);
  await world.fault({ kind: 'delay', delayMs: 200, operation: 'reserve', count: 1 });
  const first = preview(world, saleId);
  await new Promise((resolve) => setTimeout(resolve, 60));
  await world.identify(saleId, second, 'code');
  await first;
  await world.drain();
  unwrap(await preview(world, saleId));
  const standing = (await transactions(world)).filter(({ status }) => status === 'PENDING');
  expect(standing).toMatchObject([{ reserved: 250, held: expect.stringContaining('cookie') }]);
});

test('a claim whose first answer was lost and whose repeat is refused can still be brought to an end', async () => {
  const world = await start();
  const saleId = await basket(world);
  await world.identify(saleId, await codeOn(world, PAULA), 'code');
  unwrap(await preview(world, saleId));
  await world.fault({ kind: '500-before-commit', operation: 'submit', count: 1 });
  await paidInCash(world, saleId);
  await world.fault({ kind: 'unknown-code', operation: 'submit', code: 'TransactionInsufficientPoints', count: 1 });
  await world.later(MINUTE);
  const { id, state, happened } = world.operation(saleId, 'submit');
  expect({ state, happened }).toEqual({ state: 'parked', happened: null });
  const order = { commandId: newCommand(), id, wayOut: 'without-benefits', reason: 'the support sees no claim' };
  unwrap(await world.manager.queue.takeWayOut(order, MANAGER, never));
  await world.later(MINUTE);
  expect(world.states(saleId)).toEqual(['release:dropped', 'submit:closed', 'submit:delivered']);
  expect((await world.postings()).map(({ kind }) => kind)).toEqual(['sale', 'earn']);
});

test('in doubt, reported without the guest although the claim had happened: it stands once, as one of nobody', async () => {
  const world = await start();
  const saleId = await basket(world);
  await world.identify(saleId, await codeOn(world, PAULA), 'code');
  unwrap(await preview(world, saleId));
  await world.fault({ kind: '500-after-commit', operation: 'submit', count: 1 });
  await paidInCash(world, saleId);
  await world.fault({ kind: 'unknown-code', operation: 'submit', code: 'TransactionNotClaimable', count: 1 });
  await world.later(MINUTE);
  const { id } = world.operation(saleId, 'submit');
  const order = { commandId: newCommand(), id, wayOut: 'as-unclaimed', reason: 'nobody answers there' };
  unwrap(await world.manager.queue.takeWayOut(order, MANAGER, never));
  await world.later(MINUTE);
  expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 540 });
});

test.each(['cleared', 'completed'])(
  'an answer to identify that comes after the sale was %s is given back',
  async (how) => {
    const world = await start();
    const saleId = await basket(world);
    await world.fault({ kind: 'delay', delayMs: 150, operation: 'identify', count: 1 });
    const late = world.tryIdentify(saleId, await codeOn(world, PHIL), 'code');
    await new Promise((resolve) => setTimeout(resolve, 60));
    if (how === 'cleared') unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
    else await paidInCash(world, saleId);
    expect(codeOf(await late)).toBe('sale-not-open');
    await world.drain();
    expect(world.operation(saleId, 'release').state).toBe('delivered');
    expect((await transactions(world)).some(({ status }) => status === 'PENDING')).toBe(false);
  },
);

test('a code that was shown stands nowhere in the till’s files, whatever became of it', async () => {
  const world = await start();
  const codes = [await codeOn(world, PAULA), await codeOn(world, PHIL), await codeOn(world, LOY)] as const;
  const saleId = await basket(world);
  await world.identify(saleId, codes[0], 'code');
  await world.fault({ kind: 'drop-after-commit', operation: 'identify', count: 1 });
  await world.tryIdentify(saleId, codes[1], 'code');
  await world.offline();
  await world.tryIdentify(saleId, codes[2], 'code');
  unwrap(await world.cashier.sale.clear({ saleId, commandId: newCommand() }, CASHIER, never));
  await world.later(MINUTE);
  const folder = dirname(world.parts.db.name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  expect(texts.join('').length).toBeGreaterThan(100_000);
  for (const code of codes) {
    const asWord = new RegExp(`(?<![0-9A-Za-z])${code}(?![0-9A-Za-z])`);
    expect(files.filter((_file, at) => asWord.test(texts[at] ?? '')).map(({ name }) => name)).toEqual([]);
  }
});

describe('the process dies', () => {
  const STEPS: readonly (readonly [string, (world: TillWorld, saleId: string) => Promise<unknown>])[] = [
    ['a scan', async (world, saleId) => await world.tryIdentify(saleId, await codeOn(world, PAULA), 'code')],
    ['its reservation', async (world, saleId) => await preview(world, saleId)],
    ['a second scan', async (world, saleId) => await world.tryIdentify(saleId, await codeOn(world, PAULA), 'code')],
    [
      'the scan of another guest',
      async (world, saleId) => await world.tryIdentify(saleId, await codeOn(world, PHIL), 'code'),
    ],
    ['the reservation after it', async (world, saleId) => await preview(world, saleId)],
    ['the payment', async (world, saleId) => await paidInCash(world, saleId)],
    ['the void', async (world, saleId) => await world.void(saleId)],
  ];

  test.each(STEPS.map(([name], at) => [name, at] as const))(
    'right after %s, answers lost: nothing is held for the guest and nothing stands that the till does not know',
    async (_name, last) => {
      const world = await start();
      const saleId = await basket(world);
      await world.fault({ kind: 'drop-after-commit', operation: 'release', count: 2 });
      await world.fault({ kind: 'drop-after-commit', operation: 'submit', count: 1 });
      await world.fault({ kind: 'drop-after-commit', operation: 'cancel-sale', count: 1 });
      for (const [, take] of STEPS.slice(0, last + 1)) await take(world, saleId);
      await world.crash();
      await world.later(2 * MINUTE);
      const state = world.parts.stores.sales.byId(saleId)?.state;
      if (state === 'open') await paidInCash(world, saleId);
      await world.later(2 * MINUTE);
      expect(world.operations(saleId).filter(({ endedAtMs }) => endedAtMs === null)).toEqual([]);
      expect((await transactions(world)).filter(({ status }) => status === 'PENDING')).toEqual([]);
      const stands = world.parts.stores.sales.byId(saleId)?.state === 'completed';
      expect((await world.ledgerSum()).salesMinor).toBe(stands ? 540 : 0);
    },
  );
});
