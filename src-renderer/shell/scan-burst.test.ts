import { expect, test } from 'vitest';
import { ScanBurst } from './scan-burst.ts';

/** Types a text with so much time between its keys, then a last key; the answer to that one. */
function typed(text: string, gapMs: number, last = 'Enter', burst = new ScanBurst(), fromMs = 1_000) {
  let atMs = fromMs;
  for (const key of text) {
    atMs += gapMs;
    burst.take(key, atMs);
  }
  return burst.take(last, atMs + gapMs);
}

test.each([5, 20, 80, 100])('a scanner with %i ms between its keys is read whole', (gapMs) => {
  expect(typed('9501107700028', gapMs)).toEqual({ kind: 'code', code: '9501107700028' });
});

test.each(['Enter', 'Tab'])('%s ends a code', (key) => {
  expect(typed('4006381333931', 10, key)).toEqual({ kind: 'code', code: '4006381333931' });
});

test('a person who types and presses Enter presses what has the focus', () => {
  expect(typed('12345', 180)).toEqual({ kind: 'none' });
  expect(typed('', 10)).toEqual({ kind: 'none' });
  expect(typed('123', 10)).toEqual({ kind: 'none' });
});

test('two scans right after each other stay two', () => {
  const burst = new ScanBurst();
  expect(typed('11112222', 5, 'Enter', burst, 0)).toEqual({ kind: 'code', code: '11112222' });
  expect(typed('33334444', 5, 'Enter', burst, 50)).toEqual({ kind: 'code', code: '33334444' });
});

test('a key that somebody pressed before is not part of the code', () => {
  const burst = new ScanBurst();
  burst.take('x', 0);
  expect(typed('55556666', 5, 'Enter', burst, 1_000)).toEqual({ kind: 'code', code: '55556666' });
});

test('capitals need Shift, which is no part of the code; a space inside is', () => {
  const burst = new ScanBurst();
  for (const [place, key] of ['Shift', 'A', 'Shift', 'B', '1', '2'].entries()) burst.take(key, place * 10);
  expect(burst.take(' ', 60)).toEqual({ kind: 'inside' });
  burst.take('3', 70);
  expect(burst.take('Enter', 80)).toEqual({ kind: 'code', code: 'AB12 3' });
});
