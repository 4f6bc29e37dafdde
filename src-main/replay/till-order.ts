import { z } from 'zod';
import { REPLAY_BACK_ENDS } from './replay-options.ts';
import type { TillFigures } from './replay-till.ts';

/** What a till process is started for; its only argument, as JSON. */
export const tillOrder = z.strictObject({
  file: z.string(),
  dataDir: z.string(),
  backEnd: z.enum(REPLAY_BACK_ENDS),
  /** Which of the tills this is, from 0. */
  till: z.int().min(0),
  tills: z.int().min(1),
  journeys: z.int().nullable(),
  /** Nothing can be sent while it records. */
  offline: z.boolean(),
  /** False: only look at the queue. */
  sells: z.boolean(),
});
export type TillOrder = z.infer<typeof tillOrder>;

/** What a till process says to the replay that started it. */
export type TillReport =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'all-recorded' }
  | { readonly kind: 'finished'; readonly figures: TillFigures }
  | { readonly kind: 'failed'; readonly exitCode: number; readonly message: string };

/** Everything is recorded at every till: send what is left. */
export const DRAIN = 'drain';
