import { expect, test } from 'vitest';
import { ARTICLE, CASHIER, MANAGER, never, newCommand, TillWorld, unwrap } from '../selling/till-world.test-support.ts';
import type { Program } from '../training/posting.ts';

/** What a screen has no button for, and says so: the names of the capabilities view. */
const LACKS: readonly (readonly [Program, readonly string[]])[] = [
  ['rekonect', ['reserve', 'promoCodes']],
  ['rbi', ['payWithPoints', 'oneTimeCode', 'enrol', 'updateMember', 'readMemberAgain', 'partialReturn', 'claim']],
  ['covalent', ['reserve', 'gifts', 'promoCodes', 'oneTimeCode', 'enrol', 'updateMember']],
  ['pomelo', ['reserve', 'gifts', 'promoCodes', 'oneTimeCode', 'enrol', 'updateMember']],
];

test.each(LACKS)('%s says why of everything it lacks', async (backEnd, lacks) => {
  const world = await TillWorld.start({ backEnd });
  const view = unwrap(await world.cashier.status.readCapabilities({}, CASHIER, never));
  const lacking = Object.entries(view).flatMap(([name, value]) =>
    typeof value === 'object' && 'offered' in value && !value.offered ? [{ name, because: value.because }] : [],
  );
  expect(lacking.map(({ name }) => name).sort()).toEqual([...lacks].sort());
  for (const { because } of lacking) expect(because).toMatch(/^[A-Z].*\.$/);
  expect(view.idFields.length).toBeGreaterThan(0);
});

async function sellWithout(world: TillWorld): Promise<string> {
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 1_000);
  unwrap(await world.tender(saleId, 'CASH', 200));
  unwrap(await world.hurried(world.complete(saleId)));
  await world.drain();
  return saleId;
}

const receiptOf = async (world: TillWorld, saleId: string) =>
  unwrap(await world.cashier.receipt.get({ saleId }, CASHIER, never));

test('a sale without a member is kept here where the program is told nothing of it', async () => {
  const world = await TillWorld.start({ backEnd: 'covalent' });
  const saleId = await sellWithout(world);
  const { sales } = unwrap(await world.cashier.history.list({ limit: 5 }, CASHIER, never));
  expect(sales).toMatchObject([{ saleId, loyalty: 'held', uncorrected: [] }]);
  const receipt = await receiptOf(world, saleId);
  expect(receipt).toMatchObject({ held: true, changeMinor: 20 });
  expect(receipt.text).toContain('kept on this till until it is claimed');
});

test("a sale without a member prints the program's own texts, and no code of ours", async () => {
  const world = await TillWorld.start({ backEnd: 'rbi' });
  const receipt = await receiptOf(world, await sellWithout(world));
  expect(receipt).toMatchObject({ held: false, claimCode: null, loyaltyState: 'none' });
  expect(receipt.text).toContain('Harbour Rewards');
});

test('a pay that waits for approval is told apart and does not count', async () => {
  const world = await TillWorld.start({ backEnd: 'covalent' });
  await world.control.applySettings({ covalent: { externalApproval: 'redemptions' } });
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 10_000);
  await world.identify(saleId, 'LC-DEMO-RICH', 'card');
  const { result, sale } = unwrap(await world.pay(saleId, 400));
  expect(result).toBe('undecided');
  expect(sale).toMatchObject({ pay: { state: 'awaiting-approval', amountMinor: 400 }, tenders: [] });
});

test('a used reward stands in the view with its line, its cost and whether it is confirmed', async () => {
  const world = await TillWorld.start({ backEnd: 'rbi' });
  const { saleId } = await world.open();
  await world.add(saleId, ARTICLE, 1_000);
  const issued = await world.control.callProgram('rbi', 'issue-code', { issueFor: PAULA });
  await world.identify(saleId, (issued as { code: string }).code, 'code');
  const sale = unwrap(await world.cashier.benefits.preview({ saleId }, CASHIER, never));
  const [benefit] = sale.benefits;
  expect(benefit).toMatchObject({ kind: 'reward', costPoints: 250, confirmed: true });
  expect(sale.lines.map(({ benefitKey }) => benefitKey)).toEqual([null, benefit?.key]);
  expect(sale.member?.gifts).toMatchObject([{ key: benefit?.key, preselected: true, used: true }]);
  expect(JSON.stringify(sale)).not.toContain('facts');
});

const PAULA = 'de300000-0000-4000-8000-000000000011';

test('the audit list names people and sales, not ids', async () => {
  const world = await TillWorld.start();
  const saleId = await sellWithout(world);
  unwrap(await world.cashier.receipt.reprint({ saleId, commandId: newCommand() }, CASHIER, never));
  unwrap(await world.void(saleId));
  const { rows } = unwrap(await world.manager.audit.list({ limit: 5 }, MANAGER, never));
  expect(rows).toMatchObject([{ action: 'void' }, { action: 'reprint', staffName: 'Casey Cashier' }]);
  for (const { subject } of rows) expect(subject).toMatch(/^T1-/);
});
