import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { findSimulator } from '../../src-main/training/start-simulator.ts';
import { endDoor, test } from '../fixtures/till-folder.ts';

// Processes alone. The bytes of the file are changed by hand: https://sqlite.org/fileformat.html says where they stand.

const PAGE = 4_096;
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;

test('a database of another program is refused with 3 and left as it is', async ({ start, folder }) => {
  await endDoor(start());
  const file = join(folder, 'data', 'till.db');
  const bytes = readFileSync(file);
  bytes.writeUInt32BE(0x12345678, APPLICATION_ID_AT);
  writeFileSync(file, bytes);
  const door = start();
  expect(await door.exited).toBe(3);
  expect(door.stdout).toBe('');
  expect(door.stderr).toContain(file);
  expect(door.stderr).toContain('it belongs to another program. It was left as it is.');
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(await findSimulator(join(folder, 'data', 'simulators')), 'no process is left behind').toBeNull();
});

test('a file that is no database, where no till ever was, is refused with 3', async ({ start, folder }) => {
  await endDoor(start());
  const data = join(folder, 'data');
  for (const name of readdirSync(data)) if (name !== 'folder.json') rmSync(join(data, name), { recursive: true });
  const file = join(data, 'till.db');
  const text = 'This is a letter and no database.\n'.repeat(400);
  writeFileSync(file, text);
  const door = start();
  expect(await door.exited).toBe(3);
  expect(door.stderr).toContain('it is not an SQLite database. It was left as it is.');
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a folder with other files in it is refused with 3 and left alone', async ({ start, folder }) => {
  writeFileSync(join(folder, 'shopping-list.txt'), 'tea');
  const door = start({ dataDir: folder });
  expect(await door.exited).toBe(3);
  expect(door.stderr).toContain("is not a till's data folder");
  expect(readdirSync(folder)).toEqual(['shopping-list.txt']);
});

test('a file of a newer version is refused with 6 and left as it is', async ({ start, folder }) => {
  await endDoor(start());
  const file = join(folder, 'data', 'till.db');
  const bytes = readFileSync(file);
  bytes.writeUInt32BE(9_999, USER_VERSION_AT);
  writeFileSync(file, bytes);
  const door = start();
  expect(await door.exited).toBe(6);
  expect(door.stderr).toContain('written by a newer version (schema 9999');
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a damaged file is kept aside, and the till opens and says what was carried over', async ({ start, folder }) => {
  await endDoor(start());
  const data = join(folder, 'data');
  const file = join(data, 'till.db');
  const bytes = readFileSync(file);
  // Page 1 names the tables and stays; of the rest, every second page is lost.
  for (let at = 4 * PAGE; at + PAGE <= bytes.length; at += 2 * PAGE) bytes.fill(0xa5, at, at + PAGE);
  writeFileSync(file, bytes);

  const door = start();
  await door.address();
  const notice = await door.line(/The database was damaged\. It was kept as (\S+), and a new one was made\./);
  await door.line(/^Carried over from it: .+\.$/m);
  const aside = /kept as (\S+),/.exec(notice)?.[1] ?? '';
  expect(readFileSync(aside).equals(bytes)).toBe(true);
  expect(readdirSync(data).some((name) => name.startsWith('recovery.damaged-'))).toBe(true);

  const client = await door.staffClient();
  const { demoPins } = await client.cashier.session.welcome();
  await client.cashier.session.signIn({ pin: demoPins[0]?.pin ?? '' });
  const sale = await client.cashier.sale.open({ commandId: crypto.randomUUID() });
  expect(sale.saleNumber).toMatch(/^T1-B/);
});
