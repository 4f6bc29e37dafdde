import { expect, test } from 'vitest';
import { parseLondonTime } from './london-time.ts';

test.for<[text: string, utc: string | null]>([
  ['2010-12-01 08:26:00', '2010-12-01T08:26:00Z'],
  ['2011-07-01 08:26', '2011-07-01T07:26:00Z'],
  ['2011-03-27 00:59:59', '2011-03-27T00:59:59Z'],
  ['2011-03-27 01:30:00', '2011-03-27T01:30:00Z'], // skipped: it counts on from winter time
  ['2011-03-27 02:00:00', '2011-03-27T01:00:00Z'],
  ['2011-10-30 01:30:00', '2011-10-30T00:30:00Z'], // comes twice: the first
  ['2011-10-30 02:00:00', '2011-10-30T02:00:00Z'],
  ['2011-02-29 10:00:00', null],
  ['2011-13-01 10:00:00', null],
  ['2011-12-01 24:00:00', null],
  ['12/1/2010 8:26', null],
  ['', null],
])('%s', ([text, utc]) => {
  expect(parseLondonTime(text)).toBe(utc === null ? null : Date.parse(utc));
});
