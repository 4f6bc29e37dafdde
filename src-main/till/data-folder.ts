import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../src-shared/time/clock.ts';
import { storageTroubleOf } from '../database/storage-error.ts';
import { syncFolder, writeDurably } from '../database/write-durably.ts';
import type { StartFailure } from './start-failure.ts';

export const FOLDER_KINDS = ['live', 'test', 'training'] as const;
/** Which world a folder belongs to: chosen when it is made, never changed (design.md 10). */
export type FolderKind = (typeof FOLDER_KINDS)[number];

const FOLDER_FILE = 'folder.json';

const folderRecord = z.object({
  version: z.literal(1),
  kind: z.enum(FOLDER_KINDS),
  id: z.string().min(1),
  createdAtMs: z.number().int(),
  /** Of a training folder; one from before there was a choice has none. */
  program: z.string().min(1).optional(),
});

/** What a folder trains with unless another program is asked for when it is made. */
const FIRST_PROGRAM = 'rekonect';

export interface DataFolder {
  readonly path: string;
  readonly kind: FolderKind;
  readonly id: string;
  readonly createdAtMs: number;
  /** The program a training folder trains with, chosen when it is made and never changed; null for the other kinds. */
  readonly program: string | null;
}

export type FolderResult =
  | { readonly ok: true; readonly folder: DataFolder }
  | { readonly ok: false; readonly failure: StartFailure };

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where the folders of this user lie: one for each kind, below this one. */
export function defaultRoot({ platform, home, env }: Machine): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Tillbox');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Tillbox');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'tillbox');
}

export interface FolderWish {
  /** `--data`, or null for the default folder of the kind. */
  readonly dataDir: string | null;
  /** What the configuration says, or null where none was given. */
  readonly configKind: 'live' | 'test' | null;
  /** Training's own switch. */
  readonly training: boolean;
  /** The program to train with; absent or null: the folder's own, or the first one in a new folder. */
  readonly program?: string | null;
  readonly root: string;
  readonly clock: Clock;
}

/**
 * Finds or makes the data folder.
 *
 * Training starts by its own switch, in a folder that is already one for training, or where there is neither a
 * configuration nor a live or test folder on this machine; else the failure names what is missing (design.md 10).
 */
export function resolveDataFolder(wish: FolderWish): FolderResult {
  if (wish.training && wish.configKind !== null) {
    return fail({ kind: 'usage', message: 'Training takes no configuration: leave out --config or --training.' });
  }
  const given = wish.dataDir === null ? null : resolve(wish.dataDir);
  const asked = wish.training ? 'training' : wish.configKind;
  if (asked === 'training') return openTraining(wish, given);
  if (asked !== null) return openOrCreate(given ?? join(wish.root, asked), asked, null, wish.clock);
  if (given !== null) {
    const found = readDataFolder(given);
    if (found.kind === 'failed') return fail(found.failure);
    if (found.kind === 'found')
      return found.folder.kind === 'training' ? openTraining(wish, given) : noConfig(found.folder);
  }
  for (const kind of ['live', 'test'] as const) {
    const folder = join(wish.root, kind);
    if (existsSync(join(folder, FOLDER_FILE))) return fail({ kind: 'config-missing', folder, folderKind: kind });
  }
  return openTraining(wish, given);
}

/** Each program has a default folder of its own; the first one keeps the name from before there was a choice. */
function openTraining({ root, program = null, clock }: FolderWish, given: string | null): FolderResult {
  const name = program === null || program === FIRST_PROGRAM ? 'training' : `training-${program}`;
  const found = openOrCreate(given ?? join(root, name), 'training', program ?? FIRST_PROGRAM, clock);
  if (!found.ok || program === null || found.folder.program === program) return found;
  const { path } = found.folder;
  return fail({
    kind: 'usage',
    message: `The folder ${path} trains with ${found.folder.program}, and ${program} was asked for. A training folder never changes its program: name another one with --data.`,
  });
}

const fail = (failure: StartFailure): FolderResult => ({ ok: false, failure });

const noConfig = ({ path, kind }: DataFolder): FolderResult =>
  fail({ kind: 'config-missing', folder: path, folderKind: kind });

function openOrCreate(path: string, kind: FolderKind, program: string | null, clock: Clock): FolderResult {
  const found = readDataFolder(path);
  if (found.kind === 'failed') return fail(found.failure);
  const folder =
    found.kind === 'found' ? { ok: true as const, folder: found.folder } : create(path, kind, program, clock);
  if (folder.ok && folder.folder.kind !== kind) {
    return fail({ kind: 'folder-kind', folder: path, found: folder.folder.kind, wanted: kind });
  }
  return folder;
}

export type FolderRead =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly folder: DataFolder }
  | { readonly kind: 'failed'; readonly failure: StartFailure };

/** What a path is: nothing yet (or an empty folder), a data folder, or something that is not to be touched. */
export function readDataFolder(path: string): FolderRead {
  const notOurs = (reason: string): FolderRead => ({
    kind: 'failed',
    failure: { kind: 'not-a-till-folder', folder: path, reason },
  });
  try {
    if (!existsSync(path)) return { kind: 'none' };
    const file = join(path, FOLDER_FILE);
    if (!existsSync(file)) {
      const others = readdirSync(path).filter((name) => !name.startsWith(`${FOLDER_FILE}.`));
      return others.length === 0 ? { kind: 'none' } : notOurs(`it holds other files and no ${FOLDER_FILE}`);
    }
    const parsed = folderRecord.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success) return notOurs(`its ${FOLDER_FILE} has an unknown form`);
    const { kind, id, createdAtMs } = parsed.data;
    const program = kind === 'training' ? (parsed.data.program ?? FIRST_PROGRAM) : null;
    return { kind: 'found', folder: { path, kind, id, createdAtMs, program } };
  } catch (error) {
    if (error instanceof SyntaxError) return notOurs(`its ${FOLDER_FILE} cannot be read`);
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return notOurs(error.code);
    throw error;
  }
}

function create(path: string, kind: FolderKind, program: string | null, clock: Clock): FolderResult {
  const record = {
    version: 1,
    kind,
    id: randomUUID(),
    createdAtMs: clock.nowMs(),
    ...(program === null ? {} : { program }),
  };
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    writeOnce(join(path, FOLDER_FILE), `${JSON.stringify(record, null, 2)}\n`);
  } catch (error) {
    const trouble = storageTroubleOf(error);
    if (trouble === 'no-space' || trouble === 'read-only') return fail({ kind: trouble, where: path });
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      return fail({ kind: 'not-a-till-folder', folder: path, reason: error.code });
    }
    throw error;
  }
  // Read back: of two processes that made the folder at once, the first one's word counts.
  const made = readDataFolder(path);
  if (made.kind === 'found') return { ok: true, folder: made.folder };
  return fail(made.kind === 'failed' ? made.failure : { kind: 'read-only', where: path });
}

/** Writes a file that must not be there yet, whole or not at all; one that is there stays as it is. */
function writeOnce(file: string, content: string): void {
  const temporary = `${file}.${process.pid}`;
  try {
    writeDurably(temporary, content);
    linkSync(temporary, file);
    syncFolder(dirname(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') return;
    // Some file systems of removable disks have no links.
    if (code !== 'EPERM' && code !== 'ENOSYS' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
    if (!existsSync(temporary)) throw error;
    writeFileSync(file, content, { flag: 'wx', flush: true });
  } finally {
    rmSync(temporary, { force: true });
  }
}
