/**
 * Writes a time as `yyyy-MM-ddTHH:mm:ssZ`: UTC, whole seconds, the fraction cut off (contracts/rekonect.md section 1).
 *
 * @param timeMs ms since 1970; a value that is no date throws RangeError.
 */
export function utcSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/** Writes the UTC day of a time as `yyyy-MM-dd`. */
export function utcDate(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

const ISO_UTC = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/;

/**
 * Reads `yyyy-MM-ddTHH:mm:ssZ`, with or without a fraction of a second (programs answer in both forms).
 *
 * @returns ms since 1970, or null where the text has another form or names a day that does not exist.
 */
export function parseUtc(text: string): number | null {
  const match = ISO_UTC.exec(text);
  if (match === null) return null;
  const timeMs = Date.parse(`${text.slice(0, 19)}.${(match[7] ?? '').padEnd(3, '0').slice(0, 3)}Z`);
  // Date.parse turns 30 February into a day in March; the round trip finds it.
  return Number.isNaN(timeMs) || new Date(timeMs).toISOString().slice(0, 19) !== text.slice(0, 19) ? null : timeMs;
}
