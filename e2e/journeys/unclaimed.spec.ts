import type { Page } from '@playwright/test';
import { CASHIER, MANAGER, member } from '../fixtures/demo.ts';
import { expectPostings, pointsAt } from '../fixtures/ledger.ts';
import { expect, test } from '../fixtures/test.ts';
import type { TestTill } from '../fixtures/test-till.ts';
import type { Screens } from '../pages/screens.ts';

const NELL = member('no marketing consent').externalId ?? '';

/** Sells one mug to nobody in particular and returns what the receipt says. */
async function sellUnclaimed(till: TestTill, page: Page, screens: Screens): Promise<string> {
  await till.open(page);
  await screens.signIn(CASHIER);
  await screens.sale.add('Mug Milky Way');
  await screens.sale.pay();
  await screens.payment.takeExactCash();
  await screens.payment.complete();
  await expectPostings(await till.control(), ['sale']);
  const code = await screens.receipt.claimCode();
  await expect(screens.receipt.text).toContainText(code);
  return code;
}

test('a manager claims a sale for a member with the code of its receipt, once', async ({ till, page, screens }) => {
  const code = await sellUnclaimed(till, page, screens);
  const control = await till.control();
  const before = await pointsAt(control, NELL);
  await screens.signOut();
  await screens.signIn(MANAGER);
  await screens.goTo('History');

  const dialog = await screens.history.findClaim(code.toLowerCase().replaceAll('-', ' '));
  await expect(dialog).toContainText('€12.50');
  await dialog.getByRole('radio', { name: 'card' }).click();
  await dialog.getByRole('textbox').fill(NELL);
  await dialog.getByRole('button', { name: 'Give points to member' }).click();
  await expect(dialog).toContainText('now belongs to the member');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await expectPostings(control, ['sale', 'sale-cancel', 'sale', 'earn']);
  await expect.poll(() => pointsAt(control, NELL)).toBeGreaterThan(before);

  const again = await screens.history.findClaim(code);
  await expect(again.getByRole('alert')).toContainText('already given to a member');
});

test('a cashier claims a sale where a manager approves', async ({ till, page, screens }) => {
  const code = await sellUnclaimed(till, page, screens);
  await screens.goTo('History');
  const dialog = await screens.history.findClaim(code);
  await dialog.getByRole('radio', { name: 'card' }).click();
  await dialog.getByRole('textbox').fill(NELL);
  await dialog.getByRole('button', { name: 'Give points to member' }).click();
  await expect(dialog).toContainText('A manager approves this claim.');

  const pin = dialog.getByLabel("Manager's PIN");
  await pin.fill(CASHIER.demoPin);
  await dialog.getByRole('button', { name: 'Give points to member' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();

  await pin.fill(MANAGER.demoPin);
  await dialog.getByRole('button', { name: 'Give points to member' }).click();
  await expect(dialog).toContainText('now belongs to the member');
  await expectPostings(await till.control(), ['sale', 'sale-cancel', 'sale', 'earn']);
});

test('a mistyped claim code says what is wrong with it', async ({ till, page, screens }) => {
  const code = await sellUnclaimed(till, page, screens);
  await screens.goTo('History');
  const dialog = await screens.history.findClaim(code.slice(0, -2));
  await expect(dialog.getByRole('alert')).toContainText('too short');
});
