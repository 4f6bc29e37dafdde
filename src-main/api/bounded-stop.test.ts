import { expect, it, vi } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { boundedStop, STOP_LIMIT_MS } from './bounded-stop.ts';

it('stops once, however often it is asked, and leaves no timer', async () => {
  const clock = new ManualClock();
  const stop = vi.fn(() => Promise.resolve());
  const stopOnce = boundedStop(stop, clock);
  expect(await Promise.all([stopOnce(), stopOnce()])).toEqual(['stopped', 'stopped']);
  expect(await stopOnce()).toBe('stopped');
  expect([stop.mock.calls.length, clock.pending]).toEqual([1, 0]);
});

it('gives up a stop that hangs, and survives one that fails', async () => {
  const clock = new ManualClock();
  const hanging = boundedStop(() => new Promise(() => undefined), clock)();
  clock.advance(STOP_LIMIT_MS);
  expect(await hanging).toBe('gave-up');
  expect(await boundedStop(() => Promise.reject(new Error('lost')), clock)()).toBe('failed');
});
