import { expect, test } from 'vitest';
import type { StatusView } from '../../src-shared/contract/views.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { Changes } from '../till/changes.ts';
import { STATUS } from './fake-till.test-support.ts';
import { statusStream } from './status-stream.ts';

function start() {
  const clock = new ManualClock();
  const changes = new Changes();
  const gone = new AbortController();
  let waiting = 0;
  const stream = statusStream(
    () => ({ ...STATUS, waiting: { count: waiting, oldestAtMs: null } }),
    { changes, clock },
    gone.signal,
  );
  const set = (count: number): void => {
    waiting = count;
    changes.changed();
  };
  return { clock, gone, stream, set };
}

const countOf = (event: IteratorResult<StatusView, unknown>): number | null =>
  event.done === true ? null : event.value.waiting.count;

test('the status at once, then at most ten a second, and nothing where nothing changed', async () => {
  const { clock, gone, stream, set } = start();
  expect(countOf(await stream.next())).toBe(0);
  const second = stream.next();
  for (const count of [1, 2, 3]) set(count);
  await clock.advanceAsync(100);
  expect(countOf(await second)).toBe(3);
  let told = false;
  const third = stream.next().then((event) => {
    told = true;
    return event;
  });
  set(3);
  await clock.advanceAsync(500);
  expect(told).toBe(false);
  set(4);
  await clock.advanceAsync(100);
  expect(countOf(await third)).toBe(4);
  gone.abort();
  expect(countOf(await stream.next())).toBe(null);
});

test('whoever leaves leaves no timer behind, waiting or quiet', async () => {
  for (const quietMs of [0, 500]) {
    const { clock, gone, stream } = start();
    await stream.next();
    const next = stream.next();
    await clock.advanceAsync(quietMs);
    gone.abort();
    expect(countOf(await next)).toBe(null);
    expect(clock.pending).toBe(0);
  }
});
