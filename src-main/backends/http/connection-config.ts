import { z } from 'zod';

export interface HttpTimeouts {
  /** Until a connection stands, TLS included, ms. */
  readonly connectMs: number;
  /** From the request to the last header, ms. */
  readonly headersMs: number;
  /** Between two pieces of the answer's body, ms. */
  readonly bodyMs: number;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** HTTPS only; plain HTTP reaches nothing but this machine. */
function isSafeBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

export const headerText = z
  .string()
  .min(1)
  .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'printable ASCII only, no blanks at the ends');

const timeouts = z
  .strictObject({
    connectMs: z.number().int().min(50).default(5_000),
    headersMs: z.number().int().min(50).default(8_000),
    bodyMs: z.number().int().min(50).default(5_000),
  })
  .prefault({});

/** What every back end's part of a till's config holds; the till fills it from its own configuration. */
export const connectionFields = {
  baseUrl: z.string().refine(isSafeBaseUrl, 'https, or http on this machine only; no user, query or fragment'),
  /** The secret, whatever the program calls it. Lives only here and where a request is signed. */
  apiKey: headerText,
  sourceName: headerText.default('Tillbox'),
  branchId: headerText,
  posId: headerText,
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** IANA name of the shop's time zone; the till has checked it. */
  timeZone: z.string().min(1).default('UTC'),
  /** Connections for the sync loop; the fast lane and direct calls have their own. */
  connections: z.number().int().min(1).max(64).default(4),
  timeouts,
};
