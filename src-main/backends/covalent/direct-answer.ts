import type { z } from 'zod';
import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import { unreadable } from '../http/read-status.ts';
import { meansNobody, refusalText } from './error-codes.ts';
import type { Reading } from './interpret-answer.ts';

/** The program answered, and a field that is needed has vanished or changed its form: it will not come back by asking again. */
export const UNKNOWN_FORM = 'fields-missing';

/** What a direct call came to, read by a schema; a success that does not fit it proves nothing. */
export function directAnswer<T>(reading: Reading, schema: z.ZodType<T>): DirectAnswer<T> {
  switch (reading.kind) {
    case 'success': {
      const parsed = schema.safeParse(reading.body);
      return parsed.success ? { kind: 'ok', value: parsed.data } : unavailable(unreadable(reading.facts, UNKNOWN_FORM));
    }
    case 'refused': {
      const { code, field } = reading;
      return {
        kind: 'refused',
        code,
        text: refusalText(code, field),
        notFound: meansNobody(code, field),
      };
    }
    case 'not-arrived':
    case 'maybe':
      return unavailable(reading);
  }
}

function unavailable(reading: Reading & { readonly kind: 'not-arrived' | 'maybe' }): DirectAnswer<never> {
  const { why, retryAfterMs, code, text } = reading;
  return { kind: 'unavailable', why, retryAfterMs, code, text };
}

export const refusedHere = (code: string, text: string): DirectAnswer<never> => ({
  kind: 'refused',
  code,
  text,
  notFound: false,
});
