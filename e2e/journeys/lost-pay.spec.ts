import { CASHIER, MANAGER, member } from '../fixtures/demo.ts';
import { expectPostings, pointsAt } from '../fixtures/ledger.ts';
import { expect, test } from '../fixtures/test.ts';

test('a pay whose answer is lost, then cash: what was taken is given back once a manager looked', async ({
  till,
  page,
  screens,
}) => {
  const { sale, payment, queue } = screens;
  const card = member('rich').externalId ?? '';
  await till.open(page);
  await screens.signIn(CASHIER);
  const control = await till.control();
  await sale.add('Mug Milky Way');
  await sale.identify('card', card);
  await expect(sale.member).toContainText('Paula Plenty');
  const before = await pointsAt(control, card);
  await sale.pay();
  await control.setFaults({
    add: [{ kind: 'drop-after-commit', endpoint: '/payment', operation: 'pay', count: 1 }],
  });
  await payment.payPoints('500');
  await expect(payment.payState).toContainText('Not known whether €5.00 in points was taken');
  await page.getByRole('button', { name: 'Other tender' }).click();
  await payment.takeCash('2000');
  await payment.complete();
  // Asked about once it has been quiet long enough; the points of the sale itself blur what the balance says.
  await expect(screens.waiting).toContainText('needs a manager', { timeout: 30_000 });
  await expectPostings(control, ['spend', 'sale', 'earn']);

  await screens.signOut();
  await screens.signIn(MANAGER);
  await screens.goTo('Sync queue');
  await expect(queue.entry('Pay with points')).toContainText('In doubt');
  const dialog = await queue.open('Pay with points');
  await expect(dialog.locator('.queue-sentence')).toHaveText(/\w+ \w+ \w+.*\./);
  await dialog.getByRole('button', { name: 'Close with a finding' }).click();
  await dialog.getByRole('radiogroup').getByText('It happened', { exact: true }).click();
  const paid = (await control.postings()).find(({ kind }) => kind === 'spend');
  const reference = dialog.getByLabel("Program's reference");
  if (await reference.isVisible()) await reference.fill(paid?.transactionId ?? '');
  await dialog.getByLabel('Reason').fill('the program shows the payment');
  await dialog.getByRole('button', { name: 'Close with a finding' }).click();
  await expect(dialog).toContainText('Closed: happened');
  await expectPostings(control, ['spend', 'sale', 'earn', 'spend-cancel']);
  const earned = (await control.postings()).find(({ kind }) => kind === 'earn')?.points ?? 0;
  expect(await pointsAt(control, card)).toBe(before + earned);
  await expect(screens.waiting).toContainText('Nothing waiting');
});

test('a pay whose answer is lost, then cash, then a kill: nothing is taken unattended, and it is listed', async ({
  till,
  page,
  screens,
  strict,
}) => {
  const { sale, payment, queue } = screens;
  const card = member('rich').externalId ?? '';
  await till.open(page);
  await screens.signIn(CASHIER);
  const control = await till.control();
  const before = await pointsAt(control, card);
  await sale.add('Mug Milky Way');
  await sale.identify('card', card);
  await expect(sale.member).toContainText('Paula Plenty');
  await sale.pay();
  await control.setFaults({
    add: [{ kind: 'drop-after-commit', endpoint: '/payment', operation: 'pay', count: 1 }],
  });

  await test.step('undecided, with another tender from the first second', async () => {
    await payment.payPoints('500');
    await expect(payment.payState).toContainText('Not known whether €5.00 in points was taken');
    await expect(page.getByRole('button', { name: /^Ask again in \d+ s$/ })).toBeDisabled();
    await expect(page.getByRole('button', { name: 'Other tender' })).toBeEnabled();
    expect(await pointsAt(control, card)).toBe(before - 500);
  });

  await test.step('cash for the whole sale', async () => {
    await page.getByRole('button', { name: 'Other tender' }).click();
    await payment.takeCash('2000');
    await payment.complete();
    await expectPostings(control, ['spend', 'sale', 'earn']);
  });

  strict.allowLostTill();
  await till.kill();
  await expect(page.getByRole('alertdialog')).toContainText('The till does not answer');

  await test.step('after a start on the same folder it is listed with a sentence', async () => {
    const paysBefore = (await control.journal()).filter(({ operation }) => operation === 'pay').length;
    await till.open(page);
    await screens.signIn(CASHIER);
    await screens.goTo('Sync queue');
    await expect(queue.entry('Pay with points')).toContainText('Outcome unknown');
    await expect(queue.entry('Give points back')).toHaveCount(1);
    const dialog = await queue.open('Pay with points');
    await expect(dialog.locator('.queue-sentence')).toHaveText(/\w+ \w+ \w+.*\./);
    await expect(dialog).toContainText('Looked up');
    const pays = (await control.journal()).filter(({ operation }) => operation === 'pay');
    expect(pays).toHaveLength(paysBefore);
  });
});
