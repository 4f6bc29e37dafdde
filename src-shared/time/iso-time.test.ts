import { expect, test } from 'vitest';
import { parseUtc, utcDate, utcSeconds } from './iso-time.ts';

test('whole seconds, cut off, in UTC', () => {
  expect(utcSeconds(Date.UTC(2026, 2, 11, 9, 2, 10, 999))).toBe('2026-03-11T09:02:10Z');
  expect(utcDate(Date.UTC(2026, 2, 11, 23, 59, 59))).toBe('2026-03-11');
});

test('both forms are read', () => {
  expect(parseUtc('2026-03-11T09:02:10Z')).toBe(Date.UTC(2026, 2, 11, 9, 2, 10));
  expect(parseUtc('2026-03-11T09:02:10.5Z')).toBe(Date.UTC(2026, 2, 11, 9, 2, 10, 500));
  expect(parseUtc('2026-03-11T09:02:10.123456Z')).toBe(Date.UTC(2026, 2, 11, 9, 2, 10, 123));
});

test.each([
  '',
  '2026-03-11',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-03-11T24:00:01Z',
  '2026-03-11T09:02:10',
  '2026-03-11T09:02:10+01:00',
])('%s is refused', (text) => expect(parseUtc(text)).toBeNull());
