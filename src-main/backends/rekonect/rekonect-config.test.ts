import { expect, test } from 'vitest';
import { rekonectConfig, rekonectTrialConfig } from './rekonect-config.ts';

const config = { apiKey: 'invented-key', branchId: 'B1', posId: 'P1', currency: 'EUR' };

test('four values are enough', () => {
  expect(rekonectConfig.parse(config)).toMatchObject({
    baseUrl: 'https://pos-api.fidelizacion.app/v1/',
    sourceType: 'POS',
    settings: { payQuietMs: 60_000 },
  });
});

test.each([
  ['http elsewhere', { baseUrl: 'http://shop.example/v1/' }],
  ['a user in the address', { baseUrl: 'https://a:b@shop.example/v1/' }],
  ['no address', { baseUrl: 'shop' }],
  ['a line break in the key', { apiKey: 'a\r\nx-evil: 1' }],
  ['an unknown key', { pos: 'P1' }],
  ['a short quiet time', { settings: { payQuietMs: 100 } }],
])('refused in live: %s', (_name, fields) => {
  const result = rekonectConfig.safeParse({ ...config, ...fields });
  expect(result.success).toBe(false);
  expect(JSON.stringify(result.error?.issues)).not.toContain('evil');
});

test('training may wait less and use this machine', () => {
  const given = { ...config, baseUrl: 'http://127.0.0.1:8080/v1/', settings: { payQuietMs: 100 } };
  expect(rekonectTrialConfig.parse(given).settings.payQuietMs).toBe(100);
});
