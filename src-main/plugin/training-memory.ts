import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../database/write-durably.ts';
import { PROGRAMS, type Program } from '../training/posting.ts';

const MEMORY_FILE = 'training-program.json';

const memory = z.object({ program: z.enum(PROGRAMS) });

/** The program that was last chosen on the sign-in screen; null where none was, or where the note cannot be read. */
export function rememberedProgram(root: string): Program | null {
  try {
    const read = memory.safeParse(JSON.parse(readFileSync(join(root, MEMORY_FILE), 'utf8')));
    return read.success ? read.data.program : null;
  } catch (error) {
    // No till must fail to start for a note.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** @param root where the default folders lie, beside which the note is kept. Throws the system's error. */
export function rememberProgram(root: string, program: Program): void {
  mkdirSync(root, { recursive: true });
  writeDurably(join(root, MEMORY_FILE), `${JSON.stringify({ program })}\n`);
}
