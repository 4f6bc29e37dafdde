import type { DatabaseFailure } from '../database/database-failure.ts';
import { RESERVE_BYTES } from '../database/reserve.ts';
import { exitCode } from '../till/exit-codes.ts';
import { explainStartFailure } from '../till/start-failure.ts';
import type { DoctorReport } from './doctor-report.ts';

const MIB = 2 ** 20;

/** The report in lines for a person, and the exit code of its gravest finding. */
export function doctorFindings(
  report: DoctorReport,
  file: string,
): { readonly lines: readonly string[]; readonly exit: number } {
  const { database, folder, generation } = report;
  const lines = [`Folder: ${folder.path} (${folder.kind})`];
  let exit = exitCode('done');
  if (!database.readable) {
    if (database.failure === 'none') {
      lines.push('Database: none yet');
    } else {
      const failure = asTheTillSeesIt(database.failure, generation !== 'none');
      const { what, whatToDo, exitCode: code } = explainStartFailure({ kind: 'database', failure });
      lines.push(`Database: ${what} ${whatToDo}`);
      exit = code;
    }
  } else if (database.damage.length > 0) {
    const {
      what,
      whatToDo,
      exitCode: code,
    } = explainStartFailure({
      kind: 'database',
      failure: { kind: 'damaged', file, findings: database.damage },
    });
    lines.push(`Database: ${what} ${whatToDo}`);
    exit = code;
  } else {
    const operations = Object.entries(database.operations).map(([state, rows]) => `${rows} ${state}`);
    lines.push(
      `Database: sound, schema ${database.schema} of ${database.knownSchema}, ${(database.bytes / MIB).toFixed(1)} MiB`,
      `Operations: ${operations.join(', ') || 'none'}`,
    );
  }
  lines.push(
    typeof generation === 'string'
      ? `Sale numbers: the record of their letter is ${generation === 'none' ? 'not there yet' : 'unreadable'}`
      : `Sale numbers: letter ${generation.letter}; last close ${generation.cleanlyClosed ? 'clean' : 'not clean'}`,
    `Copies: ${report.copies.join(', ') || 'none'}`,
    `Free space: ${Math.floor(report.freeBytes / MIB)} MiB; reserve ${report.reserve}`,
    `Ways to the data key: ${report.keyWraps.join(', ') || 'none'}`,
  );
  if (report.recoveryCode !== 'not asked') lines.push(`Recovery code: it ${report.recoveryCode}`);
  if (exit !== exitCode('done')) return { lines, exit };
  if (report.recoveryCode === 'does not open the data key') return { lines, exit: exitCode('check-failed') };
  return { lines, exit: report.freeBytes < RESERVE_BYTES ? exitCode('no-space') : exit };
}

/** Bytes that are no database are damage in a folder that remembers one of its own (open-till-database.ts). */
const asTheTillSeesIt = (failure: DatabaseFailure, remembered: boolean): DatabaseFailure =>
  failure.kind === 'wrong-format' && failure.notADatabase && remembered
    ? { kind: 'damaged', file: failure.file, findings: ['the first page is not readable'] }
    : failure;
