import '../till/require-node.ts';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { FOLDER_FILES } from '../database/folder-files.ts';
import { lockFolder } from '../database/lock.ts';
import { storageTroubleOf } from '../database/storage-error.ts';
import { writeDurably } from '../database/write-durably.ts';
import { openWithRecoveryCode } from '../secrets/data-key.ts';
import { type DataFolder, readDataFolder } from '../till/data-folder.ts';
import { exitCode, exitCodeHelp } from '../till/exit-codes.ts';
import { explainStartFailure, type StartFailure, startFailureText } from '../till/start-failure.ts';
import { systemClock } from '../till/system-clock.ts';
import { doctorFindings } from './doctor-findings.ts';
import { type DoctorReport, examineFolder } from './doctor-report.ts';

const HELP = `Checks a till's data folder and writes a report for support, without personal data.

  doctor --data DIR [--recovery-code] [--report FILE]

  --data DIR        the data folder; the till must be closed
  --recovery-code   asks for the recovery code shown at set-up, on the terminal or as a line on stdin, and says whether
                    it opens the data key
  --report FILE     where the report goes; the default is support-report.json in the folder

${exitCodeHelp()}
`;

/** Runs the command. @returns its exit code. */
async function doctor(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === 'help') {
    process.stdout.write(HELP);
    return exitCode('done');
  }
  if (typeof options === 'string') return refuse({ kind: 'usage', message: options });
  const found = readDataFolder(options.data);
  if (found.kind === 'failed') return refuse(found.failure);
  if (found.kind === 'none') {
    return refuse({ kind: 'not-a-till-folder', folder: options.data, reason: 'there is nothing in it' });
  }
  const locked = lockFolder(options.data, 'doctor', systemClock);
  if (!locked.ok) {
    if (locked.error === 'in-use') return refuse({ kind: 'in-use', folder: options.data, holder: locked.holder });
    return refuse({ kind: locked.error, where: options.data });
  }
  try {
    return await examine(found.folder, options);
  } catch (error) {
    const trouble = storageTroubleOf(error);
    if (trouble === 'no-space' || trouble === 'read-only') return refuse({ kind: trouble, where: options.report });
    throw error;
  } finally {
    locked.lock.release();
  }
}

async function examine(folder: DataFolder, options: Options): Promise<number> {
  const seen = examineFolder(folder, systemClock.nowMs());
  const report: DoctorReport = { ...seen, recoveryCode: await tryRecoveryCode(options) };
  writeDurably(options.report, `${JSON.stringify(report, null, 2)}\n`);
  const { lines, exit } = doctorFindings(report, join(folder.path, FOLDER_FILES.database));
  process.stdout.write(`${[...lines, `Report: ${options.report}`].join('\n')}\n`);
  return exit;
}

async function tryRecoveryCode({ data, recoveryCode }: Options): Promise<DoctorReport['recoveryCode']> {
  if (!recoveryCode) return 'not asked';
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = await terminal.question('Recovery code: ');
    const opened = await openWithRecoveryCode(data, typed);
    return opened.ok ? 'opens the data key' : 'does not open the data key';
  } finally {
    terminal.close();
  }
}

interface Options {
  readonly data: string;
  readonly report: string;
  readonly recoveryCode: boolean;
}

/** A string is the complaint, or `help`. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        report: { type: 'string' },
        'recovery-code': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    if (values.data === undefined) return 'Name the data folder with --data DIR.';
    return {
      data: values.data,
      report: values.report ?? join(values.data, 'support-report.json'),
      recoveryCode: values['recovery-code'],
    };
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

function refuse(failure: StartFailure): number {
  process.stderr.write(startFailureText(failure));
  return explainStartFailure(failure).exitCode;
}

process.exitCode = await doctor(process.argv.slice(2));
