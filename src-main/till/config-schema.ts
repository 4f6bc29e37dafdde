import { z } from 'zod';
import { ID_METHODS } from '../../src-shared/member/member.ts';
import { currencyOf } from '../../src-shared/money/money.ts';
import { DEFAULT_SCHEDULE } from '../../src-shared/queue/retry-schedule.ts';
import { HOUR, MINUTE } from '../../src-shared/time/clock.ts';
import { BACK_END_CONFIGS, type BackEndName } from '../backends/registry.ts';
import { isLoopback } from './loopback.ts';

const line = z.string().min(1).max(120);
const minor = z.number().int().min(0);

const isLocale = (text: string): boolean => {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
const isTimeZone = (text: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

const baseUrl = (allowed: string, isAllowed: (url: URL) => boolean) =>
  z.string().refine((text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
    return bare && isAllowed(url);
  }, `${allowed}; no user, query or fragment in it`);

/** design.md 10: live refuses loopback; a sandbox may be reached without TLS on this machine only. */
const BASE_URL = {
  live: baseUrl(
    'an https:// address that is not this machine',
    (url) => url.protocol === 'https:' && !isLoopback(url.hostname),
  ),
  test: baseUrl(
    'an https:// address, or http:// on this machine (127.0.0.1, [::1], localhost)',
    (url) => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)),
  ),
} as const;

const BACK_END_NAMES = Object.keys(BACK_END_CONFIGS) as [BackEndName, ...BackEndName[]];

/** Where requests go and as whom. The key stands here, in a file, or in an environment variable; only its first use reads it. */
const backEnd = (kind: 'live' | 'test') =>
  z
    .strictObject({
      name: z.enum(BACK_END_NAMES),
      baseUrl: BASE_URL[kind],
      apiKey: z.string().min(1).optional(),
      apiKeyFile: z.string().min(1).optional(),
      apiKeyEnv: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable')
        .optional(),
      branchId: z.string().min(1),
      posId: z.string().min(1),
      sourceName: z.string().min(1).default('Tillbox'),
      /** Parsed by the back end itself. */
      settings: z.record(z.string(), z.unknown()).default({}),
    })
    .refine(
      ({ apiKey, apiKeyFile, apiKeyEnv }) =>
        [apiKey, apiKeyFile, apiKeyEnv].filter((one) => one !== undefined).length <= 1,
      { message: 'only one of apiKey, apiKeyFile, apiKeyEnv', path: ['apiKey'] },
    );

const shop = z.strictObject({
  name: line,
  address: z.array(line).max(6).default([]),
  currency: z.string().refine((code) => currencyOf(code) !== null, 'an active ISO 4217 code such as EUR'),
  locale: z.string().refine(isLocale, 'a language tag such as en-GB'),
  timeZone: z.string().refine(isTimeZone, 'an IANA time zone such as Europe/London'),
});

const terminal = z.strictObject({
  /** First part of every sale number; differs between the tills of a shop. */
  prefix: z.string().regex(/^[A-Z0-9]{1,8}$/, '1 to 8 capital letters and digits'),
});

const sync = (shortestQuietMs: number) =>
  z.strictObject({
    firstDelaysMs: z
      .array(
        z
          .number()
          .int()
          .min(1)
          .max(15 * MINUTE),
      )
      .min(1)
      .max(10)
      .default([...DEFAULT_SCHEDULE.firstDelaysMs]),
    /** How long one request may take; the public documents say 5 to 10 s. */
    clientTimeoutMs: z.number().int().min(100).max(60_000).default(8_000),
    connections: z.number().int().min(1).max(64).default(4),
    /** Requests a second; null for no limit; absent: what the program bears. */
    pacePerSecond: z.number().min(0.1).max(10_000).nullable().optional(),
    /** From a pay's last attempt until a look-up may count as proof (design.md 7.6): one setting, never below 60 s in live. */
    payQuietMs: z
      .number()
      .int()
      .min(shortestQuietMs)
      .max(15 * MINUTE)
      .default(MINUTE),
    /** While the key is not accepted: how often one request asks again (design.md 7.13). */
    signInProbeMs: z
      .number()
      .int()
      .min(100)
      .max(15 * MINUTE)
      .default(MINUTE),
  });

/** Null: no limit of that kind (design.md 8.8). */
const offline = z.strictObject({
  longestMs: z
    .number()
    .int()
    .min(1)
    .nullable()
    .default(72 * HOUR),
  mostSales: z.number().int().min(1).nullable().default(null),
  mostTotalMinor: minor.nullable().default(null),
  mostPerSaleMinor: minor.nullable().default(null),
});

const receipts = z.strictObject({
  footer: z.array(line).max(10).default([]),
  /** How long a receipt's claim code is good for. */
  claimDays: z.number().int().min(1).max(3_650).default(30),
  /** Characters a line on paper. */
  columns: z.number().int().min(24).max(96).default(48),
});

const policy = z.strictObject({
  /** Identifiers strong enough to spend with; the others only earn (design.md 8.2). */
  maySpend: z.array(z.enum(ID_METHODS)).default(['card', 'code', 'membership-key']),
  claimBy: z.enum(['cashier', 'manager']).default('manager'),
  /** A sale can be voided or returned for so long; afterwards its member's identifiers are purged. */
  returnWindowDays: z.number().int().min(0).max(3_650).default(60),
});

const settingsOf = (shortestQuietMs: number) => ({
  shop,
  terminal,
  sync: sync(shortestQuietMs).prefault({}),
  offline: offline.prefault({}),
  receipts: receipts.prefault({}),
  policy: policy.prefault({}),
});

/** The articles the cashier sells, as CSV (`catalogue-file.ts`); a POS brings its own with each call. */
const catalogueFile = z.string().min(1).optional();

const live = z.strictObject({
  kind: z.literal('live'),
  backEnd: backEnd('live'),
  catalogueFile,
  ...settingsOf(MINUTE),
});
const test = z.strictObject({ kind: z.literal('test'), backEnd: backEnd('test'), catalogueFile, ...settingsOf(0) });

/** A configuration file, one member per kind of folder. */
export const configFile = z.discriminatedUnion('kind', [live, test]);

/** What a training till takes: everything but the address and the key, which its simulator names. */
export const trainingConfigParts = z.strictObject(settingsOf(0));

export type TrainingConfigParts = z.infer<typeof trainingConfigParts>;
export type TrainingConfigInput = z.input<typeof trainingConfigParts>;
