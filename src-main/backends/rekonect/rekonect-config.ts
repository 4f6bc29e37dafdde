import { z } from 'zod';
import { connectionFields, type HttpTimeouts, headerText } from '../http/connection-config.ts';
import { type RekonectSettings, rekonectSettings, rekonectTrialSettings } from './rekonect-settings.ts';

export interface RekonectConfig {
  readonly baseUrl: string;
  /** Lives only here and in the header that `deliver` adds. */
  readonly apiKey: string;
  readonly sourceType: string;
  readonly sourceName: string;
  readonly branchId: string;
  readonly posId: string;
  readonly currency: string;
  /** Connections for the sync loop; the fast lane and direct calls have their own. */
  readonly connections: number;
  readonly timeouts: HttpTimeouts;
  readonly settings: RekonectSettings;
}

const fields = {
  ...connectionFields,
  baseUrl: connectionFields.baseUrl.default('https://pos-api.fidelizacion.app/v1/'),
  sourceType: headerText.default('POS'),
};

/** The `rekonect` part of a till's config. */
export const rekonectConfig = z.strictObject({ ...fields, settings: rekonectSettings.prefault({}) });
/** The same for `test` and `training` folders. */
export const rekonectTrialConfig = z.strictObject({ ...fields, settings: rekonectTrialSettings.prefault({}) });
