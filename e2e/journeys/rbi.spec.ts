import { DEMO_GUESTS } from '../../src-main/training/rbi/demo-guests.ts';
import { CASHIER } from '../fixtures/demo.ts';
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
