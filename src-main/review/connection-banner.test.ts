import { expect, test } from 'vitest';
import type { TillConfig } from '../till/config.ts';
import { connectionBanner } from './connection-banner.ts';

const BACK_END: TillConfig['backEnd'] = {
  name: 'rekonect',
  baseUrl: 'https://api.example.org/v1',
  keySource: { from: 'environment', name: 'SHOP_KEY' },
  branchId: 'B1',
  posId: '1',
  sourceName: 'Tillbox',
  settings: { region: 'ES' },
};
type Facts = Parameters<typeof connectionBanner>[0];
const CONNECTED: Facts = { state: 'connected', why: null, strangeCode: null };
const bannerOf = (facts: Partial<Facts>, config: { kind?: TillConfig['kind']; backEnd?: TillConfig['backEnd'] } = {}) =>
  connectionBanner({ ...CONNECTED, ...facts }, { kind: 'live', backEnd: BACK_END, ...config }, 'Invented');
const offline = (why: string) => bannerOf({ state: 'not-connected', why });

test.each([
  ['ECONNREFUSED', 'connection-unreachable', 'api.example.org cannot be reached'],
  ['ENOTFOUND', 'connection-no-such-address', 'no address called api.example.org'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'connection-certificate', 'certificate that api.example.org shows was refused'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'connection-no-tls', 'makes no secure connection'],
])('%s is told apart, with the setting to look at', (code, banner, words) => {
  const shown = offline(code);
  expect(shown?.code).toBe(banner);
  expect(shown?.text).toContain(words);
  expect(shown?.text).toContain('backEnd.baseUrl');
  expect(shown?.text).not.toContain(code);
});

test('where the address answers and lets nobody in, the network is not blamed', () => {
  const shown = offline('token-http-503');
  expect(shown?.code).toBe('connection-no-way-in');
  expect(shown?.text).toContain('api.example.org answers, but lets this till do nothing yet (token-http-503)');
});

test('an answer that is none of the program is named, until a good one comes', () => {
  expect(bannerOf({ strangeCode: 'http-404' })?.text).toContain('Something else answers at api.example.org');
  expect(bannerOf({})).toBeNull();
});

test('a refused key names where it comes from, and what counts together with it', () => {
  const refused = (keySource: TillConfig['backEnd']['keySource']) =>
    bannerOf({ state: 'paused', why: 'not-signed-in' }, { backEnd: { ...BACK_END, keySource } })?.text;
  expect(refused({ from: 'environment', name: 'SHOP_KEY' })).toContain('environment variable SHOP_KEY');
  expect(refused({ from: 'config', value: 'very-secret' })).toContain('Check backEnd.apiKey in the configuration.');
  expect(refused({ from: 'config', value: 'very-secret' })).not.toContain('very-secret');
  const withPath = { ...BACK_END, settings: { clientId: 'c', tokenPath: '/oauth/token' } };
  expect(bannerOf({ state: 'paused', why: 'not-signed-in' }, { backEnd: withPath })?.text).toContain(
    'backEnd.settings.clientId, backEnd.settings.tokenPath and backEnd.baseUrl',
  );
  expect(refused({ from: 'sealed' })).toContain('backEnd.settings.region and backEnd.baseUrl');
});

test('in training nothing can be set', () => {
  expect(bannerOf({ state: 'not-connected', why: 'ECONNREFUSED' }, { kind: 'training' })).toBeNull();
});
