import type { IdMethod } from '../../src-shared/member/member.ts';
import type { IdField } from '../contract-types.ts';

/** Whether a whole entry is of this way, as the program says it looks. */
export function fits({ pattern }: Pick<IdField, 'pattern'>, text: string): boolean {
  if (pattern === null) return false;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch (error) {
    // A pattern that cannot be read tells no entries apart.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The way of a scanned code: the one it looks like, else a card, else one that takes anything, else the chosen one. */
export function wayOfScan(fields: readonly IdField[], code: string, chosen: IdMethod): IdMethod {
  const found =
    fields.find((field) => fits(field, code)) ??
    fields.find(({ method, pattern }) => method === 'card' && pattern === null) ??
    fields.find(({ pattern }) => pattern === null);
  return found?.method ?? chosen;
}

/** The way of a typed entry: the chosen one, unless it can only be another. */
export function wayOfTyped(fields: readonly IdField[], text: string, chosen: IdMethod): IdMethod {
  const own = fields.find(({ method }) => method === chosen);
  if (own === undefined || own.pattern === null || fits(own, text)) return chosen;
  return fields.find((field) => fits(field, text))?.method ?? chosen;
}
