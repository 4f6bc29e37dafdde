import type { Page } from '@playwright/test';
import type { ControlClient } from '../../src-main/training/control-client.ts';
import { CASHIER, MANAGER, member } from '../fixtures/demo.ts';
import { expectPostings, pointsAt } from '../fixtures/ledger.ts';
import { expect, test } from '../fixtures/test.ts';
import type { TestTill } from '../fixtures/test-till.ts';
import type { Screens } from '../pages/screens.ts';

const CARD = member('rich').externalId ?? '';

/** A pay of 5.00 whose answer is lost, up to the moment where the cashier took another tender instead. */
async function payWithLostAnswer(
  till: TestTill,
  page: Page,
  screens: Screens,
  kind: 'drop-before-commit' | 'drop-after-commit',
): Promise<ControlClient> {
  const { sale, payment } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  const control = await till.control();
  const before = await pointsAt(control, CARD);
  await sale.add('Mug Milky Way');
  await sale.identify('card', CARD);
  await expect(sale.member).toContainText('Paula Plenty');
  await sale.pay();
  await control.setFaults({ add: [{ kind, endpoint: '/payment', operation: 'pay', count: 1 }] });

  await test.step('undecided, with another tender from the first second', async () => {
    await payment.payPoints('500');
    await expect(payment.payState).toContainText('Not known whether €5.00 in points was taken');
    await expect(page.getByRole('button', { name: /^Ask again in \d+ s$/ })).toBeDisabled();
    expect(await pointsAt(control, CARD)).toBe(kind === 'drop-after-commit' ? before - 500 : before);
    await page.getByRole('button', { name: 'Other tender' }).click();
  });
  return control;
}

test('a pay that never arrived, then cash: settled by itself, nothing taken', async ({ till, page, screens }) => {
  const { payment, history } = screens;
  const control = await payWithLostAnswer(till, page, screens, 'drop-before-commit');
  const before = await pointsAt(control, CARD);
  await payment.takeCash('2000');
  await payment.complete();
  // Asked about once it has been quiet long enough.
  await expect(screens.waiting).toContainText('Nothing waiting', { timeout: 30_000 });
  await expectPostings(control, ['sale', 'earn']);
  const earned = (await control.postings()).find(({ kind }) => kind === 'earn')?.points ?? 0;
  expect(await pointsAt(control, CARD)).toBe(before + earned);
  await screens.goTo('History');
  await history.choose('T1-A000001');
  await expect(page.getByText('Loyalty: Booked')).toBeVisible();
});

test('a pay that may have been taken waits for a manager, with what is known of it', async ({
  till,
  page,
  screens,
}) => {
  const { payment, queue } = screens;
  const control = await payWithLostAnswer(till, page, screens, 'drop-after-commit');
  await payment.takeCash('2000');
  await payment.complete();
  await expect(screens.waiting).toContainText('needs a manager', { timeout: 30_000 });
  await expectPostings(control, ['spend', 'sale', 'earn']);

  await screens.signOut();
  await screens.signIn(MANAGER);
  await screens.goTo('Sync queue');
  await expect(queue.entry('Pay with points')).toContainText('In doubt');
  await expect(queue.entry('Give points back')).toContainText('Waiting');
  const dialog = await queue.open('Pay with points');
  await expect(dialog).toContainText('before the payment of 500');
  await dialog.getByRole('button', { name: 'Close with a finding' }).click();
  await dialog.getByRole('radiogroup').getByText('It happened', { exact: true }).click();
  await dialog.getByLabel('Reason').fill('the program shows the payment');
  // What was taken is to be given back, and that needs what the program calls it.
  await expect(dialog.getByLabel("Program's reference")).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Close with a finding' })).toBeDisabled();
});

test('a pay whose answer is lost, then cash, then a kill: nothing is taken unattended, and it is listed', async ({
  till,
  page,
  screens,
  strict,
}) => {
  const { payment, queue } = screens;
  const control = await payWithLostAnswer(till, page, screens, 'drop-after-commit');

  await test.step('cash for the whole sale', async () => {
    await payment.takeCash('2000');
    await payment.complete();
    await expectPostings(control, ['spend', 'sale', 'earn']);
  });

  strict.allowLostTill();
  await till.kill();
  await expect(page.getByRole('alertdialog')).toContainText('The till does not answer');

  await test.step('after a start on the same folder it is listed with a sentence', async () => {
    const paysBefore = (await control.journal()).filter(({ operation }) => operation === 'pay').length;
    await till.open(page);
    await screens.signIn(CASHIER);
    await screens.goTo('Sync queue');
    await expect(queue.entry('Pay with points')).toContainText('Outcome unknown');
    await expect(queue.entry('Give points back')).toHaveCount(1);
    const dialog = await queue.open('Pay with points');
    await expect(dialog.locator('.queue-sentence')).toHaveText(/\w+ \w+ \w+.*\./);
    await expect(dialog).toContainText('Looked up');
    const pays = (await control.journal()).filter(({ operation }) => operation === 'pay');
    expect(pays).toHaveLength(paysBefore);
  });
});
