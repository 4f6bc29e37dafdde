import { CASHIER, member } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

test('an open basket is there again after a kill, a start and a sign-in', async ({ till, page, screens, strict }) => {
  const { sale } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  await sale.add('Mug Milky Way');
  await sale.add('Espresso Lunar');
  await sale.press('One more Espresso Lunar');
  await sale.identify('card', member('rich').externalId ?? '');
  await expect(sale.member).toContainText('Paula Plenty');
  // The gifts come with the program's answer, after the basket was written.
  await expect(page.getByText('10 % off coffee and tea')).toBeVisible();

  strict.allowLostTill();
  await till.kill();
  await till.open(page);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('Mug Milky Way')).toHaveCount(0);
  await screens.signIn(CASHIER);
  await expect(sale.line('Mug Milky Way')).toContainText('€12.50');
  await expect(sale.line('Espresso Lunar')).toContainText('€3.60');
  await expect(sale.member).toContainText('…011');
});

test('a page of a killed till finds the next one only by its own address', async ({ till, page, screens, strict }) => {
  await till.open(page);
  await screens.signIn(CASHIER);
  strict.allowLostTill();
  await till.kill();
  await expect(page.getByRole('alertdialog')).toContainText('Sales that were saved are safe.');
  await till.open(page);
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
