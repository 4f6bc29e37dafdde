import { barcode, CASHIER } from '../fixtures/demo.ts';
import { PluginDoor } from '../fixtures/plugin-door.ts';
import { expect, test } from '../fixtures/test.ts';

test('a second till on the folder is refused with 5, and the first sells on', async ({ till, page, screens }) => {
  await till.open(page);
  await screens.signIn(CASHIER);
  await screens.sale.add('Mug Milky Way');

  const second = new PluginDoor({ dataDir: till.dataDir, args: ['--training'] });
  expect(await second.exited).toBe(5);
  expect(second.stdout).toBe('');
  expect(second.stderr).toContain(till.dataDir);
  expect(second.stderr).toMatch(/is in use by process \d+ \(plugin\) since \d{4}-/);

  await screens.scan(barcode('Espresso Lunar'));
  await expect(screens.sale.line('Espresso Lunar')).toBeVisible();
  await screens.sale.pay();
  await screens.payment.takeExactCash();
  await screens.payment.complete();
  await expect(screens.waiting).toContainText('Nothing waiting');
});
