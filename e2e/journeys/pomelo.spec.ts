import { DEMO_CARDS } from '../../src-main/training/pomelo/demo-cards.ts';
import { CASHIER } from '../fixtures/demo.ts';
import { look } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ program: 'pomelo' });
test.describe.configure({ timeout: 120_000 });

const card = (situation: (typeof DEMO_CARDS)[number]['situation']): string =>
  DEMO_CARDS.find((one) => one.situation === situation)?.cardId ?? '';

test('points to earn are an estimate; a part is paid with points and comes back with the void', async ({
  till,
  page,
  screens,
}) => {
  const { sale, payment, receipt, history } = screens;
  await till.open(page);
  await screens.signIn(CASHIER);
  await sale.add('Mug Milky Way');
  await sale.search.blur();
  await screens.scan(card('rich'));
  await expect(sale.member).toContainText('points');
  await expect(sale.benefits).toContainText('Estimate');
  await expect(sale.benefits).toContainText('Collects about');
  await expect(sale.benefits).toContainText('Not offered by Pomelo: gifts, rewards and offers');
  await look(page, '60-pomelo-sale');

  await sale.pay();
  await payment.payPoints('500');
  await expect(payment.payState).toContainText('paid with points');
  await payment.takeExactCash();
  await payment.complete();
  await look(page, '61-pomelo-receipt');

  const number = await receipt.saleNumber();
  await screens.goTo('History');
  const dialog = await history.askVoid(number);
  await expect(dialog.getByRole('region', { name: 'The customer gets back' })).toContainText('Points spent');
  await look(page, '62-pomelo-void');
  await dialog.getByRole('button', { name: 'Void sale' }).click();
  await expect(page.getByText('This sale is voided.')).toBeVisible();
});
