import { z } from 'zod';
import { effectsView } from '../../src-shared/contract/views.ts';
import { operationAnswer } from '../../src-shared/queue/operation.ts';
import { atomically } from '../database/atomically.ts';
import type { TillParts } from '../till/till-parts.ts';

/** What the program said of a completed sale, kept for its receipt and its void. */
const presentation = z.object({
  balancePoints: z.number().int().nullable(),
  pointsEarned: z.number().int().nullable(),
  memberHint: z.string().nullable(),
  /** Printed as they are, in this order. */
  texts: operationAnswer.shape.presentation,
  /** For the program's own support desk. */
  receiptCode: z.string().optional(),
  /** What the void said it would take and give back: the answer to a repeated confirmation. */
  voided: effectsView.optional(),
  /** Of a return: what it said it would take and give back. */
  returned: effectsView.optional(),
});
export type Presentation = z.infer<typeof presentation>;

export function readPresentation(saleId: string, { stores }: Pick<TillParts, 'stores'>): Presentation | null {
  const text = stores.sales.presentation(saleId);
  return text === null ? null : presentation.parse(JSON.parse(text));
}

const NOTHING_SAID: Presentation = { balancePoints: null, pointsEarned: null, memberHint: null };

/** Adds to what is kept of the sale, in a commit of its own or inside the one that is running. */
export function keepPresentation(
  saleId: string,
  value: Partial<Presentation>,
  { stores, db }: Pick<TillParts, 'stores' | 'db'>,
): void {
  atomically(db, () => {
    const kept = { ...(readPresentation(saleId, { stores }) ?? NOTHING_SAID), ...value };
    stores.sales.setPresentation(saleId, JSON.stringify(kept));
  });
}
