import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { seal, unseal } from '../secrets/seal.ts';
import type { SettingStore } from '../stores/setting-store.ts';
import type { TillConfig } from './config.ts';

const SETTING = 'sealed-back-end-key';
const PLACE = 'setting.back-end-key';
const kept = z.object({ origin: z.string(), apiKey: z.string().min(1) });

/**
 * The back end's key: the one just given, which is sealed in the folder with the origin it may be sent to, or the one kept
 * for exactly this origin. Null: none.
 */
export function keptApiKey(
  given: string | null,
  config: TillConfig,
  settings: SettingStore,
  dataKey: KeyObject,
  nowMs: number,
): string | null {
  const { origin } = new URL(config.backEnd.baseUrl);
  const stored = settings.get(SETTING);
  const opened = stored === null ? null : unseal(dataKey, Buffer.from(stored, 'base64'), PLACE);
  const before = opened?.ok === true ? kept.parse(JSON.parse(opened.plain.toString('utf8'))) : null;
  if (given === null) return before?.origin === origin ? before.apiKey : null;
  if (before?.origin !== origin || before.apiKey !== given) {
    const sealed = seal(dataKey, Buffer.from(JSON.stringify({ origin, apiKey: given })), PLACE);
    settings.set(SETTING, sealed.toString('base64'), nowMs);
  }
  return given;
}
