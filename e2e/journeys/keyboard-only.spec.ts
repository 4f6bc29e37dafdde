import { CASHIER, member } from '../fixtures/demo.ts';
import { expectPostings } from '../fixtures/ledger.ts';
import { expect, test } from '../fixtures/test.ts';

test('a whole sale without a mouse: search, member, points, cash, receipt, the next sale', async ({
  till,
  page,
  screens,
}) => {
  const { sale, payment } = screens;
  const { keyboard } = page;
  await till.open(page);
  await expect(page.getByLabel('PIN', { exact: true })).toBeFocused();
  await keyboard.type(CASHIER.demoPin);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Sale', exact: true })).toBeAttached();

  await keyboard.press('F2');
  await expect(sale.search).toBeFocused();
  await keyboard.type('mug');
  await expect(page.getByRole('option', { name: /Mug Milky Way/ })).toBeVisible();
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(sale.line('Mug Milky Way')).toBeVisible();

  await keyboard.press('F3');
  await expect(page.getByRole('dialog', { name: 'Identify member' }).getByRole('textbox')).toBeFocused();
  await keyboard.type(member('rich').externalId ?? '');
  await keyboard.press('Enter');
  await expect(sale.member).toContainText('Paula Plenty');

  await keyboard.press('F4');
  await expect(page.getByRole('heading', { name: 'Payment', exact: true })).toBeAttached();
  await keyboard.press('F2');
  await expect(page.getByLabel('Amount to pay with points')).toBeFocused();
  await keyboard.type('400');
  await keyboard.press('Enter');
  await expect(payment.payState).toContainText('€4.00 paid with points');
  await keyboard.press('F3');
  await expect(page.getByLabel('Cash handed over')).toBeFocused();
  await keyboard.type('1000');
  await keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Complete sale' })).toBeFocused();
  await keyboard.press('Enter');

  await expect(page.getByRole('button', { name: 'Next sale' })).toBeFocused();
  await expectPostings(await till.control(), ['spend', 'sale', 'earn']);
  await keyboard.press('Enter');
  await expect(page.getByText('Scan the first item')).toBeVisible();
  await keyboard.press('F10');
  await expect(page.getByLabel('PIN', { exact: true })).toBeFocused();
});
