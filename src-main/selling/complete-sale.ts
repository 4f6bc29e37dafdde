import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { makeClaimCode } from '../../src-shared/receipt/claim-code.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';
import { DAY } from '../../src-shared/time/clock.ts';
import { atomically } from '../database/atomically.ts';
import { applyPlan } from '../sync/apply-plan.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findOpen } from './change-basket.ts';
import { wantedPay } from './standing-pay.ts';

export interface CompletedSale {
  readonly sale: Sale;
  /** The operation that reports the sale to the program. */
  readonly submitId: string | null;
}

/**
 * Records the finished sale: frozen sale, tenders, operations and claim code in one commit, durable when this returns. Only
 * delivered pays count; every other one is given back. Never waits for the network.
 *
 * @param closedAtMs business time of closing; null: now.
 * @param record runs in the same commit (the command id).
 */
export function completeSale(
  saleId: string,
  closedAtMs: number | null,
  parts: TillParts,
  record: (saleId: string) => void,
  returns: Record<string, string> = {},
): Result<CompletedSale> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  const { sale } = open;
  const { db, stores, backEnd, clock, config, openSales, connectivity } = parts;
  if (!parts.mayRecord()) return problem('no-space');
  if (sale.lines.length === 0) return problem('sale-empty');
  const totals = saleTotals(sale);
  if (totals.dueMinor > 0 || (totals.totalMinor < 0 && totals.dueMinor !== 0))
    return problem('sale-not-paid', { dueMinor: totals.dueMinor });
  if (totals.dueMinor < 0) return problem('sale-overpaid', { overMinor: -totals.dueMinor });
  if (wantedPay(saleId, parts)?.standing === 'sending') return problem('pay-undecided', { state: 'sending' });
  const limit = config.offline.mostPerSaleMinor;
  const offline = connectivity.facts().state === 'not-connected';
  if (offline && limit !== null && totals.totalMinor > limit)
    return problem('offline-limit-reached', { limit: 'per-sale' });

  const nowMs = clock.nowMs();
  const closed: Sale = { ...sale, state: 'completed', closedAtMs: closedAtMs ?? nowMs };
  const submitId = atomically(db, () => {
    stores.sales.complete(closed, open.seq, open.saved, {
      totalMinor: totals.totalMinor,
      closedAtMs: closedAtMs ?? nowMs,
      recordedAtMs: nowMs,
      offline,
      returns,
    });
    const known = stores.operations.ofSale(saleId);
    const ofMember = sale.memberKeyId === null ? [] : stores.operations.openOfMember(sale.memberKeyId);
    const plan = backEnd.plan({ kind: 'complete', sale: closed }, mergeKnown(known, ofMember), parts.newId);
    applyPlan(plan, parts);
    if (sale.memberKeyId !== null) stores.memberKeys.touch(sale.memberKeyId, nowMs);
    else if (
      totals.totalMinor > 0 &&
      backEnd.capabilities.claim !== 'none' &&
      backEnd.capabilities.claim !== 'by-program'
    ) {
      stores.unclaimed.add(makeClaimCode(parts.randomBytes), saleId, nowMs + config.receipts.claimDays * DAY);
    }
    stores.settings.raise('time', nowMs);
    record(saleId);
    return plan.append.find((draft) => draft.kind === 'submit' || draft.kind === 'submit-unclaimed')?.id ?? null;
  });
  openSales.remove(open);
  parts.changes.changed();
  parts.loop.wake();
  return done({ sale: closed, submitId });
}

function mergeKnown<T extends { readonly id: string; readonly seq: number }>(
  known: readonly T[],
  more: readonly T[],
): T[] {
  if (more.length === 0) return [...known];
  const ids = new Set(known.map((operation) => operation.id));
  return [...known, ...more.filter((operation) => !ids.has(operation.id))].sort((a, b) => a.seq - b.seq);
}
