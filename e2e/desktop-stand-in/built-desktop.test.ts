import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { findSimulator } from '../../src-main/training/start-simulator.ts';
import { buildDesktop } from './build-desktop.ts';
import { connectPage } from './connect-page.ts';
import { ElectronStandIn } from './electron-stand-in.ts';

// The built main process, with a real till behind it: what the bundle names by path has to be there too.

const root = join(import.meta.dirname, '..', '..');
const argv = process.argv;
let appPath: string;
let folder: string;
let electron: ElectronStandIn;

beforeAll(async () => {
  appPath = await buildDesktop(root, ['main', 'preload']);
  folder = mkdtempSync(join(tmpdir(), 'tillbox-desktop-data-'));
  electron = new ElectronStandIn(appPath);
  vi.doMock('electron', () => electron.module);
}, 20_000);

afterAll(async () => {
  process.argv = argv;
  vi.doUnmock('electron');
  electron.quit();
  await (await findSimulator(join(folder, 'simulators')))?.stop();
  for (const path of [appPath, folder]) rmSync(path, { recursive: true });
});

it('starts a training till, sells over the port, and takes everything with it when it quits', async () => {
  process.argv = ['electron', '.', '--training', '--data', folder];
  await import(/* @vite-ignore */ pathToFileURL(join(appPath, 'out', 'main', 'main.js')).href);
  electron.entryHasRun();
  await electron.settled;
  const [window] = electron.windows;
  if (window === undefined) throw new Error('no window was opened');
  const client = await connectPage(window);
  const { folder: kind, demoPins } = await client.cashier.session.welcome();
  expect(kind).toBe('training');
  await client.cashier.session.signIn({ pin: demoPins[0]?.pin ?? '' });
  const { saleId } = await client.cashier.sale.open({ commandId: 'command-1' });
  await client.cashier.sale.addLine({ saleId, commandId: 'command-2', text: 'COFFEE-01' });
  await client.cashier.payment.addTender({ saleId, commandId: 'command-3', type: 'CASH', tenderedMinor: 200 });
  const receipt = await client.cashier.sale.complete({ saleId, commandId: 'command-4' });
  expect(receipt.text).toContain('TRAINING');
  electron.quit();
  expect(await electron.exited).toBe(0);
  expect(await findSimulator(join(folder, 'simulators'))).toBeNull();
}, 20_000);
