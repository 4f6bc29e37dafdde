import { homedir } from 'node:os';
import type { Clock } from '../../src-shared/time/clock.ts';
import { readConfigFile, type TillConfig } from '../till/config.ts';
import { type DataFolder, defaultRoot, type Machine, resolveDataFolder } from '../till/data-folder.ts';
import type { StartFailure } from '../till/start-failure.ts';
import { PROGRAMS } from '../training/posting.ts';

/** What a person said about the till to start, at either door. */
export interface StartOptions {
  /** `--data`; null takes the default folder of its kind. */
  readonly dataDir: string | null;
  /** `--config`; null starts training, where that is allowed. */
  readonly configPath: string | null;
  /** Training's own switch. */
  readonly training: boolean;
  /** `--backend`, as it was typed: the program to train with; null takes the folder's own. */
  readonly backEnd: string | null;
}

/** Which folder it is to be, and with what configuration; nothing is open yet. */
export interface StartPlan {
  readonly folder: DataFolder;
  /** Null in training, whose simulator names its own. */
  readonly config: { readonly path: string; readonly content: TillConfig } | null;
}

export type Planned =
  | { readonly ok: true; readonly plan: StartPlan }
  | { readonly ok: false; readonly failure: StartFailure };

export const thisMachine: Machine = { platform: process.platform, home: homedir(), env: process.env };

/** Decides live, test or training (design.md 10) and finds or makes the folder. */
export function planStart(options: StartOptions, machine: Machine, clock: Clock): Planned {
  const { backEnd } = options;
  if (backEnd !== null) {
    if (!PROGRAMS.some((name) => name === backEnd)) return wrong(`--backend is one of: ${PROGRAMS.join(', ')}.`);
    if (options.configPath !== null)
      return wrong('A configuration names its own program: leave out --config or --backend.');
  }
  const read = options.configPath === null ? null : readConfigFile(options.configPath);
  if (read !== null && !read.ok) return read;
  const kind = read?.config.kind ?? null;
  const found = resolveDataFolder({
    dataDir: options.dataDir,
    configKind: kind === 'training' ? null : kind,
    training: options.training,
    program: backEnd,
    root: defaultRoot(machine),
    clock,
  });
  if (!found.ok) return found;
  const config =
    read === null || options.configPath === null ? null : { path: options.configPath, content: read.config };
  return { ok: true, plan: { folder: found.folder, config } };
}

const wrong = (message: string): Planned => ({ ok: false, failure: { kind: 'usage', message } });
