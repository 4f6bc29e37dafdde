import { z } from 'zod';
import { connectionFields } from '../http/connection-config.ts';
import { pomeloSettings, pomeloTrialSettings } from './pomelo-settings.ts';

const fields = {
  ...connectionFields,
  /** Section 2: the test bases differ by source, so only the production one has a default. */
  baseUrl: connectionFields.baseUrl.default('https://api.pomelo.la'),
};

/** The `pomelo` part of a till's config; `apiKey` is the OAuth client's secret. */
export const pomeloConfig = z.strictObject({ ...fields, settings: pomeloSettings });
/** The same for `test` and `training` folders. */
export const pomeloTrialConfig = z.strictObject({ ...fields, settings: pomeloTrialSettings });

export type PomeloConfig = z.infer<typeof pomeloConfig>;
