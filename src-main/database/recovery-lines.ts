import type { RecoveryReport } from './damaged.ts';

const MOST_NUMBERS = 20;

/** A recovery in sentences for a manager: where the old file is, what was carried over, what is lost. */
export function recoveryLines(report: RecoveryReport): readonly string[] {
  const { movedTo, copyUsed, carriedOver, lostSales, unfinished } = report;
  const rows = (pick: 'fromFile' | 'fromCopy'): string =>
    Object.entries(carriedOver)
      .filter(([, table]) => table[pick] > 0)
      .map(([name, table]) => `${name} ${table[pick]}`)
      .join(', ');
  const lines = [
    movedTo[0] === undefined
      ? 'The database was missing and has been made again.'
      : `The database was damaged. It was kept as ${movedTo[0]}, and a new one was made.`,
    `Carried over from it: ${rows('fromFile') || 'nothing'}.`,
  ];
  if (copyUsed !== null) lines.push(`Carried over from the copy ${copyUsed}: ${rows('fromCopy') || 'nothing'}.`);
  const { numbers, after, unnamed, incomplete } = lostSales;
  if (numbers.length > 0) lines.push(`Lost sales: ${listed(numbers)}.`);
  if (unnamed > 0) lines.push(`At most ${unnamed} more sales are lost; their numbers are not known.`);
  if (incomplete.length > 0) lines.push(`Sales with lines or tenders missing: ${listed(incomplete)}.`);
  if (after === '') lines.push('No sale could be read: compare the receipts of this till with the loyalty program.');
  else if (after !== null) lines.push(`Sales after number ${after} may be lost: compare their receipts.`);
  lines.push(`${unfinished.unknown} unfinished operations are asked about again, ${unfinished.parked} need a person.`);
  return lines;
}

const listed = (numbers: readonly string[]): string =>
  numbers.length <= MOST_NUMBERS
    ? numbers.join(', ')
    : `${numbers.slice(0, MOST_NUMBERS).join(', ')} and ${numbers.length - MOST_NUMBERS} more (all in the report beside the file)`;
