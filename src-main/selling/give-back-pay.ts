import { atomically } from '../database/atomically.ts';
import type { TillParts } from '../till/till-parts.ts';
import type { OpenSale } from './open-sales.ts';
import { type StandingPay, wantedPay } from './standing-pay.ts';
import { changeTenders } from './tenders.ts';

/** Another tender was taken: a pay nobody knows the outcome of is not wanted any more. */
export function abandonUndecidedPay(open: OpenSale, parts: TillParts): void {
  const pay = wantedPay(open.sale.saleId, parts);
  if (pay?.standing === 'undecided') giveBack(open, pay, parts);
}

/** The pay's owed cancel becomes due; it is sent only if the pay turns out to have happened. */
export function giveBack(open: OpenSale, pay: StandingPay, parts: TillParts): void {
  const { db, stores, clock, loop } = parts;
  atomically(db, () => {
    const nowMs = clock.nowMs();
    const cancel = stores.operations.undoerOf(pay.operation.id);
    if (cancel !== null) stores.operations.makeDue(cancel.id, nowMs);
    // Its outcome matters again: whether there is something to give back.
    stores.operations.scheduleUnknown(pay.operation.id, nowMs);
    changeTenders(
      open,
      open.sale.tenders.filter((tender) => tender.payOperationId !== pay.operation.id),
      parts,
    );
    parts.openSales.flush();
  });
  parts.changes.changed();
  loop.wake();
}
