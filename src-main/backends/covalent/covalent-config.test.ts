import { expect, test } from 'vitest';
import { covalentCapabilities } from './covalent-capabilities.ts';
import { covalentConfig, covalentTrialConfig } from './covalent-config.ts';
import { aConfig } from './queue.test-support.ts';

const config = {
  apiKey: 'sec_invented',
  branchId: '042',
  posId: '3',
  currency: 'EUR',
  settings: { publicKey: 'pub_invented', loyaltyCurrency: 'COMET_POINTS' },
};

test('six values are enough', () => {
  expect(covalentConfig.parse(config)).toMatchObject({
    baseUrl: 'https://api.loyaltyboomerang.com/public/v3.0',
    settings: { payQuietMs: 60_000, absentAfterMs: 600_000, releaseAfterDays: 0, memberFields: [{ id: 'id' }] },
  });
});

test.each([
  ['no public key', { settings: { loyaltyCurrency: 'X' } }],
  ['no program', { settings: { publicKey: 'pub_1' } }],
  ['a public key that would break the header', { settings: { ...config.settings, publicKey: 'pub_1, Signature=' } }],
  ['a line break in the secret', { apiKey: 'sec\r\nx-evil: 1' }],
  ['a short quiet time', { settings: { ...config.settings, payQuietMs: 100 } }],
  ['absent too early', { settings: { ...config.settings, absentAfterMs: 1_000 } }],
  ['an unknown category', { settings: { ...config.settings, itemCategory: 'Retail' } }],
])('refused in live: %s', (_name, fields) => {
  const result = covalentConfig.safeParse({ ...config, ...fields });
  expect(result.success).toBe(false);
  expect(JSON.stringify(result.error?.issues)).not.toContain('evil');
});

test('training may wait less and use this machine', () => {
  const given = { ...config.settings, payQuietMs: 100, absentAfterMs: 100 };
  const parsed = covalentTrialConfig.parse({ ...config, baseUrl: 'http://127.0.0.1:8080/x', settings: given });
  expect(parsed.settings.absentAfterMs).toBe(100);
});

test('where points are final at once, no void and no part return of a sale is offered', () => {
  const { voidSale, partialReturn, replay } = covalentCapabilities(aConfig({ releaseAfterDays: 0 }).settings);
  expect([voidSale.offered, partialReturn.offered, replay['cancel-sale']]).toEqual([false, false, null]);
});
