import { done, type Result } from '../../src-shared/errors/error-codes.ts';
import { atomically } from '../database/atomically.ts';
import { applyPlan } from '../sync/apply-plan.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findOpen } from './change-basket.ts';

/** Abandons an open sale: what it took is given back, what was never sent is dropped. */
export function clearSale(saleId: string, parts: TillParts, record: (saleId: string) => void): Result<null> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  const { db, stores, backEnd, openSales } = parts;
  openSales.flush();
  atomically(db, () => {
    const plan = backEnd.plan({ kind: 'void', sale: open.sale }, stores.operations.ofSale(saleId), parts.newId);
    applyPlan(plan, parts);
    stores.sales.changeState(saleId, 'open', 'abandoned', null);
    record(saleId);
  });
  openSales.remove(open);
  parts.changes.changed();
  parts.loop.wake();
  return done(null);
}
