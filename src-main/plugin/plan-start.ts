import { homedir } from 'node:os';
import type { Clock } from '../../src-shared/time/clock.ts';
import { readConfigFile, type TillConfig } from '../till/config.ts';
import { type DataFolder, defaultRoot, type Machine, resolveDataFolder } from '../till/data-folder.ts';
import type { StartFailure } from '../till/start-failure.ts';
import { PROGRAMS, type Program } from '../training/posting.ts';
import { TRAINING_CHOICES } from '../training/training-programs.ts';
import { rememberedProgram, rememberProgram } from './training-memory.ts';

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

/** Where each program's training folder is, and which was chosen last. */
export interface TrainingPlaces {
  readonly programs: readonly { readonly name: Program; readonly title: string }[];
  /** Finds or makes the folder. */
  planFor(program: Program): Planned;
  remember(program: Program): void;
}

/** Which folder it is to be, and with what configuration; nothing is open yet. */
export interface StartPlan {
  readonly folder: DataFolder;
  /** Null in training, whose simulator names its own. */
  readonly config: { readonly path: string; readonly content: TillConfig } | null;
  /** Training in the default folders with no program named: another one can be chosen while the till runs. */
  readonly places: TrainingPlaces | null;
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
  const root = defaultRoot(machine);
  const mayChoose = read === null && options.dataDir === null && backEnd === null;
  const found = resolveDataFolder({
    dataDir: options.dataDir,
    configKind: kind === 'training' ? null : kind,
    training: options.training,
    program: mayChoose ? rememberedProgram(root) : backEnd,
    root,
    clock,
  });
  if (!found.ok) return found;
  const config =
    read === null || options.configPath === null ? null : { path: options.configPath, content: read.config };
  return { ok: true, plan: { folder: found.folder, config, places: mayChoose ? placesIn(root, clock) : null } };
}

/** Each program's default training folder. */
function placesIn(root: string, clock: Clock): TrainingPlaces {
  const places: TrainingPlaces = {
    programs: TRAINING_CHOICES,
    planFor(program) {
      const found = resolveDataFolder({ dataDir: null, configKind: null, training: true, program, root, clock });
      return found.ok ? { ok: true, plan: { folder: found.folder, config: null, places } } : found;
    },
    remember: (program) => rememberProgram(root, program),
  };
  return places;
}

const wrong = (message: string): Planned => ({ ok: false, failure: { kind: 'usage', message } });
