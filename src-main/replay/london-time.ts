import { HOUR, MINUTE } from '../../src-shared/time/clock.ts';

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/;

const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Local hour as if it were UTC → how far London was ahead of UTC then, ms. A trading file names the same hours over and over. */
const offsets = new Map<number, number>();

/**
 * Reads `yyyy-MM-dd HH:mm:ss` (seconds may be missing) as the wall clock of Europe/London.
 *
 * Of an hour that comes twice the first is meant; an hour that was skipped counts on from the one before it.
 *
 * @returns ms since 1970, UTC, or null for another form or a day that does not exist.
 */
export function parseLondonTime(text: string): number | null {
  const match = LOCAL.exec(text.trim());
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(localMs);
  if (year < 1970 || hour > 23 || minute > 59 || second > 59) return null;
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return null;
  const hourMs = localMs - (localMs % HOUR);
  let offsetMs = offsets.get(hourMs);
  if (offsetMs === undefined) {
    offsetMs = offsetAt(hourMs);
    offsets.set(hourMs, offsetMs);
  }
  return localMs - offsetMs;
}

/** London is ahead of UTC by nothing or by some whole minutes; the larger offset that reads back as this hour is the first one. */
function offsetAt(localHourMs: number): number {
  for (const offsetMs of [HOUR, 0]) if (londonAhead(localHourMs - offsetMs) === offsetMs) return offsetMs;
  return 0;
}

function londonAhead(utcMs: number): number {
  const part = new Map(LONDON.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
  const localMs = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
  return Math.floor((localMs - utcMs) / MINUTE) * MINUTE;
}
