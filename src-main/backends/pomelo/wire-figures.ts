import { parseDecimal } from '../../../src-shared/money/decimal.ts';
import { divide } from '../../../src-shared/money/rounding.ts';

export type JsonObject = { readonly [name: string]: unknown };

/** The text as a JSON object; null for anything else. */
export function readObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A number or numeric string (section 8.12) in whole units; what is beyond them is cut off. Null for anything else. */
export function wholeUnits(value: unknown): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const parsed = parseDecimal(String(value), '.');
  return parsed.ok ? divide(parsed.decimal.digits, 10 ** parsed.decimal.scale, 'towardsZero') : null;
}
