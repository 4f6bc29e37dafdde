import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { REPLAY_BACK_ENDS, type ReplayOptions } from './replay-options.ts';

const MEMORY_FILE = 'replay.json';

const folderMemory = z.strictObject({
  version: z.literal(1),
  /** Of the file's bytes, hex. */
  sha256: z.string(),
  backEnd: z.enum(REPLAY_BACK_ENDS),
  tills: z.int().min(1),
  faults: z.int().nullable(),
  journeys: z.int().nullable(),
  /** Whether any run on this folder had no back end while it recorded. */
  offlineFirst: z.boolean(),
  /** Everything was recorded once: what is left is sending. */
  recorded: z.boolean(),
  /** Runs begun, and runs that came to an end by themselves; the others were killed. */
  begun: z.int().min(0),
  ended: z.int().min(0),
});
/** What a replay folder belongs to, and what happened to it (replay.md rule 11). */
export type FolderMemory = z.infer<typeof folderMemory>;

/** The folder's memory cannot be read. */
export class UnreadableMemory extends Error {
  constructor(path: string, options: { readonly cause: unknown }) {
    super(`${path} cannot be read as the memory of a replay`, options);
    this.name = 'UnreadableMemory';
  }
}

/** Null where nothing was ever replayed. Throws UnreadableMemory. */
export function readFolderMemory(folder: string): FolderMemory | null {
  const path = join(folder, MEMORY_FILE);
  try {
    return folderMemory.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw new UnreadableMemory(path, { cause: error });
  }
}

/** Whole or not at all, also when killed in the middle. */
export function writeFolderMemory(folder: string, memory: FolderMemory): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, MEMORY_FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(memory, null, 2)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
}

export function newFolderMemory(options: ReplayOptions, sha256: string): FolderMemory {
  const { backEnd, tills, faults, journeys, offlineFirst } = options;
  return { version: 1, sha256, backEnd, tills, faults, journeys, offlineFirst, recorded: false, begun: 0, ended: 0 };
}

/**
 * How these options differ from what the folder remembers, in words; null when they do not. A proof alone takes what was
 * not written on the command line from the folder.
 */
export function differenceFrom(memory: FolderMemory, options: ReplayOptions, sha256: string): string | null {
  const { verifyOnly, given } = options;
  const differences: string[] = [];
  const compare = (option: string, name: string, before: number | string | null, now: number | string | null): void => {
    if (before === now || (verifyOnly && !given.has(option))) return;
    differences.push(`${name} ${before ?? 'none'}, now ${now ?? 'none'}`);
  };
  if (memory.sha256 !== sha256)
    differences.push(`file with SHA-256 ${memory.sha256.slice(0, 12)}…, now ${sha256.slice(0, 12)}…`);
  compare('backend', 'back end', memory.backEnd, options.backEnd);
  compare('tills', 'tills', memory.tills, options.tills);
  compare('faults', 'seed of --faults', memory.faults, options.faults);
  compare('journeys', 'seed of --journeys', memory.journeys, options.journeys);
  return differences.length === 0 ? null : differences.join('; ');
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
