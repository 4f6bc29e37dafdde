import { CASHIER, member } from '../fixtures/demo.ts';
import { expectPostings } from '../fixtures/ledger.ts';
import { expect, test } from '../fixtures/test.ts';

test('benefits of the basket: deals, gifts, and the reason where one does not apply', async ({
  till,
  page,
  screens,
}) => {
  const { sale, payment, receipt } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  await sale.add('Espresso Lunar');
  await sale.identify('card', member('birthday gift').externalId ?? '');
  await expect(sale.member).toContainText('Bea Birthday');

  await test.step('a deal takes off its share, a gift needs more in the basket', async () => {
    await expect(page.getByText('10 % off coffee and tea')).toBeVisible();
    await expect(sale.benefits).toContainText('Birthday coffee');
    await expect(sale.benefits).toContainText('The basket is below the minimum for this gift');
  });

  await test.step('a bigger basket lets it apply', async () => {
    await sale.add('Plush Comet');
    await sale.add('Candle Corona');
    await expect(page.getByText('2.00 off from 30.00')).toBeVisible();
    await expect(sale.benefits).not.toContainText('The basket is below the minimum for this gift');
  });

  await test.step('the chosen gift is on the receipt and used up', async () => {
    await sale.benefits.getByText('Use Birthday coffee').click();
    await expect(sale.benefits.getByRole('checkbox', { name: /Birthday coffee/ })).toBeChecked();
    await expect(page.getByText('Birthday coffee', { exact: true })).toBeVisible();
    await sale.pay();
    await payment.takeExactCash();
    await payment.complete();
    await expect(receipt.text).toContainText('Birthday coffee');
    await expectPostings(await till.control(), ['sale', 'earn']);
  });
});
