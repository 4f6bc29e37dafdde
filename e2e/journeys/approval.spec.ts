import { CASHIER, MANAGER, member } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const NELL = member('no marketing consent').externalId ?? '';

test('past an offline limit a sale is completed where a manager approves', async ({ till, page, screens }) => {
  const { sale, payment } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  // The demo shop has no limits, so the refusal is put in the way of the first call; all that follows is the till's.
  let calls = 0;
  await page.route('**/rpc/cashier/sale/complete', async (route) => {
    calls += 1;
    if (calls > 2) return await route.fallback();
    const json = { defined: true, code: 'offline-limit-reached', status: 409, message: '', data: { detail: {} } };
    await route.fulfill({ status: 409, json: { json, meta: [] } });
  });
  await sale.add('Mug Milky Way');
  await sale.pay();
  await payment.takeExactCash();

  await page.getByRole('button', { name: 'Complete sale' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ask a manager' });
  await expect(dialog).toContainText('The limit for selling without the loyalty program is reached');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('alert')).toContainText('Ask a manager to allow more');

  await page.getByRole('button', { name: 'Complete sale' }).click();
  await dialog.getByLabel("Manager's PIN").fill(CASHIER.demoPin);
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Only a manager may do this');
  await dialog.getByLabel("Manager's PIN").fill(MANAGER.demoPin);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Receipt', exact: true })).toBeAttached();
  expect(calls).toBe(3);
});

test('a manager registers the card of a cashier, who then cannot claim to it', async ({ till, page, screens }) => {
  const { sale, payment, receipt } = screens;
  await till.open(page);
  await screens.signIn(MANAGER);
  await screens.goTo('Manager');
  await page.getByRole('tab', { name: 'Cards of staff' }).click();
  await page.getByRole('button', { name: `Register the card of ${CASHIER.name}` }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('radio', { name: 'card' }).click();
  await form.getByRole('textbox').fill(NELL);
  await form.getByRole('button', { name: 'Register card' }).click();
  await expect(page.getByText('Card known')).toBeVisible();
  await screens.signOut();

  await screens.signIn(CASHIER);
  await screens.goTo('Sale');
  await sale.add('Mug Milky Way');
  await sale.pay();
  await payment.takeExactCash();
  await payment.complete();
  const code = await receipt.claimCode();
  await screens.goTo('History');
  const dialog = await screens.history.findClaim(code);
  await dialog.getByRole('radio', { name: 'card' }).click();
  await dialog.getByRole('textbox').fill(NELL);
  await dialog.getByRole('button', { name: 'Give points to member' }).click();
  await dialog.getByLabel("Manager's PIN").fill(MANAGER.demoPin);
  await dialog.getByRole('button', { name: 'Give points to member' }).click();
  await expect(dialog.getByRole('alert')).toContainText('cannot be claimed to your own card');
});
