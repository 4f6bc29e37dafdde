import type { DataFolder } from '../till/data-folder.ts';
import type { StartFailure } from '../till/start-failure.ts';
import type { ErrorLog } from './error-log.ts';
import type { MessageOf } from './problem-error.ts';
import type { TillApi } from './procedures.ts';

/** A till that runs, as a door holds it. */
export interface StartedTill {
  readonly folder: DataFolder;
  readonly api: TillApi;
  readonly log: ErrorLog;
  readonly messageOf: MessageOf;
  /** What a person should read once the till is open: a recovery code, a recovery report. One line each. */
  readonly notices: readonly string[];
  /** The machine woke up or found its network again: looks at the queue now. */
  wake(): void;
  /** Ends the sync within its own limits and closes every file. */
  stop(): Promise<void>;
}

export type TillStart =
  | { readonly ok: true; readonly till: StartedTill }
  | { readonly ok: false; readonly failure: StartFailure };
