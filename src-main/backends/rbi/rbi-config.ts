import { z } from 'zod';
import { connectionFields } from '../http/connection-config.ts';
import { rbiSettings } from './rbi-settings.ts';

/** The `rbi` part of a till's config: `branchId` is the RBI store number, `posId` the terminal. */
export const rbiConfig = z.strictObject({ ...connectionFields, settings: rbiSettings });
export type RbiConfig = z.infer<typeof rbiConfig>;
