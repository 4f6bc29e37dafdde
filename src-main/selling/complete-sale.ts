import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { makeClaimCode } from '../../src-shared/receipt/claim-code.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';
import { DAY } from '../../src-shared/time/clock.ts';
import type { ReturnedSale } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import { applyPlan } from '../sync/apply-plan.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findOpen } from './change-basket.ts';
import { completingLimit, recordPastLimit } from './offline-limits.ts';
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
 * @param pastLimitBy the manager who lets it past an offline limit; null: the limits hold.
 */
export function completeSale(
  saleId: string,
  closedAtMs: number | null,
  parts: TillParts,
  record: (saleId: string) => void,
  pastLimitBy: string | null = null,
): Result<CompletedSale> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  const { sale } = open;
  const { db, openSales } = parts;
  if (!parts.mayRecord()) return problem('no-space');
  if (sale.lines.length === 0) return problem('sale-empty');
  const { totalMinor, dueMinor } = saleTotals(sale);
  if (dueMinor > 0 || (totalMinor < 0 && dueMinor !== 0)) return problem('sale-not-paid', { dueMinor });
  if (dueMinor < 0) return problem('sale-overpaid', { overMinor: -dueMinor });
  const unconfirmed = sale.usedGifts.find(
    ({ key, confirmed }) => !confirmed && sale.lines.some(({ benefitKey }) => benefitKey === key),
  );
  if (unconfirmed !== undefined) return problem('benefit-not-confirmed', { name: unconfirmed.name });
  const limit = completingLimit(totalMinor, parts);
  if (limit !== null && pastLimitBy === null) return limit;

  const closed: Sale = { ...sale, usedGifts: grantedGifts(sale), closedAtMs: closedAtMs ?? parts.clock.nowMs() };
  const completed = atomically(db, (): Result<CompletedSale> => {
    // Read in the commit: before it, this would be a transaction more.
    const undecided = undecidedPay(sale, parts);
    if (undecided !== null) return undecided;
    const recorded = recordCompleted(closed, open, {}, parts);
    if (limit !== null && pastLimitBy !== null) recordPastLimit(sale.saleNumber, limit, pastLimitBy, parts);
    record(saleId);
    return done(recorded);
  });
  if (!completed.ok) return completed;
  openSales.remove(open);
  parts.changes.changed();
  parts.loop.wake();
  return completed;
}

/** A pay that is on its way, or that the tenders count on without its being confirmed; null: nothing undecided. */
function undecidedPay(sale: Sale, parts: TillParts): Result<never> | null {
  const pay = wantedPay(sale.saleId, parts);
  if (pay?.standing === 'sending') return problem('pay-undecided', { state: 'sending' });
  const counted = sale.tenders.filter((tender) => tender.payOperationId !== null);
  if (counted.some((tender) => pay?.standing !== 'confirmed' || pay.operation.id !== tender.payOperationId))
    return problem('pay-undecided', { state: pay?.standing ?? 'none' });
  return null;
}

/**
 * Freezes a sale and stores what follows from it, inside the caller's commit.
 *
 * @param stored its row, and what of it lies in the file already.
 * @param returns line of this return → line of the sale that it takes back.
 */
export function recordCompleted(
  sale: Sale,
  stored: { readonly seq: number; readonly saved: Sale | null },
  returns: Record<string, string>,
  parts: TillParts,
): CompletedSale {
  const { stores, backEnd, clock, config, connectivity } = parts;
  const nowMs = clock.nowMs();
  const { totalMinor } = saleTotals(sale);
  const closedAtMs = sale.closedAtMs ?? nowMs;
  const closed: Sale = { ...sale, state: 'completed', closedAtMs };
  const { saleId, memberKeyId } = closed;
  const { claim } = backEnd.capabilities;
  const claimable = memberKeyId === null && totalMinor > 0 && claim !== 'none' && claim !== 'by-program';
  stores.sales.complete(closed, stored.seq, stored.saved, {
    totalMinor,
    closedAtMs,
    recordedAtMs: nowMs,
    offline: connectivity.facts().state === 'not-connected',
    returns,
    claim: claimable
      ? { code: makeClaimCode(parts.randomBytes), untilMs: nowMs + config.receipts.claimDays * DAY }
      : null,
  });
  const ofMember = memberKeyId === null ? [] : stores.operations.openOfMember(memberKeyId);
  const known = mergeKnown(stores.operations.ofSale(saleId), ofMember);
  const original = originalOf(closed, parts);
  const plan = backEnd.plan({ kind: 'complete', sale: closed, original }, known, parts.newId);
  applyPlan(plan, parts);
  if (memberKeyId !== null) stores.memberKeys.touch(memberKeyId, nowMs);
  stores.settings.noteTime(nowMs);
  const submit = plan.append.find((draft) => draft.kind === 'submit' || draft.kind === 'submit-unclaimed');
  return { sale: closed, submitId: submit?.id ?? null };
}

/**
 * Gifts that go with the sale: only those the program granted for this very basket. After a change without a new preview
 * nothing was taken off for them, so they stay the member's.
 */
const grantedGifts = ({ usedGifts }: Sale): Sale['usedGifts'] => usedGifts.filter(({ confirmed }) => confirmed);

/** The sale whose lines a return takes back, as it stands now. */
function originalOf({ returnOfSaleId }: Sale, { stores }: TillParts): ReturnedSale | null {
  const sale = returnOfSaleId === null ? null : stores.sales.byId(returnOfSaleId);
  return sale === null ? null : returnedSale(sale, stores);
}

/** A sale of which lines are taken back, with all that was recorded of it and of earlier returns. */
export const returnedSale = (sale: Sale, { sales, operations }: TillParts['stores']): ReturnedSale => ({
  sale,
  operations: operations.ofSale(sale.saleId),
  returned: sales.returnsOf(sale.saleId).flatMap(({ saleId }) => operations.ofSale(saleId)),
});

function mergeKnown<T extends { readonly id: string; readonly seq: number }>(
  known: readonly T[],
  more: readonly T[],
): T[] {
  if (more.length === 0) return [...known];
  const ids = new Set(known.map((operation) => operation.id));
  return [...known, ...more.filter((operation) => !ids.has(operation.id))].sort((a, b) => a.seq - b.seq);
}
