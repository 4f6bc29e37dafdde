import { z } from 'zod';
import { connectionFields, type HttpTimeouts } from '../http/connection-config.ts';
import { type CovalentSettings, covalentSettings, covalentTrialSettings } from './covalent-settings.ts';

export interface CovalentConfig {
  readonly baseUrl: string;
  /** The secret (`sec_…`); lives only here and in the signer. */
  readonly apiKey: string;
  readonly sourceName: string;
  /** Sent with each operation as metadata. */
  readonly branchId: string;
  readonly posId: string;
  readonly currency: string;
  /** Connections for the sync loop; the fast lane and direct calls have their own. */
  readonly connections: number;
  readonly timeouts: HttpTimeouts;
  readonly settings: CovalentSettings;
}

const fields = {
  ...connectionFields,
  baseUrl: connectionFields.baseUrl.default('https://api.loyaltyboomerang.com/public/v3.0'),
};

/** The `covalent` part of a till's config. */
export const covalentConfig = z.strictObject({ ...fields, settings: covalentSettings });
/** The same for `test` and `training` folders. */
export const covalentTrialConfig = z.strictObject({ ...fields, settings: covalentTrialSettings });
