import { CASHIER, MANAGER, member } from '../fixtures/demo.ts';
import { look } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

// axe on every screen, light and dark; the pictures in .test-output/screenshots are for people to look at.

// Each looks at about ten screens, twice.
test.describe.configure({ timeout: 120_000 });

test('the screens of a sale can be used by everybody', async ({ till, page, screens }) => {
  const { sale } = screens;
  await till.open(page);
  await expect(page.getByLabel('PIN', { exact: true })).toBeVisible();
  await look(page, '01-sign-in');
  await screens.signIn(CASHIER);
  await expect(page.getByText('Scan the first item')).toBeVisible();
  await look(page, '02-sale-empty');

  await sale.search.fill('co');
  await expect(page.getByRole('option').nth(2)).toBeVisible();
  // While the list is open everything else is hidden from screen readers; the focus stays in the field.
  const listIsOpen = ['aria-hidden-focus', 'page-has-heading-one', 'region', 'scrollable-region-focusable'];
  await look(page, '03-sale-search', listIsOpen);
  await sale.search.fill('');

  for (const name of ['Mug Milky Way', 'Espresso Lunar', 'Tote Bag Telescope', 'Notebook Nova', 'Plush Comet'])
    await sale.add(name);
  await sale.press('Change quantity of Espresso Lunar');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, '04-sale-quantity');
  await page.keyboard.press('Escape');
  await sale.press('Identify member');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, '05-identify');
  await page.keyboard.press('Escape');
  await sale.press('Enrol');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, '06-enrol');
  await page.keyboard.press('Escape');
  await sale.identify('card', member('birthday gift').externalId ?? '');
  await expect(sale.member).toContainText('Bea Birthday');
  await expect(sale.benefits).toContainText('Birthday coffee');
  await look(page, '07-sale-member');
});

test('the screens of paying can be used by everybody', async ({ till, page, screens }) => {
  const { sale, payment, receipt } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  for (const name of ['Mug Milky Way', 'Espresso Lunar', 'Tote Bag Telescope']) await sale.add(name);
  await sale.identify('card', member('birthday gift').externalId ?? '');
  await expect(sale.member).toContainText('Bea Birthday');
  await sale.pay();
  await look(page, '08-payment-cash');
  await payment.choose('Card');
  await look(page, '09-payment-card');
  await payment.choose('Points');
  await look(page, '10-payment-points');
  await payment.payPoints('500');
  await expect(payment.payState).toContainText('paid with points');
  await look(page, '11-payment-points-paid');
  await payment.takeCash('10000');
  await expect(page.getByRole('button', { name: 'Complete sale' })).toBeVisible();
  await look(page, '12-payment-paid');
  await payment.complete();
  await expect(receipt.earned).toBeVisible();
  await look(page, '13-receipt');
});

test('the screens after a sale can be used by everybody', async ({ till, page, screens }) => {
  const { sale, payment, receipt, history } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  await sale.add('Mug Milky Way');
  await sale.identify('card', member('rich').externalId ?? '');
  await expect(sale.member).toContainText('Paula Plenty');
  await sale.pay();
  await payment.payPoints('500');
  await expect(payment.payState).toContainText('paid with points');
  await payment.takeExactCash();
  await payment.complete();
  const number = await receipt.saleNumber();
  await receipt.next();
  await sale.add('Espresso Lunar');
  await sale.pay();
  await payment.takeExactCash();
  await payment.complete();
  await receipt.claimCode();
  await look(page, '14-receipt-unclaimed');

  await screens.goTo('History');
  await history.choose(number);
  await expect(page.getByTestId('receipt-text')).toBeAttached();
  await look(page, '15-history');
  await page.getByRole('button', { name: 'Return items' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, '16-return');
  await page.keyboard.press('Escape');
  await history.askVoid(number);
  await look(page, '17-void');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Claim with code' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, '18-claim');
  await page.keyboard.press('Escape');
  await screens.goTo('Settings');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await look(page, '19-settings');
});

test('the screens of trouble can be used by everybody', async ({ till, page, screens, strict }) => {
  const { sale, payment, receipt } = screens;
  await till.open(page);
  await screens.signIn(MANAGER);
  const control = await till.control();
  await control.setFaults({
    add: [
      { kind: 'drop-after-commit', endpoint: '/payment', operation: 'pay', count: 1 },
      { kind: 'unknown-code', endpoint: '/transaction', operation: 'submit', code: '4999000', count: 1 },
    ],
  });
  await sale.add('Mug Milky Way');
  await sale.identify('card', member('rich').externalId ?? '');
  await expect(sale.member).toContainText('Paula Plenty');
  await sale.pay();
  await payment.payPoints('500');
  await expect(payment.payState).toContainText('Not known');
  await look(page, '20-payment-undecided');
  await page.getByRole('button', { name: 'Other tender' }).click();
  await payment.takeExactCash();
  await look(page, '21-payment-other-tender');
  await payment.complete();
  await expect(screens.waiting).toContainText(/needs? a manager/);

  await screens.setNetwork(false);
  await receipt.next();
  await sale.add('Notebook Nova');
  await sale.identify('card', member('poor').externalId ?? '');
  await expect(sale.member).toContainText('Kept, not confirmed');
  await look(page, '22-sale-offline');
  await sale.pay();
  await payment.choose('Points');
  await look(page, '23-payment-offline');
  await payment.choose('Cash');
  await payment.takeExactCash();
  await payment.complete();
  await look(page, '24-receipt-offline');

  await screens.goTo('Sync queue');
  await expect(screens.queue.entry('Book sale').first()).toBeVisible();
  await look(page, '25-queue');
  await screens.queue.show('Needs a person');
  const dialog = await screens.queue.open('Book sale');
  await expect(dialog.getByRole('button', { name: 'Retry' })).toBeVisible();
  await look(page, '26-queue-entry');
  await dialog.getByRole('button', { name: 'Close with a finding' }).click();
  await look(page, '27-queue-close');
  await page.keyboard.press('Escape');

  await screens.goTo('Manager');
  await page.getByLabel('Name of the POS program').fill('Invented POS');
  await page.getByRole('button', { name: 'Show a pairing code' }).click();
  await expect(page.getByTestId('pairing-code')).toBeVisible();
  await look(page, '28-manager-pairing');
  await page.getByRole('tab', { name: 'Cards of staff' }).click();
  await expect(page.getByRole('button', { name: /^Register the card of/ }).first()).toBeVisible();
  await look(page, '28-manager-own-cards');
  await page.getByRole('tab', { name: 'Audit list' }).click();
  await expect(page.getByText('The list is complete and unchanged.')).toBeVisible();
  await look(page, '29-manager-audit');

  strict.allowLostTill();
  await till.kill();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await look(page, '30-till-gone');
});

test('an address that was used before says how to go on', async ({ till, page }) => {
  await page.goto(new URL(await till.start()).origin);
  await expect(page.getByRole('alertdialog')).toContainText('Use the address that the till printed');
  await look(page, '31-no-entry');
});
