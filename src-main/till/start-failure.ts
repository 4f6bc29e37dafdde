import type { DatabaseFailure } from '../database/database-failure.ts';
import type { LockHolder } from '../database/lock.ts';
import { type ExitName, exitCode } from './exit-codes.ts';

/** One thing wrong in a configuration. `key` is dotted; empty for the whole file. */
export interface ConfigIssue {
  readonly key: string;
  /** What is allowed there, in words; never the value that stood there, which may be a secret. */
  readonly allowed: string;
}

/** Why a till did not start. Expected outcomes: each says what, where and what to do, and has its exit code. */
export type StartFailure =
  | { readonly kind: 'usage'; readonly message: string }
  | { readonly kind: 'config'; readonly file: string; readonly issues: readonly ConfigIssue[] }
  /** A live or test folder is on this machine, but no configuration was given. */
  | { readonly kind: 'config-missing'; readonly folder: string; readonly folderKind: string }
  | { readonly kind: 'folder-kind'; readonly folder: string; readonly found: string; readonly wanted: string }
  | { readonly kind: 'not-a-till-folder'; readonly folder: string; readonly reason: string }
  | { readonly kind: 'key-not-opened'; readonly folder: string; readonly reason: string }
  | { readonly kind: 'in-use'; readonly folder: string; readonly holder: LockHolder | null }
  | { readonly kind: 'no-space'; readonly where: string }
  | { readonly kind: 'read-only'; readonly where: string }
  | { readonly kind: 'port-taken'; readonly port: number }
  | { readonly kind: 'node-too-old'; readonly found: string; readonly needed: number }
  | { readonly kind: 'database'; readonly failure: DatabaseFailure };

export interface StartFailureText {
  readonly exitCode: number;
  /** What happened and where, one line for each finding. */
  readonly what: string;
  readonly whatToDo: string;
}

/** The failure in words, for a terminal or a start-up screen. Holds no secret and no personal data. */
export function explainStartFailure(failure: StartFailure): StartFailureText {
  switch (failure.kind) {
    case 'usage':
      return text('usage', failure.message, 'See --help.');
    case 'config':
      return text(
        'config',
        [`The configuration ${failure.file} cannot be used:`, ...failure.issues.map(issueLine)].join('\n'),
        'Correct these keys and start again.',
      );
    case 'config-missing':
      return text(
        'config',
        `There is a ${failure.folderKind} folder on this machine (${failure.folder}), but no configuration was given.`,
        'Start with --config FILE, or with --training to practise.',
      );
    case 'folder-kind':
      return text(
        'config',
        `The folder ${failure.folder} is a ${failure.found} folder, and ${failure.wanted} was asked for. A folder never changes its kind.`,
        `Name another folder with --data, or start it as ${failure.found}.`,
      );
    case 'not-a-till-folder':
      return text(
        'wrong-format',
        `The folder ${failure.folder} is not a till's data folder: ${failure.reason}.`,
        'Name an empty or new folder with --data.',
      );
    case 'key-not-opened':
      return text(
        'config',
        `The data key of ${failure.folder} could not be opened: ${failure.reason}.`,
        'Run doctor with the recovery code shown at set-up, or start with a new folder and go on selling.',
      );
    case 'in-use':
      return text(
        'in-use',
        `The folder ${failure.folder} is in use ${holderText(failure.holder)}.`,
        'Close that one first, or name another folder with --data.',
      );
    case 'no-space':
      return text(
        'no-space',
        `No space is left for ${failure.where}. Nothing was recorded.`,
        'Free some space and start again.',
      );
    case 'read-only':
      return text(
        'read-only',
        `${failure.where} cannot be written.`,
        'Give this user the right to write there, or name another folder with --data.',
      );
    case 'port-taken':
      return text(
        'port-taken',
        `Port ${failure.port} of 127.0.0.1 is taken.`,
        'Choose another with --port, or 0 for any free one.',
      );
    case 'node-too-old':
      return text(
        'node-too-old',
        `Tillbox needs Node ${failure.needed}, and this is Node ${failure.found}.`,
        'Run `npm ci`, then use the npm scripts.',
      );
    case 'database':
      return explainDatabase(failure.failure);
  }
}

function explainDatabase(failure: DatabaseFailure): StartFailureText {
  const { file } = failure;
  switch (failure.kind) {
    case 'wrong-format':
      return text(
        'wrong-format',
        `${file} is not a till's database: ${failure.reason}. It was left as it is.`,
        'Name another folder with --data, or move the file away.',
      );
    case 'unreadable':
      return text('wrong-format', `${file} cannot be read.`, 'Give this user the right to read it.');
    case 'newer-version':
      return text(
        'newer',
        `${file} was written by a newer version (schema ${failure.found}, this one knows ${failure.known}).`,
        'Start the newer version.',
      );
    case 'damaged':
      return text(
        'recovered',
        `${file} is damaged: ${failure.findings.slice(0, 3).join('; ')}.`,
        'Start the till on this folder: it moves the file aside and carries over what is readable.',
      );
    case 'no-space':
      return explainStartFailure({ kind: 'no-space', where: file });
    case 'read-only':
      return explainStartFailure({ kind: 'read-only', where: file });
    case 'busy':
      return text('in-use', `${file} is being written by another process.`, 'Close that one first.');
    case 'io':
      return text(
        'wrong-format',
        `${file} cannot be read or written: ${failure.reason}.`,
        'Check the disk, then start again.',
      );
  }
}

/** The failure as it is printed: what, then what to do. */
export function startFailureText(failure: StartFailure): string {
  const { what, whatToDo } = explainStartFailure(failure);
  return `${what}\n${whatToDo}\n`;
}

const text = (name: ExitName, what: string, whatToDo: string): StartFailureText => ({
  exitCode: exitCode(name),
  what,
  whatToDo,
});

const issueLine = ({ key, allowed }: ConfigIssue): string => `  ${key === '' ? '(file)' : key}: ${allowed}`;

const holderText = (holder: LockHolder | null): string =>
  holder === null
    ? 'by another process'
    : `by process ${holder.pid} (${holder.door}) since ${new Date(holder.sinceMs).toISOString().slice(0, 19)}Z`;
