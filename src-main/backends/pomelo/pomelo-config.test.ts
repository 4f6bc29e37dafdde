import { expect, it } from 'vitest';
import { pomeloConfig, pomeloTrialConfig } from './pomelo-config.ts';

const whole = (settings: object = {}) => ({
  apiKey: 'secret',
  branchId: 'B1',
  posId: 'P1',
  currency: 'EUR',
  settings: { clientId: 'c', audience: 'a', earnHundredthsPerMajor: 500, burnHundredthsPerMajor: 10_000, ...settings },
});
const wrong = (config: object): unknown =>
  pomeloConfig.safeParse(config).error?.issues.map(({ path }) => path.join('.'));

it('names what is missing or not allowed, and never lends a rate', () => {
  expect(pomeloConfig.parse(whole())).toMatchObject({
    baseUrl: 'https://api.pomelo.la',
    settings: { tokenPath: '/oauth/token', accountType: 'points', mintAtTill: true, replayWindowMs: 86_400_000 },
  });
  expect(wrong({ ...whole(), settings: {} })).toEqual([
    'settings.clientId',
    'settings.audience',
    'settings.earnHundredthsPerMajor',
    'settings.burnHundredthsPerMajor',
  ]);
  expect(wrong(whole({ tokenPath: 'oauth/token' }))).toEqual(['settings.tokenPath']);
  expect(wrong(whole({ replayWindowMs: 86_400_001 }))).toEqual(['settings.replayWindowMs']);
  expect(wrong({ ...whole(), baseUrl: 'http://api.pomelo.la' })).toEqual(['baseUrl']);
  expect(wrong(whole({ payQuietMs: 59_999 }))).toEqual(['settings.payQuietMs']);
  expect(pomeloTrialConfig.safeParse(whole({ payQuietMs: 0 })).success).toBe(true);
});
