import { DEMO_UNKNOWN_CARD } from '../../src-main/training/demo-shop.ts';
import { shortCodesOf } from '../../src-main/training/rekonect/rekonect-controls.ts';
import { CASHIER, member } from '../fixtures/demo.ts';
import { expectPostings, pointsAt } from '../fixtures/ledger.ts';
import { expect, test } from '../fixtures/test.ts';
import { noteNeedle } from '../log-check/note-needle.ts';

test.beforeEach(async ({ till, page, screens }) => {
  await till.open(page);
  await screens.signIn(CASHIER);
  await screens.sale.add('Mug Milky Way');
});

test('a blocked member is named as such and may not spend', async ({ page, screens }) => {
  const { sale, payment } = screens;
  await sale.identify('card', member('blocked').externalId ?? '');
  await expect(sale.member).toContainText('Billie Blocked');
  await expect(sale.member).toContainText('Not active');
  await expect(sale.member).toContainText('This membership is not active');
  await sale.pay();
  await payment.choose('Points');
  await expect(page.getByText('This membership is not active').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /with points$/ })).toHaveCount(0);
});

test('a refused pay is told at once, and cash completes the sale', async ({ till, page, screens }) => {
  const { sale, payment, receipt } = screens;
  const card = member('rich').externalId ?? '';
  const control = await till.control();
  await sale.identify('card', card);
  await expect(sale.member).toContainText('Paula Plenty');
  await sale.pay();
  // Another till takes almost everything between the look at the balance and the pay.
  await control.setFaults({
    add: [{ kind: 'balance-changed', endpoint: '/payment', operation: 'pay', points: -249_900, count: 1 }],
  });
  await payment.payPoints('1000');
  await expect(page.getByRole('alert')).toContainText('The program refused the points; none were taken.');
  await expect(payment.due).toHaveText('€12.50');
  await payment.choose('Cash');
  await payment.takeExactCash();
  await payment.complete();
  await expectPostings(control, ['adjust', 'sale', 'earn']);
  await expect(receipt.earned).toHaveText(/\d/);
  await expect(screens.waiting).toContainText('Nothing waiting');
});

test('a poor member pays what the balance allows, and cash the rest', async ({ till, page, screens }) => {
  const { sale, payment } = screens;
  const card = member('poor').externalId ?? '';
  await sale.identify('card', card);
  await expect(sale.member).toContainText('35 points');
  await sale.pay();
  await payment.choose('Points');
  await page.getByLabel('Amount to pay with points').fill('1000');
  await expect(page.getByRole('button', { name: /^Pay .* with points/ })).toBeDisabled();
  await payment.payPoints('35');
  await expect(payment.payState).toContainText('€0.35 paid with points');
  await payment.takeExactCash();
  await payment.complete();
  const control = await till.control();
  await expectPostings(control, ['spend', 'sale', 'earn']);
});

test('a phone number earns; it spends after a one-time code', async ({ till, page, screens }) => {
  const { sale, payment } = screens;
  const phone = member('phone only').phoneNumber ?? '';
  const control = await till.control();
  await sale.identify('phone', phone);
  await expect(sale.member).toContainText('Phil Phoneonly');
  await expect(sale.member).toContainText('This id may collect points but not spend them.');
  await sale.pay();
  await payment.choose('Points');
  await expect(page.getByRole('button', { name: /with points$/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Send one-time code' }).click();
  const field = page.getByLabel('One-time code');
  await expect(field).toBeVisible();
  const [sent] = await shortCodesOf(control);
  const code = sent?.code ?? '';
  noteNeedle(code);
  await field.fill(code === '000000' ? '000001' : '000000');
  await page.getByRole('button', { name: 'Check code' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await field.fill(code);
  await page.getByRole('button', { name: 'Check code' }).click();

  await payment.payPoints('500');
  await expect(payment.payState).toContainText('€5.00 paid with points');
  await payment.takeExactCash();
  await payment.complete();
  await expectPostings(control, ['spend', 'sale', 'earn']);
  expect(await pointsAt(control, phone)).toBeLessThan(800);
});

test('a card that nobody has is refused, and the sale goes on without a member', async ({ page, screens }) => {
  const { sale, payment } = screens;
  await sale.identify('card', DEMO_UNKNOWN_CARD);
  const dialog = page.getByRole('dialog', { name: 'Identify member' });
  await expect(dialog.getByRole('alert')).toContainText('knows no member with this id');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await sale.pay();
  await payment.takeExactCash();
  await payment.complete();
  await expect(page.getByText('Claim code', { exact: true })).toBeVisible();
});
