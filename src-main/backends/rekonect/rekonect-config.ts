import { z } from 'zod';
import { type RekonectSettings, rekonectSettings, rekonectTrialSettings } from './rekonect-settings.ts';

export interface RekonectTimeouts {
  /** Until a connection stands, TLS included, ms. */
  readonly connectMs: number;
  /** From the request to the last header, ms. */
  readonly headersMs: number;
  /** Between two pieces of the answer's body, ms. */
  readonly bodyMs: number;
}

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
  readonly timeouts: RekonectTimeouts;
  readonly settings: RekonectSettings;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Section 1: HTTPS only; plain HTTP reaches nothing but this machine. */
function isSafeBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

const headerText = z
  .string()
  .min(1)
  .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'printable ASCII only, no blanks at the ends');

/** Timeouts: the docs want 5 to 10 s a call. */
const timeouts = z
  .strictObject({
    connectMs: z.number().int().min(50).default(5_000),
    headersMs: z.number().int().min(50).default(8_000),
    bodyMs: z.number().int().min(50).default(5_000),
  })
  .prefault({});

const fields = {
  baseUrl: z
    .string()
    .refine(isSafeBaseUrl, 'https, or http on this machine only; no user, query or fragment')
    .default('https://pos-api.fidelizacion.app/v1/'),
  apiKey: headerText,
  sourceType: headerText.default('POS'),
  sourceName: headerText.default('Tillbox'),
  branchId: headerText,
  posId: headerText,
  currency: z.string().regex(/^[A-Z]{3}$/),
  connections: z.number().int().min(1).max(64).default(4),
  timeouts,
};

/** The `rekonect` part of a till's config. */
export const rekonectConfig = z.strictObject({ ...fields, settings: rekonectSettings.prefault({}) });
/** The same for `test` and `training` folders. */
export const rekonectTrialConfig = z.strictObject({ ...fields, settings: rekonectTrialSettings.prefault({}) });
