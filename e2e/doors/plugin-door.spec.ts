import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { findSimulator } from '../../src-main/training/start-simulator.ts';
import { PluginDoor, type PluginDoorOptions } from '../fixtures/plugin-door.ts';

// The real process of the plugin door, as people and other programs meet it.

type Start = (options?: Partial<PluginDoorOptions>) => PluginDoor;
const test = base.extend<{ folder: string; start: Start }>({
  // biome-ignore lint/correctness/noEmptyPattern: the form Playwright asks for.
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tillbox-door-'));
    await use(folder);
    rmSync(folder, { recursive: true });
  },
  start: async ({ folder }, use) => {
    const doors: PluginDoor[] = [];
    await use((options) => {
      const door = new PluginDoor({ dataDir: join(folder, 'data'), args: ['--training'], ...options });
      doors.push(door);
      return door;
    });
    for (const door of doors) await door.dispose();
  },
});

const newCommand = () => crypto.randomUUID();

test('sells in training, ends on SIGTERM and leaves nothing running', async ({ start, folder }) => {
  const door = start();
  const client = await door.staffClient();
  const { folder: kind, demoPins, demoMembers } = await client.cashier.session.welcome();
  expect([kind, demoPins.length, demoMembers.length]).toEqual(['training', 3, 8]);
  await client.cashier.session.signIn({ pin: demoPins[0]?.pin ?? '' });
  const { saleId } = await client.cashier.sale.open({ commandId: newCommand() });
  const [article] = await client.cashier.catalogue.search({ text: 'espresso' });
  await client.cashier.sale.addLine({ saleId, commandId: newCommand(), text: article?.articleCode ?? '' });
  await client.cashier.payment.addTender({ saleId, commandId: newCommand(), type: 'CASH', tenderedMinor: 1_000 });
  await client.cashier.sale.complete({ saleId, commandId: newCommand() });
  const stream = await client.cashier.status.watch();
  expect((await stream.next()).value).toMatchObject({ folder: 'training', networkUp: true });

  door.signal('SIGTERM');
  expect(await door.exited).toBe(0);
  expect(await findSimulator(join(folder, 'data', 'simulators'))).toBeNull();
  expect(door.stderr).toBe('');

  // The same folder, another process: the sale is there, the session is not.
  const again = await start().staffClient();
  await expect(again.cashier.history.list({ limit: 10 })).rejects.toMatchObject({ code: 'not-signed-in' });
  await again.cashier.session.signIn({ pin: demoPins[0]?.pin ?? '' });
  expect((await again.cashier.history.list({ limit: 10 })).sales).toMatchObject([{ saleId, state: 'completed' }]);
});

test('Ctrl-C comes from the terminal and from npm: the second does not cut the stop short', async ({
  start,
  folder,
}) => {
  const door = start();
  await door.staffClient();
  door.signal('SIGINT');
  // Signals that are sent together arrive as one, so it is pressed again and again while the till stops.
  const pressing = setInterval(() => door.signal('SIGINT'), 5);
  try {
    expect(await door.exited).toBe(0);
  } finally {
    clearInterval(pressing);
  }
  expect(await findSimulator(join(folder, 'data', 'simulators'))).toBeNull();
});

test('a killed till finds its simulator again, with the network as it was left', async ({ start }) => {
  const door = start();
  const client = await door.staffClient();
  const { demoPins } = await client.cashier.session.welcome();
  await client.cashier.session.signIn({ pin: demoPins[0]?.pin ?? '' });
  await client.cashier.training.setNetwork({ up: false });
  const { saleId } = await client.cashier.sale.open({ commandId: newCommand() });
  await client.cashier.sale.addLine({ saleId, commandId: newCommand(), text: 'COFFEE-01' });
  await client.cashier.payment.addTender({ saleId, commandId: newCommand(), type: 'CASH', tenderedMinor: 1_000 });
  await client.cashier.sale.complete({ saleId, commandId: newCommand() });
  door.signal('SIGKILL');
  await door.exited;

  const again = await start().staffClient();
  expect(await again.cashier.status.get()).toMatchObject({ networkUp: false, waiting: { count: 1 } });
  await again.cashier.session.signIn({ pin: demoPins[0]?.pin ?? '' });
  await again.cashier.training.setNetwork({ up: true });
  await expect.poll(async () => (await again.cashier.status.get()).waiting.count).toBe(0);
});

