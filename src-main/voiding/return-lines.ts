import type { EffectsView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { allocate } from '../../src-shared/money/allocate.ts';
import { minor } from '../../src-shared/money/money.ts';
import { multiplyDivide } from '../../src-shared/money/rounding.ts';
import type { Sale, SaleLine } from '../../src-shared/sale/sale.ts';
import { atomically } from '../database/atomically.ts';
import { type CompletedSale, recordCompleted } from '../selling/complete-sale.ts';
import { nextSaleNumber } from '../selling/open-sale.ts';
import type { StoredSale } from '../stores/sale-store.ts';
import type { TillParts } from '../till/till-parts.ts';
import { type Effect, fingerprintOf } from './effects.ts';
import type { VoidedBy } from './void-sale.ts';

export interface ReturnOrder {
  readonly lineId: string;
  readonly quantityThousandths: number;
}

interface ReturnPlan {
  readonly original: StoredSale;
  readonly lines: readonly SaleLine[];
  /** Line of the return → line of the original. */
  readonly returns: Record<string, string>;
  /** Below 0; 0 where nothing was paid for the lines. */
  readonly totalMinor: number;
  /** Null: no member, or one whose identifiers were purged. */
  readonly memberKeyId: string | null;
}

/**
 * What a return of `quantity` gives back after `already` was returned: all returns of a line add up to what was paid for
 * it, to the minor unit, in whatever parts they come.
 *
 * @param paidMinor for the whole line of `sold` thousandths.
 */
export function returnedMinor(paidMinor: number, sold: number, already: number, quantity: number): number {
  const upTo = (part: number): number => multiplyDivide(paidMinor, part, sold, 'halfAwayFromZero');
  return upTo(already + quantity) - upTo(already);
}

/** How much of each line was returned before. */
function returnedBefore(original: StoredSale, returns: readonly StoredSale[]): Map<string, number> {
  const sums = new Map<string, number>(original.lines.map((line) => [line.lineId, 0]));
  for (const one of returns) {
    for (const line of one.lines) {
      const lineId = one.returnedLineIds[line.lineId];
      if (lineId !== undefined) sums.set(lineId, (sums.get(lineId) ?? 0) + line.quantityThousandths);
    }
  }
  return sums;
}

function planReturn(saleId: string, order: readonly ReturnOrder[], { stores, backEnd }: TillParts): Result<ReturnPlan> {
  const original = stores.sales.byId(saleId);
  if (original === null) return problem('sale-not-found');
  if (original.state === 'voided') return problem('already-voided');
  if (original.state === 'open') return problem('sale-not-completed');
  if (original.state !== 'completed') return problem('sale-not-open');
  const { partialReturn } = backEnd.capabilities;
  if (!partialReturn.offered) return problem('not-offered-by-program', { because: partialReturn.because });
  const earlier = stores.sales.returnsOf(saleId);
  const before = returnedBefore(original, earlier);
  const paid = paidByLine(original);
  const lines: SaleLine[] = [];
  const returns: Record<string, string> = {};
  for (const one of order) {
    const line = original.lines.find((candidate) => candidate.lineId === one.lineId);
    if (line === undefined || line.action === 'return') return problem('line-not-found');
    if (!line.weighed && one.quantityThousandths % 1_000 !== 0)
      return problem('quantity-not-allowed', { why: 'whole-pieces' });
    const already = before.get(line.lineId) ?? 0;
    if (one.quantityThousandths + already > line.quantityThousandths) {
      return problem('return-too-many', { name: line.name, leftThousandths: line.quantityThousandths - already });
    }
    before.set(line.lineId, already + one.quantityThousandths);
    const amountMinor = returnedMinor(
      paid.get(line.lineId) ?? 0,
      line.quantityThousandths,
      already,
      one.quantityThousandths,
    );
    const lineId = String(lines.length + 1);
    returns[lineId] = line.lineId;
    lines.push({
      ...line,
      lineId,
      action: 'return',
      quantityThousandths: one.quantityThousandths,
      grossMinor: 0 - amountMinor,
      netMinor: 0 - amountMinor,
    });
  }
  if (lines.length === 0) return problem('sale-empty');
  const totalMinor = lines.reduce((sum, line) => sum + line.netMinor, 0);
  // Points come back as points or not at all: lines paid with them go back with the whole sale.
  const moneyLeft = [original, ...earlier].reduce((sum, sale) => sum + moneyPaid(sale), 0);
  if (-totalMinor > moneyLeft) {
    const because = 'Part of this sale was paid with points, and they come back only when the whole sale is voided.';
    return problem('not-offered-by-program', { because });
  }
  return done({ original, lines, returns, totalMinor, memberKeyId: keptMember(original, stores) });
}

/** What was paid in money; below 0 for a return, which gave it back. */
const moneyPaid = ({ tenders }: StoredSale): number =>
  tenders.filter((tender) => tender.payOperationId === null).reduce((sum, tender) => sum + tender.amountMinor, 0);

/** The member, as long as the till can still name him to the program. */
const keptMember = ({ memberKeyId }: StoredSale, { memberKeys }: TillParts['stores']): string | null =>
  memberKeyId === null || memberKeys.identifiers(memberKeyId) === null ? null : memberKeyId;

/** What was paid for each line, its share of the deals taken off. */
export function paidByLine(sale: Pick<StoredSale, 'lines' | 'deals'>): Map<string, number> {
  const discountMinor = sale.deals.reduce((sum, deal) => sum + deal.amountMinor, 0);
  const weights = sale.lines.map((line) => Math.max(line.netMinor, 0));
  const shares =
    discountMinor > 0 && weights.some((weight) => weight > 0)
      ? allocate(minor(discountMinor), weights)
      : weights.map(() => 0);
  return new Map(sale.lines.map((line, index) => [line.lineId, line.netMinor - (shares[index] ?? 0)]));
}

const effectsOf = ({ original, totalMinor, memberKeyId }: ReturnPlan): Effect[] => {
  const none = { amountMinor: null, points: null, text: null };
  const money: Effect[] = totalMinor === 0 ? [] : [{ ...none, kind: 'money-back', amountMinor: -totalMinor }];
  if (original.memberKeyId === null) return money;
  return [...money, { ...none, kind: memberKeyId === null ? 'without-loyalty' : 'points-taken-back-unknown' }];
};

export function previewReturn(saleId: string, order: readonly ReturnOrder[], parts: TillParts): Result<EffectsView> {
  const plan = planReturn(saleId, order, parts);
  if (!plan.ok) return plan;
  const effects = effectsOf(plan.value);
  return done({ saleId, effects, fingerprint: fingerprintOf(effects) });
}

/**
 * Takes back lines of a sale: a sale of its own with return lines and the money going out in cash, opened and completed in
 * one commit, so that a crash leaves no half of it behind.
 *
 * @param record runs in that commit with the id of the return (the command id).
 */
export function returnLines(
  saleId: string,
  order: readonly ReturnOrder[],
  fingerprint: string,
  who: VoidedBy,
  parts: TillParts,
  record: (returnSaleId: string) => void,
): Result<CompletedSale> {
  const { db, clock, stores } = parts;
  const completed = atomically(db, (): Result<CompletedSale> => {
    const plan = planReturn(saleId, order, parts);
    if (!plan.ok) return plan;
    const effects = effectsOf(plan.value);
    if (fingerprint !== fingerprintOf(effects)) return problem('effects-changed');
    const withoutLoyalty = effects.some((one) => one.kind === 'without-loyalty');
    if (withoutLoyalty && who.managerId == null) return problem('approval-needed');
    if (!parts.mayRecord()) return problem('no-space');
    const sale = returnSale(plan.value, who.staffId, parts);
    const seq = stores.sales.insertOpen(sale);
    const recorded = recordCompleted(sale, { seq, saved: null }, plan.value.returns, parts);
    stores.audit.add({
      atMs: clock.nowMs(),
      staffId: who.staffId,
      action: withoutLoyalty ? `return without loyalty, allowed by ${who.managerId ?? ''}` : 'return',
      subject: plan.value.original.saleNumber,
      reason: who.reason,
    });
    record(sale.saleId);
    return done(recorded);
  });
  if (completed.ok) {
    parts.changes.changed();
    parts.loop.wake();
  }
  return completed;
}

function returnSale({ original, lines, totalMinor, memberKeyId }: ReturnPlan, staffId: string, parts: TillParts): Sale {
  const saleNumber = nextSaleNumber(parts);
  const nowMs = parts.clock.nowMs();
  return {
    saleId: parts.newId(),
    saleNumber,
    reference: saleNumber,
    source: 'till',
    state: 'open',
    currency: original.currency,
    staffId,
    openedAtMs: nowMs,
    closedAtMs: nowMs,
    voidedAtMs: null,
    memberKeyId,
    returnOfSaleId: original.saleId,
    lines,
    deals: [],
    usedGifts: [],
    tenders:
      totalMinor === 0
        ? []
        : [{ tenderId: '1', type: 'CASH', amountMinor: totalMinor, tenderedMinor: totalMinor, payOperationId: null }],
  };
}
