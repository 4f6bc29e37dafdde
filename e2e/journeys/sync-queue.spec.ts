import { CASHIER, MANAGER, member } from '../fixtures/demo.ts';
import { expectPostings } from '../fixtures/ledger.ts';
import { expect, test } from '../fixtures/test.ts';

test.beforeEach(async ({ till, page, screens }) => {
  const { sale, payment } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  const control = await till.control();
  await control.setFaults({
    add: [{ kind: 'unknown-code', endpoint: '/transaction', operation: 'submit', code: '4999000', count: 1 }],
  });
  await sale.add('Mug Milky Way');
  await sale.identify('card', member('rich').externalId ?? '');
  await expect(sale.member).toContainText('Paula Plenty');
  await sale.pay();
  await payment.takeExactCash();
  await payment.complete();
  await expect(screens.waiting).toContainText('1 needs a manager');
});

test('a cashier can look at a refused sale, and is told who may change it', async ({ page, screens }) => {
  await screens.goTo('Sync queue');
  await expect(page.getByText('You can look, not change')).toBeVisible();
  await expect(screens.queue.entry('Book sale')).toContainText('Refused');
  const dialog = await screens.queue.open('Book sale');
  await expect(dialog.locator('.queue-sentence')).toHaveText(/\w+ \w+ \w+.*\./);
  await expect(dialog).toContainText('You can look, not change');
  await expect(dialog.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Close with a finding' })).toHaveCount(0);
});

test('a manager retries a refused sale with a reason', async ({ till, page, screens }) => {
  await screens.signOut();
  await screens.signIn(MANAGER);
  await screens.goTo('Sync queue');
  await screens.queue.show('Needs a person');
  const dialog = await screens.queue.open('Book sale');
  await dialog.getByRole('button', { name: 'Retry' }).click();
  await expect(dialog.getByRole('button', { name: 'Retry' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('the program was corrected');
  await dialog.getByRole('button', { name: 'Retry' }).click();
  await dialog.getByRole('button', { name: 'Back', exact: true }).click();
  await expectPostings(await till.control(), ['sale', 'earn']);
  await expect(screens.waiting).toContainText('Nothing waiting');
  await expect(page.getByText('Nothing needs a person.')).toBeVisible();
});

test('a manager closes a refused sale with a finding, and the audit list keeps it', async ({ till, page, screens }) => {
  await screens.signOut();
  await screens.signIn(MANAGER);
  await screens.goTo('Sync queue');
  const dialog = await screens.queue.open('Book sale');
  await dialog.getByRole('button', { name: 'Close with a finding' }).click();
  const close = dialog.getByRole('button', { name: 'Close with a finding' });
  await expect(close).toBeDisabled();
  await dialog.getByLabel('Reason').fill('not in the program, customer agrees');
  await expect(close).toBeDisabled();
  await dialog.getByRole('radiogroup').getByText('It did not happen', { exact: true }).click();
  await close.click();
  await expect(dialog).toContainText('Closed: did not happen');
  await dialog.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(screens.waiting).toContainText('Nothing waiting');
  await expectPostings(await till.control(), []);

  await screens.goTo('Manager');
  await page.getByRole('tab', { name: 'Audit list' }).click();
  await expect(page.getByText('The list is complete and unchanged.')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'not in the program, customer agrees' });
  await expect(row).toContainText(MANAGER.name);
});
