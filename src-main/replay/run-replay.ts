import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { lockFolder } from '../database/lock.ts';
import { storageTroubleOf } from '../database/storage-error.ts';
import { type ExitName, exitCode } from '../till/exit-codes.ts';
import { explainStartFailure, type StartFailure } from '../till/start-failure.ts';
import { systemClock } from '../till/system-clock.ts';
import { UnreadableFile } from './file-lines.ts';
import { differenceFrom, newFolderMemory, readFolderMemory, sha256OfFile, UnreadableMemory } from './folder-memory.ts';
import { digestTradingFile } from './plan-invoices.ts';
import { NotATradingFile } from './read-rows.ts';
import { writeRejects } from './rejects-file.ts';
import type { ReplayOptions } from './replay-options.ts';
import { type ReplayEnd, type ReplayParts, ReplayRun } from './replay-run.ts';
import { TillProcessFailed } from './till-processes.ts';

/** One run of replay.md: sells, proves, and says how it ended. Everything for people goes to `stderr`. */
export async function runReplay(options: ReplayOptions, parts: ReplayParts): Promise<ReplayEnd> {
  const dataDir = resolve(options.dataDir ?? mkdtempSync(join(tmpdir(), 'tillbox-replay-')));
  try {
    return await replayIn(dataDir, options, parts);
  } catch (error) {
    if (error instanceof UnreadableFile || error instanceof NotATradingFile || error instanceof UnreadableMemory)
      return stop('wrong-format', error.message, parts);
    if (error instanceof TillProcessFailed) {
      parts.stderr.write(`${error.message}\n`);
      return { exitCode: error.exitCode, result: null };
    }
    const trouble = storageTroubleOf(error);
    if (trouble === 'no-space' || trouble === 'read-only') return refuse({ kind: trouble, where: dataDir }, parts);
    throw error;
  }
}

async function replayIn(dataDir: string, options: ReplayOptions, parts: ReplayParts): Promise<ReplayEnd> {
  const startedAt = performance.now();
  const digest = await digestTradingFile(options.file);
  const sha256 = await sha256OfFile(options.file);
  if (options.verifyOnly && readFolderMemory(dataDir) === null)
    return stop('usage', `Nothing was replayed in ${dataDir}.`, parts);
  mkdirSync(dataDir, { recursive: true });
  const locked = lockFolder(dataDir, 'replay', systemClock);
  if (!locked.ok) {
    const { error } = locked;
    if (error === 'in-use') return refuse({ kind: 'in-use', folder: dataDir, holder: locked.holder }, parts);
    return refuse({ kind: error, where: dataDir }, parts);
  }
  try {
    const memory = readFolderMemory(dataDir) ?? newFolderMemory(options, sha256);
    const difference = differenceFrom(memory, options, sha256);
    if (difference !== null) {
      const text = `${dataDir} belongs to another replay: ${difference}. Name another folder with --data.`;
      return stop('usage', text, parts);
    }
    parts.stderr.write(`replaying ${options.file} in ${dataDir}\n`);
    writeRejects(dataDir, digest.rejects);
    const run = new ReplayRun(options, parts, digest, dataDir, memory);
    const proof = options.verifyOnly ? await run.verify() : await run.sellAndVerify();
    return await run.end(proof, (performance.now() - startedAt) / 1_000);
  } finally {
    locked.lock.release();
  }
}

function stop(name: ExitName, message: string, { stderr }: ReplayParts): ReplayEnd {
  stderr.write(`${message}\n`);
  return { exitCode: exitCode(name), result: null };
}

function refuse(failure: StartFailure, { stderr }: ReplayParts): ReplayEnd {
  const { exitCode: code, what, whatToDo } = explainStartFailure(failure);
  stderr.write(`${what}\n${whatToDo}\n`);
  return { exitCode: code, result: null };
}
