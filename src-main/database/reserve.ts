import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { storageTroubleOf } from './storage-error.ts';
import { syncFolder } from './write-durably.ts';

/** Room to settle some thousands of operations in the log and the file. */
export const RESERVE_BYTES = 4 * 1024 * 1024;

const CHUNK_BYTES = 64 * 1024;

/**
 * `ready`: sales are recorded. `recording-refused`: the disk is full; nothing new is recorded, and what is already
 * recorded goes on being settled in the room that the reserve held.
 */
export type SpaceState = 'ready' | 'recording-refused';

export interface Reserve {
  state(): SpaceState;
  /** Called when a commit met `no-space`: gives the room back to the disk and refuses recording from now on. */
  releaseReserve(): void;
  /**
   * Called now and then while recording is refused: takes the room again and allows recording, if there is twice as much
   * space as the reserve needs. The same state as before is no error.
   */
  restoreReserve(): SpaceState;
}

/**
 * The reserve file of a folder; it is made when it is not there.
 *
 * @param bytes its size. It is filled with random bytes, really written: a file with holes, or a compressed one, would
 *   reserve nothing.
 */
export function openReserve(file: string, bytes: number = RESERVE_BYTES): Reserve {
  let state: SpaceState = 'ready';
  const fill = (): SpaceState => {
    state = isWhole(file, bytes) || write(file, bytes) ? 'ready' : 'recording-refused';
    return state;
  };
  fill();
  return {
    state: () => state,
    releaseReserve: () => {
      rmSync(file, { force: true });
      state = 'recording-refused';
    },
    restoreReserve: () => (state === 'ready' || !hasRoomFor(dirname(file), 2 * bytes) ? state : fill()),
  };
}

function isWhole(file: string, bytes: number): boolean {
  return statSync(file, { throwIfNoEntry: false })?.size === bytes;
}

function hasRoomFor(folder: string, bytes: number): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= bytes;
}

function write(file: string, bytes: number): boolean {
  const unfinished = `${file}.unfinished`;
  try {
    const handle = openSync(unfinished, 'w', 0o600);
    try {
      for (let written = 0; written < bytes; ) {
        written += writeSync(handle, randomBytes(Math.min(CHUNK_BYTES, bytes - written)));
      }
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, file);
    syncFolder(dirname(file));
    return true;
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (storageTroubleOf(error) === 'no-space') return false;
    throw error;
  }
}
