import { barcode, CASHIER, member, scaleLabel } from '../fixtures/demo.ts';
import { expectPostings, pointsAt } from '../fixtures/ledger.ts';
import { expect, test } from '../fixtures/test.ts';

test('a cashier sells to a member, points and cash, and voids the sale', async ({ till, page, screens }) => {
  await till.open(page);
  const { sale, payment, receipt, history } = screens;
  const rich = member('rich');

  await test.step('the demo PINs are on the sign-in screen', async () => {
    await expect(page.getByRole('region', { name: 'Demo PINs' })).toContainText(CASHIER.demoPin);
    await screens.signIn(CASHIER);
  });

  await test.step('items by scanner, by search and by scale', async () => {
    await expect(page.getByText('Scan the first item')).toBeVisible();
    await page.getByRole('button', { name: 'Identify member' }).focus();
    await screens.scan(barcode('Espresso Lunar'));
    await expect(sale.line('Espresso Lunar')).toContainText('€1.80');
    await sale.find('mug', 'Mug Milky Way');
    await expect(sale.line('Mug Milky Way')).toContainText('€12.50');
    await page.getByRole('button', { name: 'Identify member' }).focus();
    await screens.scan(scaleLabel('Apples Asteroid', 1_250));
    await expect(sale.line('Apples Asteroid')).toContainText('1.250 kg');
    await expect(sale.line('Apples Asteroid')).toContainText('€3.49');
  });

  await test.step('change a quantity, remove a line', async () => {
    await sale.press('One more Espresso Lunar');
    await expect(sale.line('Espresso Lunar')).toContainText('€3.60');
    await sale.press('Remove Mug Milky Way');
    await expect(sale.line('Mug Milky Way')).toHaveCount(0);
  });

  const control = await till.control();
  const before = await pointsAt(control, rich.externalId ?? '');
  await test.step('the member and the benefits of this basket', async () => {
    await sale.identify('card', rich.externalId ?? '');
    await expect(sale.member).toContainText('Paula Plenty');
    await expect(sale.benefits).toBeVisible();
  });

  await test.step('points first, the rest in cash with change', async () => {
    await sale.pay();
    await payment.payPoints('300');
    await expect(payment.payState).toContainText('€3.00 paid with points');
    await payment.takeCash('2000');
    await expect(payment.tenders).toContainText('Cash');
    await payment.complete();
  });

  let number = '';
  await test.step('the receipt has the new balance and the points earned', async () => {
    number = await receipt.saleNumber();
    await expectPostings(control, ['spend', 'sale', 'earn']);
    const earned = (await control.postings()).find(({ kind }) => kind === 'earn')?.points ?? 0;
    const after = await pointsAt(control, rich.externalId ?? '');
    expect(after).toBe(before - 300 + earned);
    await expect(receipt.earned).toHaveText(String(earned));
    await expect(receipt.balance).toHaveText(after.toLocaleString('en-GB'));
    await expect(receipt.text).toContainText(`Points earned: ${earned}`);
  });

  await test.step('void: its effects, then the balance as before', async () => {
    await screens.goTo('History');
    const dialog = await history.askVoid(number);
    await expect(dialog.getByRole('region', { name: 'Money' })).toContainText('Pay back €3.73');
    await expect(dialog.getByRole('region', { name: 'The customer gets back' })).toContainText('300 points');
    await expect(dialog.getByRole('region', { name: 'The program takes back' })).toContainText('points');
    await dialog.getByLabel('Reason').fill('customer changed their mind');
    await dialog.getByRole('button', { name: 'Void sale' }).click();
    await expect(page.getByText('This sale is voided.')).toBeVisible();
    await expect.poll(() => pointsAt(control, rich.externalId ?? '')).toBe(before);
  });
});
