import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { listCopies } from '../database/copies.ts';
import type { DatabaseFailure } from '../database/database-failure.ts';
import { FOLDER_FILES } from '../database/folder-files.ts';
import { readGeneration } from '../database/generation.ts';
import { type DatabaseInspection, inspectDatabase } from '../database/inspect-database.ts';
import { DATA_KEY_FILE } from '../secrets/data-key.ts';
import type { DataFolder } from '../till/data-folder.ts';

/** A folder's state for support: counts, sizes, versions and names of files; no row's content, no personal data. */
export interface DoctorReport {
  readonly at: string;
  readonly node: string;
  readonly platform: string;
  readonly folder: { readonly path: string; readonly kind: string; readonly id: string };
  readonly database:
    | ({ readonly readable: true; readonly bytes: number } & DatabaseInspection)
    | { readonly readable: false; readonly failure: DatabaseFailure | 'none' };
  readonly generation: { readonly letter: string; readonly cleanlyClosed: boolean } | 'none' | 'unreadable';
  readonly copies: readonly string[];
  readonly freeBytes: number;
  readonly reserve: 'held' | 'released';
  readonly keyWraps: readonly string[];
  readonly recoveryCode: 'not asked' | 'opens the data key' | 'does not open the data key';
}

/** Reads everything but the recovery code; changes nothing. The caller holds the folder's lock. */
export function examineFolder(folder: DataFolder, nowMs: number): Omit<DoctorReport, 'recoveryCode'> {
  const { path, kind, id } = folder;
  const file = join(path, FOLDER_FILES.database);
  const generation = readGeneration(path);
  const space = statfsSync(path);
  const inspected = existsSync(file) ? inspectDatabase(file) : null;
  return {
    at: new Date(nowMs).toISOString(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    folder: { path, kind, id },
    database:
      inspected === null
        ? { readable: false, failure: 'none' }
        : inspected.ok
          ? { readable: true, bytes: statSync(file).size, ...inspected.inspection }
          : { readable: false, failure: inspected.failure },
    generation:
      generation.kind === 'found'
        ? { letter: generation.record.letter, cleanlyClosed: generation.record.cleanlyClosed }
        : generation.kind,
    copies: listCopies(path).map(({ madeAtMs }) => new Date(madeAtMs).toISOString()),
    freeBytes: space.bavail * space.bsize,
    reserve: existsSync(join(path, FOLDER_FILES.reserve)) ? 'held' : 'released',
    keyWraps: keyWraps(path),
  };
}

const wrapKinds = z.object({ wraps: z.array(z.object({ kind: z.string() })) });

/** The ways to the data key by name; their content stays where it is. */
function keyWraps(folder: string): readonly string[] {
  const file = join(folder, DATA_KEY_FILE);
  if (!existsSync(file)) return [];
  try {
    const parsed = wrapKinds.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data.wraps.map(({ kind }) => kind) : ['unreadable'];
  } catch (error) {
    if (error instanceof SyntaxError) return ['unreadable'];
    throw error;
  }
}
