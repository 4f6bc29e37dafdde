import { expect, test } from 'vitest';
import { ManualClock } from './manual-clock.ts';

test('timers run in order of time, then of scheduling, and see the time they were due at', () => {
  const clock = new ManualClock(1_000);
  const seen: [string, number][] = [];
  const note = (name: string) => () => void seen.push([name, clock.nowMs()]);
  clock.schedule(20, note('late'));
  clock.schedule(10, note('first'));
  clock.schedule(10, note('second'));
  clock.schedule(10, note('cancelled')).cancel();
  clock.schedule(31, note('not yet'));
  clock.advance(30);
  expect(seen).toEqual([
    ['first', 1_010],
    ['second', 1_010],
    ['late', 1_020],
  ]);
  expect(clock.nowMs()).toBe(1_030);
  expect(clock.pending).toBe(1);
});

test('a timer scheduled by a timer runs in the same advance when it is due', () => {
  const clock = new ManualClock(0);
  const ticks: number[] = [];
  const tick = (): void => {
    ticks.push(clock.nowMs());
    clock.schedule(10, tick);
  };
  clock.schedule(0, tick);
  clock.advance(35);
  expect(ticks).toEqual([0, 10, 20, 30]);
});

test('a jump of the wall clock neither runs nor delays timers', () => {
  const clock = new ManualClock(1_000_000);
  let ran = 0;
  clock.schedule(100, () => void ran++);
  clock.set(0);
  expect(ran).toBe(0);
  clock.advance(99);
  expect(ran).toBe(0);
  clock.advance(1);
  expect([ran, clock.nowMs()]).toEqual([1, 100]);
});

test('advanceAsync lets promises settle between timers', async () => {
  const clock = new ManualClock(0);
  const seen: number[] = [];
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => void clock.schedule(ms, resolve));
  const loop = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      await sleep(10);
      await Promise.resolve();
      seen.push(clock.nowMs());
    }
  };
  const done = loop();
  await clock.advanceAsync(30);
  expect(seen).toEqual([10, 20, 30]);
  await done;
});
