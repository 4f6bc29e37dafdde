import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { BACK_END_CONFIGS, type BackEndName } from '../backends/registry.ts';
import {
  configFile,
  type TrainingConfigInput,
  type TrainingConfigParts,
  trainingConfigParts,
} from './config-schema.ts';
import type { FolderKind } from './data-folder.ts';
import type { ConfigIssue, StartFailure } from './start-failure.ts';

/** Where the back end's key comes from; `sealed`: none was named, it already lies sealed in the data folder. */
export type KeySource =
  | { readonly from: 'config'; readonly value: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'environment'; readonly name: string }
  | { readonly from: 'sealed' };

/** A till's whole configuration: built-in defaults, then the file given by `--config`, then nothing else. */
export interface TillConfig extends TrainingConfigParts {
  readonly kind: FolderKind;
  /** Absolute; null: the articles come from a POS, or from the demo shop. */
  readonly catalogueFile: string | null;
  readonly backEnd: {
    readonly name: BackEndName;
    readonly baseUrl: string;
    readonly keySource: KeySource;
    readonly branchId: string;
    readonly posId: string;
    readonly sourceName: string;
    readonly settings: Readonly<Record<string, unknown>>;
  };
}

export type ConfigResult =
  | { readonly ok: true; readonly config: TillConfig }
  | { readonly ok: false; readonly failure: StartFailure };

/** Reads a configuration file. Paths inside it are relative to it. */
export function readConfigFile(path: string): ConfigResult {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(path, [{ key: '', allowed: 'one JSON object; this is no JSON' }]);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return refuse(path, [{ key: '', allowed: `a readable file (${code})` }]);
  }
  return parseConfig(content, path);
}

/** @param path where the content comes from; named in messages. */
export function parseConfig(content: unknown, path: string): ConfigResult {
  const parsed = configFile.safeParse(content);
  if (!parsed.success)
    return refuse(
      path,
      parsed.error.issues.flatMap((issue) => issuesOf(issue, content)),
    );
  const { apiKey, apiKeyFile, apiKeyEnv, ...backEnd } = parsed.data.backEnd;
  const keySource: KeySource =
    apiKey !== undefined
      ? { from: 'config', value: apiKey }
      : apiKeyFile !== undefined
        ? { from: 'file', path: resolve(dirname(path), apiKeyFile) }
        : apiKeyEnv !== undefined
          ? { from: 'environment', name: apiKeyEnv }
          : { from: 'sealed' };
  const { catalogueFile } = parsed.data;
  const config: TillConfig = {
    ...parsed.data,
    catalogueFile: catalogueFile === undefined ? null : resolve(dirname(path), catalogueFile),
    backEnd: { ...backEnd, keySource },
  };
  // The back end's own rules are checked now, so that a wrong setting is named at the start and not at the first sale.
  const section = BACK_END_CONFIGS[config.backEnd.name][config.kind].safeParse(backEndSection(config, 'not-the-key'));
  if (section.success) return { ok: true, config };
  return refuse(
    path,
    section.error.issues.flatMap((issue) => issuesOf({ ...issue, path: ['backEnd', ...issue.path] }, content)),
  );
}

/** A training till's configuration around a simulator; `parts` come from code, so a wrong one throws. */
export function trainingConfig(backEnd: TillConfig['backEnd'], parts: TrainingConfigInput): TillConfig {
  return { kind: 'training', catalogueFile: null, backEnd, ...trainingConfigParts.parse(parts) };
}

/** The part of the configuration that belongs to the back end, as `openBackEnd` takes it. */
export function backEndSection(config: TillConfig, apiKey: string): Record<string, unknown> {
  const { baseUrl, sourceName, branchId, posId, settings } = config.backEnd;
  const { clientTimeoutMs, connections, payQuietMs } = config.sync;
  return {
    baseUrl,
    apiKey,
    sourceName,
    branchId,
    posId,
    currency: config.shop.currency,
    timeZone: config.shop.timeZone,
    connections,
    timeouts: { connectMs: clientTimeoutMs, headersMs: clientTimeoutMs, bodyMs: clientTimeoutMs },
    settings: { payQuietMs, ...settings },
  };
}

export type KeyResult =
  | { readonly ok: true; readonly apiKey: string }
  /** It is in the folder's sealed secrets, or nowhere. */
  | { readonly ok: true; readonly apiKey: null }
  | { readonly ok: false; readonly failure: StartFailure };

/** Fetches the key from where the configuration says. A file's last line break is not part of it. */
export function readApiKey(
  source: KeySource,
  env: Readonly<Record<string, string | undefined>>,
  configPath: string,
): KeyResult {
  switch (source.from) {
    case 'sealed':
      return { ok: true, apiKey: null };
    case 'config':
      return { ok: true, apiKey: source.value };
    case 'environment': {
      const apiKey = env[source.name] ?? '';
      if (apiKey !== '') return { ok: true, apiKey };
      return refuse(configPath, [
        { key: 'backEnd.apiKeyEnv', allowed: `a variable that is set (${source.name} is not)` },
      ]);
    }
    case 'file': {
      const allowed = `a readable file that holds the key (${source.path} does not)`;
      try {
        const apiKey = readFileSync(source.path, 'utf8').trim();
        if (apiKey !== '') return { ok: true, apiKey };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error;
      }
      return refuse(configPath, [{ key: 'backEnd.apiKeyFile', allowed }]);
    }
  }
}

const refuse = (file: string, issues: readonly ConfigIssue[]): { ok: false; failure: StartFailure } => ({
  ok: false,
  failure: { kind: 'config', file, issues },
});

/** One line for each wrong key. Says what is allowed, never what stood there. */
function issuesOf(issue: z.core.$ZodIssue, content: unknown): ConfigIssue[] {
  const key = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({
      key: [key, name].filter(Boolean).join('.'),
      allowed: 'no such key; remove it',
    }));
  }
  const missing = valueAt(content, issue.path) === undefined;
  const rule =
    issue.code === 'invalid_union' ? "'live' or 'test'" : issue.message.replace(/^Invalid (input|option): /, '');
  return [{ key, allowed: missing ? `is missing; ${rule.replace(/, received undefined$/, '')}` : rule }];
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  let value = content;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
