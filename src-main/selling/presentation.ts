import { z } from 'zod';
import { atomically } from '../database/atomically.ts';
import type { TillParts } from '../till/till-parts.ts';

/** What the program said of a completed sale, kept for its receipt and its void. */
const presentation = z.object({
  balancePoints: z.number().int().nullable(),
  pointsEarned: z.number().int().nullable(),
  memberHint: z.string().nullable(),
});
export type Presentation = z.infer<typeof presentation>;

export function readPresentation(saleId: string, { stores }: Pick<TillParts, 'stores'>): Presentation | null {
  const text = stores.sales.presentation(saleId);
  return text === null ? null : presentation.parse(JSON.parse(text));
}

export function keepPresentation(
  saleId: string,
  value: Presentation,
  { stores, db }: Pick<TillParts, 'stores' | 'db'>,
): void {
  atomically(db, () => stores.sales.setPresentation(saleId, JSON.stringify(value)));
}
