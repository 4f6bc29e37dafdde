import { join } from 'node:path';
import { expect } from '@playwright/test';
import { DEMO_CARDS } from '../../src-main/training/pomelo/demo-cards.ts';
import { findSimulator } from '../../src-main/training/start-simulator.ts';
import { CASHIER } from '../fixtures/demo.ts';
import { expectPostings } from '../fixtures/ledger.ts';
import { look } from '../fixtures/look.ts';
import type { PluginDoor } from '../fixtures/plugin-door.ts';
import { StrictPage } from '../fixtures/strict-page.ts';
import { endDoor, test } from '../fixtures/till-folder.ts';
import { Screens } from '../pages/screens.ts';

const rich = DEMO_CARDS.find(({ situation }) => situation === 'rich')?.cardId ?? '';

test('another program is chosen on the sign-in screen, sold with, and opened again by the next start', async ({
  page,
  context,
  folder,
  start,
}) => {
  const startHere = (): PluginDoor => start({ dataDir: null, args: [], env: { XDG_DATA_HOME: folder } });
  const origins = new Set<string>();
  const strict = new StrictPage((origin) => origins.has(origin));
  await strict.watch(context);
  const open = async (door: PluginDoor): Promise<void> => {
    const address = await door.address();
    origins.add(new URL(address).origin);
    await page.goto(address);
  };
  const screens = new Screens(page);
  const programs = page.getByRole('region', { name: 'Train with' });

  const first = startHere();
  await open(first);
  await expect(programs.getByRole('radio', { name: 'Rekonect' })).toBeChecked();
  await look(page, 'sign-in-programs');
  await screens.signIn(CASHIER);
  await expect(screens.connection).toContainText('Rekonect');
  await screens.signOut();

  await programs.getByRole('radio', { name: 'Pomelo' }).click();
  await expect(programs.getByRole('radio', { name: 'Pomelo' })).toBeChecked();
  await screens.signIn(CASHIER);
  await expect(screens.connection).toContainText('Pomelo');
  await screens.sale.add('Mug Milky Way');
  await screens.sale.identify('card', rich);
  await expect(screens.sale.member).toContainText('2,500');
  await screens.sale.pay();
  await screens.payment.takeExactCash();
  await screens.payment.complete();
  const number = await screens.receipt.saleNumber();
  const simulator = await findSimulator(join(folder, 'tillbox', 'training-pomelo', 'simulators'));
  if (simulator === null) throw new Error('no simulator runs for Pomelo');
  await expectPostings(simulator.control, ['sale', 'earn']);
  await simulator.release();
  expect(strict.faults).toEqual([]);
  strict.allowLostTill();
  await endDoor(first);

  const second = startHere();
  await open(second);
  await expect(programs.getByRole('radio', { name: 'Pomelo' })).toBeChecked();
  await screens.signIn(CASHIER);
  await screens.goTo('History');
  await expect(page.getByText(number)).toBeVisible();
  await endDoor(second);
  expect([first.stderr, second.stderr]).toEqual(['', '']);
  expect(strict.faults).toEqual([]);
});
