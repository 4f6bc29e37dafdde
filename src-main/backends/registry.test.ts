import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { openBackEnd } from './registry.ts';

const config = { apiKey: 'invented-key', branchId: 'B1', posId: 'P1', currency: 'EUR' };

test('a back end by name, whose account names its key without giving it away', async () => {
  const one = openBackEnd('rekonect', config, 'live', new ManualClock());
  const other = openBackEnd('rekonect', { ...config, apiKey: 'another-key' }, 'live', new ManualClock());
  expect(one).toMatchObject({ name: 'rekonect', capabilities: { programName: 'Rekonect' } });
  expect(one.account).not.toContain('invented-key');
  expect(one.account).not.toBe(other.account);
  await one.close();
  await other.close();
});

test('a bad config is refused and its secret stays unsaid', () => {
  const open = () => openBackEnd('rekonect', { ...config, apiKey: 'bad\nkey' }, 'live', new ManualClock());
  expect(open).toThrow(/apiKey/);
  expect(open).not.toThrow(/bad/);
});

test('a short quiet time is for tests and training alone', () => {
  const hasty = { ...config, settings: { payQuietMs: 10 } };
  expect(() => openBackEnd('rekonect', hasty, 'live', new ManualClock())).toThrow(/payQuietMs/);
  expect(() => openBackEnd('rekonect', hasty, 'training', new ManualClock())).not.toThrow();
});
