import { z } from 'zod';
import type { Program } from './posting.ts';

/**
 * The settings file (`--settings`) and the body of `POST /settings`: one part for each program, in that program's own
 * form, and what concerns them all.
 */
export const simulatorSettings = z.strictObject({
  rekonect: z.unknown().optional(),
  rbi: z.unknown().optional(),
  covalent: z.unknown().optional(),
  pomelo: z.unknown().optional(),
  /** Keep request bodies in the journal: they hold personal data. Default off. */
  journalBodies: z.boolean().optional(),
} satisfies Record<Program | 'journalBodies', z.ZodType>);
export type SimulatorSettings = z.infer<typeof simulatorSettings>;
