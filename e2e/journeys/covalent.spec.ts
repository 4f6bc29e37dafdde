import { CASHIER } from '../fixtures/demo.ts';
import { look } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ program: 'covalent' });
test.describe.configure({ timeout: 120_000 });

const CARD = 'LC-DEMO-TESSA';

test('two fields name a member; a payment that waits for approval does not count; an unclaimed sale is kept here', async ({
  till,
  page,
  screens,
}) => {
  const { sale, payment, receipt, history } = screens;
  await till.open(page);
  const control = await till.control();
  const requiredFields = [
    { id: 'id', name: 'Card number' },
    { id: 'last_name', name: 'Last name' },
  ];
  await control.applySettings({
    covalent: { partners: { COMET_POINTS: { requiredFields } }, externalApproval: 'redemptions' },
  });
  const tessa = { id: CARD, identifiers: { last_name: 'Twofield' }, firstName: 'Tessa', lastName: 'Twofield' };
  await control.addMembers('covalent', [{ ...tessa, openingPoints: 50_000 }]);
  await screens.signIn(CASHIER);

  await test.step('the form asks for what the program asks for; a scan fills the first of it', async () => {
    await sale.add('Mug Milky Way');
    await sale.press('Identify member');
    const dialog = page.getByRole('dialog', { name: 'Identify member' });
    await expect(dialog.getByLabel('Last name')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).focus();
    await screens.scan(CARD);
    await expect(dialog.getByLabel('Card number')).toHaveValue(CARD);
    await expect(dialog.getByLabel('Last name')).toBeFocused();
    await look(page, '50-covalent-identify');
    await page.keyboard.type('Twofield');
    await page.keyboard.press('Enter');
    await expect(sale.member).toContainText('Tessa Twofield');
    await look(page, '51-covalent-sale');
  });

  await test.step('what waits for approval is no tender', async () => {
    await sale.pay();
    await payment.payPoints('500');
    await expect(payment.payState).toContainText('waits for approval');
    await expect(payment.tenders).toContainText('Nothing paid yet.');
    await look(page, '52-covalent-awaiting');
    await page.getByRole('group', { name: 'Take another tender' }).getByRole('button', { name: 'Cash' }).click();
    await payment.takeExactCash();
    await payment.complete();
    await look(page, '53-covalent-receipt');
    await receipt.next();
  });

  await test.step('a paid part, a part back, and what the void does', async () => {
    await control.applySettings({ covalent: { externalApproval: 'none' } });
    for (const name of ['Mug Milky Way', 'Espresso Lunar']) await sale.add(name);
    await sale.press('Identify member');
    await page.getByLabel('Card number').fill(CARD);
    await page.getByLabel('Last name').fill('Twofield');
    await page.getByRole('button', { name: 'Identify', exact: true }).click();
    await expect(sale.member).toContainText('Tessa Twofield');
    await sale.pay();
    await payment.payPoints('500');
    await expect(payment.payState).toContainText('paid with points');
    await payment.takeExactCash();
    await payment.complete();
    const number = await receipt.saleNumber();
    await screens.goTo('History');
    await history.choose(number);
    await page.getByRole('button', { name: 'Return items' }).click();
    const returning = page.getByRole('dialog');
    await returning.getByRole('button', { name: 'Return more Espresso Lunar' }).click();
    await returning.getByRole('button', { name: 'Show what it does' }).click();
    await expect(returning.getByRole('region', { name: 'Money' })).toContainText('Pay back');
    await look(page, '54-covalent-return');
    await returning.getByRole('button', { name: 'Return items' }).click();
    await expect(returning).toHaveCount(0);
  });

  await test.step('without a member the sale is kept on this till, and says so', async () => {
    await screens.goTo('Sale');
    await sale.add('Espresso Lunar');
    await sale.pay();
    await payment.takeExactCash();
    await payment.complete();
    await expect(receipt.text).toContainText('This sale is kept on this till until it is claimed.');
    await look(page, '55-covalent-held');
    const number = await receipt.saleNumber();
    await screens.goTo('History');
    await expect(history.sale(number)).toContainText('Kept here until claimed');
    await history.choose(number);
    await look(page, '56-covalent-history');
  });
});
