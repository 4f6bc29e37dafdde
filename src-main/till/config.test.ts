import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../database/temporary-folder.test-support.ts';
import { backEndSection, type ConfigResult, parseConfig, readApiKey, readConfigFile } from './config.ts';
import { explainStartFailure } from './start-failure.ts';

const backEnd = { name: 'rekonect', baseUrl: 'https://loyalty.example.com/v1/', branchId: 'B1', posId: 'P1' };
const shop = { name: 'Corner Shop', currency: 'EUR', locale: 'es-ES', timeZone: 'Europe/Madrid' };
const good = { kind: 'live', backEnd, shop, terminal: { prefix: 'T1' } };
const withBackEnd = (change: object, kind = 'live'): object => ({ ...good, kind, backEnd: { ...backEnd, ...change } });

const issues = (result: ConfigResult): readonly string[] => {
  if (result.ok || result.failure.kind !== 'config') throw new Error('This configuration should be refused');
  return result.failure.issues.map(({ key, allowed }) => `${key}: ${allowed}`);
};

test('defaults fill what the file leaves out', () => {
  const result = parseConfig(good, 'till.json');
  expect(result).toMatchObject({
    ok: true,
    config: {
      kind: 'live',
      backEnd: { keySource: { from: 'sealed' }, sourceName: 'Tillbox', settings: {} },
      sync: { firstDelaysMs: [1_000, 5_000, 30_000], payQuietMs: 60_000, clientTimeoutMs: 8_000 },
      policy: { maySpend: ['card', 'code', 'membership-key'], claimBy: 'manager' },
    },
  });
  if (result.ok)
    expect(backEndSection(result.config, 'k')).toMatchObject({ apiKey: 'k', branchId: 'B1', currency: 'EUR' });
});

test('each wrong key is named with what is allowed, and its value is not', () => {
  const bad = {
    kind: 'live',
    backEnd: { ...backEnd, name: 'acme', apiKey: 'top-secret', apiKeyEnv: 'KEY', posId: undefined, colour: 'red' },
    shop: { ...shop, currency: 'XXX', timeZone: 'Mars/Olympus' },
    terminal: { prefix: 'too long a prefix' },
    sync: { payQuietMs: 1_000 },
  };
  const result = parseConfig(bad, 'till.json');
  expect(issues(result)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^backEnd\.name: expected one of .*"rekonect"/),
      'backEnd.posId: is missing; expected string',
      'backEnd.colour: no such key; remove it',
      'shop.currency: an active ISO 4217 code such as EUR',
      'shop.timeZone: an IANA time zone such as Europe/London',
      'terminal.prefix: 1 to 8 capital letters and digits',
      'sync.payQuietMs: Too small: expected number to be >=60000',
    ]),
  );
  if (!result.ok) {
    const { exitCode, what } = explainStartFailure(result.failure);
    expect(exitCode).toBe(4);
    expect(what).not.toContain('top-secret');
    expect(what.split('\n')).toHaveLength(1 + issues(result).length);
  }
});

test('a setting of the back end is checked at once', () => {
  expect(issues(parseConfig(withBackEnd({ settings: { registerBody: 'sideways' } }), 'till.json'))).toEqual([
    expect.stringMatching(/^backEnd\.settings\.registerBody: expected one of/),
  ]);
  expect(issues(parseConfig(withBackEnd({ settings: { tenders: 'x' } }), 'till.json'))).toEqual([
    'backEnd.settings.tenders: no such key; remove it',
  ]);
});

describe('addresses', () => {
  const accepts = (kind: string, baseUrl: string): boolean => parseConfig(withBackEnd({ baseUrl }, kind), 'x').ok;
  test.each([
    'http://loyalty.example.com/v1/',
    'https://127.0.0.1/v1/',
    'https://127.1/v1/',
    'https://2130706433/v1/',
    'https://localhost/v1/',
    'https://till.localhost./v1/',
    'https://[::1]/v1/',
    'https://[::ffff:127.0.0.1]/v1/',
    'https://0.0.0.0/v1/',
    'https://user:word@loyalty.example.com/',
    'https://loyalty.example.com/?key=1',
    'nonsense',
  ])('live refuses %s', (baseUrl) => expect(accepts('live', baseUrl)).toBe(false));

  test('test reaches its own origin, and plain http on this machine only', () => {
    expect(accepts('test', 'https://sandbox.example.com/v1/')).toBe(true);
    expect(accepts('test', 'http://127.0.0.1:8080/v1/')).toBe(true);
    expect(accepts('test', 'http://localhost:8080/v1/')).toBe(true);
    expect(accepts('test', 'http://sandbox.example.com/v1/')).toBe(false);
  });
});

test('training is not asked for by a file, and a file must be JSON', () => {
  expect(issues(parseConfig({ ...good, kind: 'training' }, 'x'))).toEqual(["kind: 'live' or 'test'"]);
  expect(issues(parseConfig({}, 'x'))).toEqual(["kind: is missing; 'live' or 'test'"]);
  const file = join(temporaryFolder(), 'till.json');
  expect(issues(readConfigFile(file))).toEqual([': a readable file (ENOENT)']);
  writeFileSync(file, '{ kind: live }');
  expect(issues(readConfigFile(file))).toEqual([': one JSON object; this is no JSON']);
});

test('the key comes from the file, the variable or the configuration, and a missing one is named', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'till.json');
  writeFileSync(join(folder, 'key'), 'from-file\n');
  writeFileSync(path, JSON.stringify(withBackEnd({ apiKeyFile: 'key' })));
  const read = readConfigFile(path);
  if (!read.ok) throw new Error('refused');
  expect(readApiKey(read.config.backEnd.keySource, {}, path)).toEqual({ ok: true, apiKey: 'from-file' });
  expect(readApiKey({ from: 'environment', name: 'K' }, { K: 'from-env' }, path)).toEqual({
    ok: true,
    apiKey: 'from-env',
  });
  expect(readApiKey({ from: 'environment', name: 'K' }, {}, path)).toMatchObject({
    ok: false,
    failure: { kind: 'config', issues: [{ key: 'backEnd.apiKeyEnv' }] },
  });
  expect(readApiKey({ from: 'file', path: join(folder, 'none') }, {}, path)).toMatchObject({
    ok: false,
    failure: { kind: 'config', issues: [{ key: 'backEnd.apiKeyFile' }] },
  });
});
