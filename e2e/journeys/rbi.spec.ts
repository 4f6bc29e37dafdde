import { DEMO_GUESTS } from '../../src-main/training/rbi/demo-guests.ts';
import { CASHIER, MANAGER } from '../fixtures/demo.ts';
import { look } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ program: 'rbi' });
test.describe.configure({ timeout: 120_000 });

const guest = (name: string): string => {
  const found = DEMO_GUESTS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the demo shop has no guest ${name}`);
  return found.loyaltyId;
};

test('a guest with a chosen reward: scanned, checked, paid, on the receipt, voided', async ({
  till,
  page,
  screens,
}) => {
  const { sale, payment, receipt, history } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  const control = await till.control();
  const codeOf = async (name: string): Promise<string> => {
    const answer = await control.callProgram('rbi', 'issue-code', { issueFor: guest(name) });
    return (answer as { code: string }).code;
  };

  await test.step('what the program lacks is said, not hidden', async () => {
    await expect(sale.member).toContainText('Not offered by RBI Loyalty: enrol');
    await expect(page.getByRole('button', { name: 'Enrol' })).toHaveCount(0);
    await sale.press('Identify member');
    await expect(page.getByRole('dialog')).toContainText('it works once');
    await look(page, '40-rbi-identify');
    await page.keyboard.press('Escape');
  });

  await test.step('a scan on the sale screen is a guest; the reward comes with it', async () => {
    await sale.add('Mug Milky Way');
    await sale.search.blur();
    await screens.scan(await codeOf('Paula'));
    await expect(sale.member).toContainText('Paula');
    await expect(sale.line('Cookie')).toContainText('confirmed');
    await expect(page.getByTestId('reserved')).toContainText('250 points reserved');
    await look(page, '41-rbi-sale');
  });

  await test.step('the code of somebody else changes nothing', async () => {
    await sale.press('New code');
    await page
      .getByRole('dialog')
      .getByRole('textbox')
      .fill(await codeOf('Dana'));
    await page.getByRole('dialog').getByRole('button', { name: 'Identify', exact: true }).click();
    await expect(page.getByRole('dialog')).toContainText('belongs to somebody else');
    await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue('');
    await look(page, '42-rbi-other-guest');
    await page.keyboard.press('Escape');
    await expect(sale.member).toContainText('Paula');
  });

  await test.step('no points as a tender; the receipt carries the texts of the program', async () => {
    await sale.pay();
    await expect(page.getByText('Not offered by RBI Loyalty: pay with points')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Points' })).toHaveCount(0);
    await look(page, '43-rbi-payment');
    await payment.takeCash('5000');
    await payment.complete();
    await expect(page.getByTestId('change')).toHaveText(/\d/);
    await expect(page.getByTestId('points-redeemed')).toHaveText('250');
    await look(page, '44-rbi-receipt');
  });

  await test.step('the void gives back what was redeemed and takes back what was earned', async () => {
    const number = await receipt.saleNumber();
    await screens.goTo('History');
    const dialog = await history.askVoid(number);
    await expect(dialog.getByRole('region', { name: 'The customer gets back' })).toContainText('250 points');
    await look(page, '45-rbi-void');
    await dialog.getByRole('button', { name: 'Void sale' }).click();
    await expect(page.getByText('This sale is voided.')).toBeVisible();
  });
});

test('an offer that does not fit is named with the way out, and holds the sale up only until then', async ({
  till,
  page,
  screens,
}) => {
  const { sale } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  await sale.add('Espresso Lunar');
  await sale.press('Identify member');
  await page.getByRole('button', { name: /^Sam/ }).click();
  await expect(sale.member).toContainText('Sam');
  await expect(sale.line('Cookie')).toContainText('does not fit');
  await expect(sale.benefits).toContainText('remove the reward');
  await look(page, '46-rbi-does-not-fit');
  await sale.pay();
  await expect(page.getByTestId('unconfirmed')).toContainText('Cookie');
  await look(page, '47-rbi-unconfirmed');
  await page.getByRole('button', { name: 'Remove from sale' }).click();
  await expect(page.getByTestId('unconfirmed')).toHaveCount(0);
});

test('what stays uncorrected is confirmed knowingly, and a refused claim has ways out of its own', async ({
  till,
  page,
  screens,
}) => {
  const { sale, payment, receipt, history, queue } = screens;
  await till.open(page);
  await screens.signIn(MANAGER);
  const control = await till.control();
  const identifyLoy = async (): Promise<void> => {
    await sale.search.blur();
    await screens.scan(guest('Loy'));
    await expect(sale.member).toContainText('Loy');
  };

  await test.step('a promo code unlocks an offer', async () => {
    for (const name of ['Mug Milky Way', 'Tote Bag Telescope']) await sale.add(name);
    await identifyLoy();
    await page.getByRole('button', { name: 'Promo code' }).click();
    await page.getByLabel('Promo code').fill('COMET10');
    await page.getByRole('button', { name: 'Use code' }).click();
    await expect(sale.benefits.getByRole('checkbox', { name: /10 % off/ })).toBeChecked();
    await look(page, '48-rbi-promo');
  });

  await test.step('a part return: the points stay, which somebody has to know', async () => {
    await sale.pay();
    await payment.takeExactCash();
    await payment.complete();
    const number = await receipt.saleNumber();
    await screens.goTo('History');
    await history.choose(number);
    await page.getByRole('button', { name: 'Return items' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Return more Mug Milky Way' }).click();
    await dialog.getByRole('button', { name: 'Show what it does' }).click();
    await expect(dialog.getByRole('region', { name: 'What cannot be undone' })).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Return items' })).toBeDisabled();
    await dialog.getByText('I have read it').click();
    await look(page, '49-rbi-uncorrected');
    await dialog.getByRole('button', { name: 'Return items' }).click();
    await expect(history.sales).toContainText('Not corrected at the program');
    await history.sales.getByRole('option', { name: /-€/ }).click();
    await look(page, '49-rbi-uncorrected-history');
  });

  await test.step('a refused claim is ended in a way that the program knows', async () => {
    await control.setFaults({
      add: [{ kind: 'unknown-code', operation: 'submit', code: 'TransactionNotClaimable', count: 1 }],
    });
    await screens.goTo('Sale');
    await sale.add('Espresso Lunar');
    await identifyLoy();
    await sale.pay();
    await payment.takeExactCash();
    await payment.complete();
    await expect(screens.waiting).toContainText(/needs? a manager/);
    await screens.goTo('Sync queue');
    await queue.show('Needs a person');
    const dialog = await queue.open('Book sale');
    await expect(dialog.getByRole('button', { name: 'Report without the guest' })).toBeVisible();
    await look(page, '49-rbi-ways-out');
    await dialog.getByRole('button', { name: 'Report without the guest' }).click();
    await dialog.getByLabel('Why this way').fill('the code was too old');
    await look(page, '49-rbi-way-out');
    await dialog.getByRole('button', { name: 'Report without the guest' }).click();
    await expect(dialog).toContainText('Closed: did not happen');
    await page.keyboard.press('Escape');
    await screens.goTo('Manager');
    await page.getByRole('tab', { name: 'Audit list' }).click();
    await expect(page.getByRole('row', { name: /way out: Report without the guest/ })).toContainText(MANAGER.name);
    await look(page, '49-rbi-audit');
  });
});
