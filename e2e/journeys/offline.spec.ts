import { CASHIER, member } from '../fixtures/demo.ts';
import { expectPostings } from '../fixtures/ledger.ts';
import { expect, test } from '../fixtures/test.ts';

test('sells on with the network pulled, and drains by itself and in order when it is back', async ({
  till,
  page,
  screens,
}) => {
  const { sale, payment, receipt } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  const control = await till.control();
  await control.clearJournal();
  await screens.setNetwork(false);

  await test.step('with a member: kept, not confirmed, and points cannot pay', async () => {
    await sale.add('Mug Milky Way');
    await sale.identify('card', member('rich').externalId ?? '');
    await expect(sale.member).toContainText('Kept, not confirmed');
    await expect(screens.connection).toContainText('not connected');
    await expect(page.getByText(/^Sell on/)).toBeVisible();
    await sale.pay();
    await payment.choose('Points');
    await expect(page.getByText(/points cannot be used now/)).toBeVisible();
    await expect(page.getByRole('button', { name: /with points$/ })).toHaveCount(0);
    await payment.choose('Cash');
    await payment.takeExactCash();
    await payment.complete();
    await expect(page.getByText('Points follow', { exact: true })).toBeVisible();
    await expect(screens.waiting).toContainText('1 waiting');
  });
  const first = await receipt.saleNumber();

  await test.step('without a member', async () => {
    await receipt.next();
    await sale.add('Espresso Lunar');
    await sale.pay();
    await payment.takeCash('200');
    await payment.complete();
    await expect(screens.waiting).toContainText('2 waiting, oldest');
    await expect(screens.connection).toContainText('not connected');
  });
  const second = await receipt.saleNumber();
  await expectPostings(control, []);

  await test.step('plugged in again, nobody has to press anything', async () => {
    await screens.setNetwork(true);
    await expect(screens.waiting).toContainText('Nothing waiting', { timeout: 15_000 });
    await expect(screens.connection).toContainText(': connected');
    await expectPostings(control, ['sale', 'earn', 'sale']);
    const submitted = (await control.postings()).filter(({ kind }) => kind === 'sale');
    expect(submitted.map(({ amountMinor }) => amountMinor)).toEqual([1_250, 180]);
  });

  await test.step('the history says so', async () => {
    await screens.goTo('History');
    await screens.history.choose(first);
    await expect(page.getByText('Loyalty: Booked')).toBeVisible();
    await screens.history.choose(second);
    await expect(page.getByText('Loyalty: None')).toBeVisible();
  });
});
