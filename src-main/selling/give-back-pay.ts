import { HOUR } from '../../src-shared/time/clock.ts';
import { atomically } from '../database/atomically.ts';
import type { TillParts } from '../till/till-parts.ts';
import type { OpenSale } from './open-sales.ts';
import { paysOf, type StandingPay, wantedPay } from './standing-pay.ts';

/**
 * Another tender was taken: a pay whose outcome is not known, or that is still on its way, is not wanted any more. The
 * cashier never waits for it.
 */
export function abandonUndecidedPay(open: OpenSale, parts: TillParts): void {
  const pay = wantedPay(open.sale.saleId, parts);
  if (pay !== null && pay.standing !== 'confirmed') giveBack(open, pay, parts);
}

/**
 * The pay's owed cancel becomes due and its tender leaves the sale, in one commit. The cancel is sent only if the pay turns
 * out to have happened.
 */
export function giveBack(open: OpenSale, pay: StandingPay, parts: TillParts): void {
  const { db, stores, clock, loop, openSales } = parts;
  const follow = atomically(db, () => {
    const nowMs = clock.nowMs();
    const cancel = stores.operations.undoerOf(pay.operation.id);
    if (cancel !== null) stores.operations.makeDue(cancel.id, nowMs);
    // Its outcome matters again: whether there is something to give back.
    stores.operations.scheduleUnknown(pay.operation.id, nowMs);
    const tenders = open.sale.tenders.filter((tender) => tender.payOperationId !== pay.operation.id);
    return openSales.changeWithin(open, { ...open.sale, tenders });
  });
  follow();
  parts.changes.changed();
  loop.wake();
}

/** How long a pay stands in an open sale without the sale being completed (design 7.8). */
export const PAY_STANDS_MS = HOUR;

/**
 * Gives back the pays of sales that nobody went on with: a basket left open, a POS that never came back. The sync loop gives
 * up unclear ones sooner; this is for those that were confirmed and stand, or wait for a person. Called by a timer, so what
 * cannot be written now is tried again a minute later.
 */
export function giveBackForgottenPays(parts: TillParts): void {
  const beforeMs = parts.clock.nowMs() - PAY_STANDS_MS;
  for (const open of parts.openSales.all()) {
    for (const pay of paysOf(open.sale.saleId, parts)) {
      const stands = pay.standing === 'confirmed' || pay.standing === 'undecided';
      if (!stands || pay.operation.recordedAtMs >= beforeMs) continue;
      try {
        giveBack(open, pay, parts);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        parts.log.error({ operationId: pay.operation.id, error: reason }, 'a forgotten pay could not be given back');
      }
    }
  }
}
