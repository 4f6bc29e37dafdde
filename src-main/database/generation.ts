import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FOLDER_FILES } from './folder-files.ts';
import { writeDurably } from './write-durably.ts';

const record = z.object({
  version: z.literal(1),
  /** A, B … Z, AA, AB …: part of every sale number. */
  letter: z.string().regex(/^[A-Z]{1,6}$/),
  databaseId: z.string(),
  /** Made anew at each open and written into the database too: a file that lacks it is not the one last open here. */
  openId: z.string(),
  /** The latest commit seen, ms; noted now and then, so it may lag behind the file, never run ahead of it. */
  committedAtMs: z.number().int(),
  cleanlyClosed: z.boolean(),
});

/** What the folder knows about its database without opening it. */
export type GenerationRecord = z.infer<typeof record>;

export type GenerationRead =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'found'; readonly record: GenerationRecord };

export function readGeneration(folder: string): GenerationRead {
  let text: string;
  try {
    text = readFileSync(join(folder, FOLDER_FILES.generation), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'none' };
    throw error;
  }
  try {
    const parsed = record.safeParse(JSON.parse(text));
    return parsed.success ? { kind: 'found', record: parsed.data } : { kind: 'unreadable' };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'unreadable' };
    throw error;
  }
}

export function writeGeneration(folder: string, generation: GenerationRecord): void {
  writeDurably(join(folder, FOLDER_FILES.generation), `${JSON.stringify(generation)}\n`);
}

const A = 65;
const LETTERS = 26;

/** The letter after this one: A → B, Z → AA. */
export function nextLetter(letter: string): string {
  let number = 0;
  for (const char of letter) number = number * LETTERS + (char.charCodeAt(0) - A + 1);
  return letterOf(number + 1);
}

/** Whether `left` came before `right`. */
export const isEarlierLetter = (left: string, right: string): boolean =>
  left.length === right.length ? left < right : left.length < right.length;

/**
 * The letter of a folder that has a past but no memory of its letters: made from the time, in quarters of an hour since
 * 2020, so it is later than any that was ever reached by counting.
 */
export const letterFromTime = (nowMs: number): string =>
  letterOf(LETTERS ** 3 + Math.max(0, Math.floor((nowMs - Date.UTC(2020, 0)) / 900_000)));

function letterOf(number: number): string {
  let letter = '';
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / LETTERS)) {
    letter = String.fromCharCode(A + ((rest - 1) % LETTERS)) + letter;
  }
  return letter;
}
