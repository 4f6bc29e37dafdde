import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../fixtures/till-folder.ts';

// Processes alone. An invented test till; each case spoils one thing of it.

const SECRET = 'invented-key-that-must-not-be-printed';
const GOOD = {
  kind: 'test',
  backEnd: {
    name: 'rekonect',
    baseUrl: 'http://127.0.0.1:9/v1/',
    apiKey: SECRET,
    branchId: 'INVENTED-BRANCH',
    posId: 'INVENTED-TILL',
  },
  shop: { name: 'Invented Shop', currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Madrid' },
  terminal: { prefix: 'I1' },
};

const CASES = [
  {
    what: 'a live till that would talk to this machine',
    config: { ...GOOD, kind: 'live' },
    key: 'backEnd.baseUrl',
    allowed: 'https://',
  },
  { what: 'an unknown kind', config: { ...GOOD, kind: 'pretend' }, key: 'kind', allowed: 'live' },
  {
    what: 'an unknown back end',
    config: { ...GOOD, backEnd: { ...GOOD.backEnd, name: 'abacus' } },
    key: 'backEnd.name',
    allowed: 'rekonect',
  },
  {
    what: 'a currency that is none',
    config: { ...GOOD, shop: { ...GOOD.shop, currency: 'EURO' } },
    key: 'shop.currency',
    allowed: 'ISO 4217',
  },
  {
    what: 'a prefix in small letters',
    config: { ...GOOD, terminal: { prefix: 'till one' } },
    key: 'terminal.prefix',
    allowed: 'capital letters',
  },
  { what: 'a key nobody knows', config: { ...GOOD, colour: 'red' }, key: 'colour', allowed: '' },
];

for (const { what, config, key, allowed } of CASES) {
  test(`refuses ${what} with 4, by its key and what is allowed`, async ({ start, folder }) => {
    const file = join(folder, 'config.json');
    writeFileSync(file, JSON.stringify(config));
    const door = start({ args: ['--config', file] });
    expect(await door.exited).toBe(4);
    expect(door.stderr).toContain(file);
    expect(door.stderr).toContain(`${key}:`);
    expect(door.stderr).toContain(allowed);
    expect(door.stderr).not.toContain(SECRET);
  });
}

test('refuses a file that is no JSON, and one that is not there', async ({ start, folder }) => {
  const file = join(folder, 'config.json');
  writeFileSync(file, '{ kind: live');
  const unreadable = start({ args: ['--config', file] });
  const missing = start({ args: ['--config', join(folder, 'none.json')] });
  expect(await unreadable.exited).toBe(4);
  expect(await missing.exited).toBe(4);
  for (const door of [unreadable, missing]) expect(door.stderr).toContain(folder);
});