test('pairs a POS with a code that a manager shows', async ({ start }) => {
  const door = start();
  const { origin } = new URL(await door.address());
  const client = await door.staffClient();
  const { demoPins } = await client.cashier.session.welcome();
  await client.cashier.session.signIn({ pin: demoPins.find(({ role }) => role === 'manager')?.pin ?? '' });
  const { code } = await client.manager.pairing.start({ name: 'Invented POS' });
  const body = JSON.stringify({ code });
  const headers = { 'content-type': 'application/json' };
  const paired = (await (await fetch(`${origin}/api/v1/pair`, { method: 'POST', headers, body })).json()) as {
    token: string;
  };
  const status = () => fetch(`${origin}/api/v1/status`, { headers: { authorization: `Bearer ${paired.token}` } });
  expect((await status()).status).toBe(200);
  const [listed] = await client.manager.pairing.list();
  expect(listed).toMatchObject({ name: 'Invented POS', revoked: false });
  await client.manager.pairing.revoke({ commandId: newCommand(), id: listed?.id ?? '' });
  expect((await status()).status).toBe(401);
});

test('prints a fresh address when somebody comes with a used one', async ({ start }) => {
  const door = start();
  const address = await door.address();
  await door.staffClient(address);
  await expect(door.staffClient(address)).rejects.toThrow('401');
  const fresh = await door.line(/A fresh one: (http:\/\/\S+)/);
  await door.staffClient(fresh.replace('A fresh one: ', ''));
});

// Only there does BROWSER name the program to open.
const onLinux = process.platform === 'linux' ? test : () => undefined;
onLinux('opens a browser only when asked, and lives without one', async ({ start, folder }) => {
  const opened = join(folder, 'opened.txt');
  const browser = join(folder, 'browser.sh');
  writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > "${opened}"\n`);
  chmodSync(browser, 0o755);
  const door = start({ args: ['--training', '--open'], env: { BROWSER: browser } });
  const address = await door.address();
  await expect.poll(() => read(opened)).toBe(address);

  const without = start({
    dataDir: join(folder, 'other'),
    args: ['--training', '--open'],
    env: { BROWSER: join(folder, 'none') },
  });
  await without.staffClient();
});

test('a second one on the folder is refused by name, and the first is unharmed', async ({ start }) => {
  const first = start();
  const client = await first.staffClient();
  const second = start();
  expect(await second.exited).toBe(5);
  expect(second.stderr).toMatch(/in use by process \d+ \(plugin\) since /);
  expect(await client.cashier.status.get()).toMatchObject({
    connection: { state: expect.stringMatching(/connected|not-known/) },
  });
});

test('a taken port ends it with 10, and the folder is free again', async ({ start }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => other.once('listening', listening));
  const { port } = other.address() as { port: number };
  const door = start({ args: ['--training', '--port', String(port)] });
  expect(await door.exited).toBe(10);
  expect(door.stderr).toContain(`Port ${port}`);
  other.close();
  await start().address();
});

test('says how it is used', async ({ start }) => {
  const wrong = [
    ['--port', 'x'],
    ['--port', '70000'],
    ['--colour', 'red'],
    ['stray'],
    ['--training', '--backend', 'x'],
  ];
  for (const args of wrong) {
    const door = start({ args });
    expect(await door.exited, args.join(' ')).toBe(2);
    expect(door.stderr).toContain('--help');
  }
  const help = start({ args: ['--help'] });
  expect(await help.exited).toBe(0);
  expect(help.stdout).toContain('10  the port is taken');
});

test('a configuration that cannot be used ends it with 4 and names the key', async ({ start, folder }) => {
  const config = join(folder, 'config.json');
  writeFileSync(
    config,
    JSON.stringify({ kind: 'test', backEnd: { name: 'rekonect', baseUrl: 'ftp://shop.example/' } }),
  );
  const door = start({ args: ['--config', config] });
  expect(await door.exited).toBe(4);
  expect(door.stderr).toContain('backEnd.baseUrl');
});

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
