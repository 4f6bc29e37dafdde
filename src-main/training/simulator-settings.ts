import { z } from 'zod';
import { rekonectSettingsPatch } from './rekonect-options.ts';

/** The settings file (`--settings`) and the body of `POST /settings`: one part for each program. */
export const simulatorSettings = z.strictObject({
  rekonect: rekonectSettingsPatch.optional(),
  /** Keep request bodies in the journal: they hold personal data. Default off. */
  journalBodies: z.boolean().optional(),
});
export type SimulatorSettings = z.infer<typeof simulatorSettings>;
