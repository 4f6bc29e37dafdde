import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const GZIP_MAGIC = 0x1f8b;

/** The file could not be read, or is not what its first bytes say. */
export class UnreadableFile extends Error {
  constructor(path: string, options: { readonly cause: unknown }) {
    super(`${path}: ${options.cause instanceof Error ? options.cause.message : 'cannot be read'}`, options);
    this.name = 'UnreadableFile';
  }
}

/**
 * The lines of a UTF-8 text file, plain or gzipped (told by its first bytes, not by its name), without their ends.
 * Throws UnreadableFile.
 */
export async function* fileLines(path: string): AsyncGenerator<string> {
  try {
    yield* splitLines(await openText(path));
  } catch (error) {
    throw new UnreadableFile(path, { cause: error });
  }
}

async function openText(path: string): Promise<Readable> {
  const file = await open(path, 'r');
  const head = Buffer.alloc(2);
  try {
    await file.read(head, 0, 2, 0);
  } finally {
    await file.close();
  }
  const bytes = createReadStream(path);
  if (head.readUInt16BE(0) !== GZIP_MAGIC) return bytes.setEncoding('utf8');
  const text = createGunzip();
  bytes.on('error', (error) => text.destroy(error));
  return bytes.pipe(text).setEncoding('utf8');
}

// Not node:readline, which also breaks a line at U+2028: a description may hold one.
async function* splitLines(text: Readable): AsyncGenerator<string> {
  let rest = '';
  let first = true;
  for await (const chunk of text) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield withoutReturn(first ? withoutMark(line) : line);
      first = false;
    }
  }
  if (rest !== '') yield withoutReturn(first ? withoutMark(rest) : rest);
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
const withoutMark = (line: string): string => (line.startsWith('\uFEFF') ? line.slice(1) : line);
