import type { ApiAnswer } from '../simulated-api.ts';
import type { JsonObject } from './json-object.ts';
import { CODE } from './pomelo-options.ts';

/** What a call came to, before it is put into words. */
export interface PomeloResult {
  readonly status: number;
  readonly body: JsonObject;
  /** `success` or the code of the refusal. */
  readonly outcome: string;
  /** Whether the effect asked for stands now. */
  readonly accepted: boolean;
}

export const accepted = (body: JsonObject): PomeloResult => ({ status: 200, body, outcome: 'success', accepted: true });

/** Section 5: the one envelope of every error. */
export const errorBody = (code: string, detail: string): JsonObject => ({ error: { details: [{ code, detail }] } });

export const refused = (status: number, code: string, detail: string): PomeloResult => ({
  status,
  body: errorBody(code, detail),
  outcome: code,
  accepted: false,
});

export const invalid = (detail: string): PomeloResult => refused(400, CODE.invalid, detail);

export const toAnswer = (result: PomeloResult, warnings: readonly string[]): ApiAnswer => ({
  status: result.status,
  body: JSON.stringify(result.body),
  outcome: result.outcome,
  accepted: result.accepted,
  warnings,
});
