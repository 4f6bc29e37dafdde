/**
 * Writes a time as the clock of a place shows it, with its offset: `2026-03-11T10:00:00+01:00` (contract section 1,
 * `x-user-datetime`).
 *
 * @param timeZone IANA name; an unknown one throws RangeError here, not at each call.
 */
export function localTimeIn(timeZone: string): (timeMs: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  return (timeMs) => {
    const parts = Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, value]));
    const { year, month, day, hour, minute, second, timeZoneName = '' } = parts;
    // `GMT` alone is the offset 0.
    const offset = timeZoneName.slice('GMT'.length) || '+00:00';
    return `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
  };
}
