import { parse } from 'csv-parse/sync';
import { fileLines } from './file-lines.ts';
import { type RawRow, TRADING_COLUMNS } from './trading-row.ts';

/** The file is text, but its first line is not the header of the UCI format. */
export class NotATradingFile extends Error {
  constructor(path: string) {
    super(`${path}: the first line is not ${TRADING_COLUMNS.join()}`);
    this.name = 'NotATradingFile';
  }
}

/** A quoted field may hold line breaks; one that is not closed within so many lines is taken for a stray quote. */
const MOST_LINES_OF_A_RECORD = 10;

/**
 * The records of a trading file in the order of the file, streaming; memory does not grow with the file.
 *
 * A record that cannot be read comes with `fields: null`: no row stops a run, and a quote that is never closed spoils its
 * own line only. Throws UnreadableFile and NotATradingFile.
 */
export async function* readRows(path: string): AsyncGenerator<RawRow> {
  const lines = fileLines(path);
  const header = await lines.next();
  const names = header.done === true ? null : fieldsOf(header.value);
  if (names === null || TRADING_COLUMNS.some((name, at) => names[at]?.trim() !== name)) throw new NotATradingFile(path);
  let line = 1;
  const pending: string[] = [];
  for await (const text of lines) {
    pending.push(text);
    while (pending.length > 0) {
      const taken = takeRecord(pending);
      if (taken === 'more') break;
      line += 1;
      yield { ...taken, line };
      line += taken.lines - 1;
    }
  }
  for (const text of pending) {
    line += 1;
    yield { line, text, fields: fieldsOf(text) };
  }
}

interface TakenRecord {
  readonly text: string;
  readonly fields: readonly string[] | null;
  readonly lines: number;
}

/** Takes one record off the front of the waiting lines, or asks for more of them. */
function takeRecord(pending: string[]): TakenRecord | 'more' {
  const first = pending[0] ?? '';
  const alone = fieldsOf(first);
  if (alone !== null || !hasOpenQuote(first)) {
    pending.shift();
    return { text: first, fields: alone, lines: 1 };
  }
  for (let lines = 2; lines <= pending.length; lines += 1) {
    const text = pending.slice(0, lines).join('\n');
    const fields = fieldsOf(text);
    if (fields === null || fields.length !== TRADING_COLUMNS.length) continue;
    pending.splice(0, lines);
    return { text, fields, lines };
  }
  if (pending.length < MOST_LINES_OF_A_RECORD) return 'more';
  pending.shift();
  return { text: first, fields: null, lines: 1 };
}

const hasOpenQuote = (text: string): boolean => (text.split('"').length - 1) % 2 === 1;

function fieldsOf(text: string): readonly string[] | null {
  if (!text.includes('"')) return text.split(',');
  try {
    const records: string[][] = parse(text, { relax_column_count: true });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    // What csv-parse throws says only that the quotes do not fit; the caller rejects the row as malformed.
    return null;
  }
}
