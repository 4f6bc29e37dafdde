import { z } from 'zod';
import type { JsonObject } from './drop-empty.ts';
import type { RekonectSettings } from './rekonect-settings.ts';

export type Envelope =
  | { readonly kind: 'success'; readonly fields: JsonObject }
  | { readonly kind: 'error'; readonly code: string; readonly path: string | null }
  | { readonly kind: 'unreadable' };

const envelope = z.looseObject({ status: z.string() });
const failure = z.looseObject({
  // Always a string by the contract; a number would be read as one rather than lose a refusal.
  code: z.union([z.string().min(1), z.number().transform(String)]),
  path: z.string().optional(),
});

const UNREADABLE: Envelope = { kind: 'unreadable' };

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an error code may look like; anything longer could carry personal data into the queue. */
const safeCode = (code: string): string => code.replace(/[^A-Za-z0-9_.-]/g, '').slice(0, 40) || 'unnamed';

/**
 * Reads an answer's body by its `status`, whatever the HTTP status (contract section 6 rule 11; C1, C2). `error.message` and
 * `error.details` are not taken over: they may echo personal data.
 */
export function readEnvelope(text: string, settings: RekonectSettings): Envelope {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return UNREADABLE;
    throw error;
  }
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return UNREADABLE;
  const { status, ...root } = parsed.data;
  if (status === 'error') {
    const error = failure.safeParse(root['error']);
    return error.success
      ? { kind: 'error', code: safeCode(error.data.code), path: error.data.path ?? null }
      : UNREADABLE;
  }
  if (!settings.successWords.includes(status)) return UNREADABLE;
  const data = isObject(root['data']) ? root['data'] : {};
  return {
    kind: 'success',
    fields: settings.envelopeFields === 'data-first' ? { ...root, ...data } : { ...data, ...root },
  };
}
