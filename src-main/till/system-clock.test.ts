import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DAY } from '../../src-shared/time/clock.ts';
import { systemClock } from './system-clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a delay longer than setTimeout can hold still waits its whole time', () => {
  let ran = 0;
  systemClock.schedule(60 * DAY, () => void ran++);
  vi.advanceTimersByTime(60 * DAY - 1);
  expect(ran).toBe(0);
  vi.advanceTimersByTime(1);
  expect(ran).toBe(1);
});

test('cancelled in its second stretch it never runs', () => {
  let ran = 0;
  const timer = systemClock.schedule(60 * DAY, () => void ran++);
  vi.advanceTimersByTime(40 * DAY);
  timer.cancel();
  vi.advanceTimersByTime(60 * DAY);
  expect(ran).toBe(0);
});
