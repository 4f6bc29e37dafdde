import type { JsonObject } from './json-object.ts';
import type { RekonectContext } from './rekonect-context.ts';

/** `points` and `credit` of a member (A3): the one the business runs on, the other is 0. Hundredths, as the ledger has them. */
export function balanceAnswer(context: RekonectContext, memberId: string, form: 'pair' | 'number'): JsonObject {
  const { asset, pointUnitsPerMinor } = context.settings();
  const units = context.ledger.totalsOf('rekonect', memberId).points;
  const inForm = (value: number): unknown =>
    form === 'number' ? value : { monetary: Math.trunc(value / pointUnitsPerMinor), nonMonetary: value };
  return { points: inForm(asset === 'points' ? units : 0), credit: inForm(asset === 'credit' ? units : 0) };
}
