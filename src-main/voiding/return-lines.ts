import type { EffectsView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { allocate } from '../../src-shared/money/allocate.ts';
import { minor } from '../../src-shared/money/money.ts';
import { multiplyDivide } from '../../src-shared/money/rounding.ts';
import type { Operation } from '../../src-shared/queue/operation.ts';
import type { Sale, SaleLine, Tender } from '../../src-shared/sale/sale.ts';
import { atomically } from '../database/atomically.ts';
import { type CompletedSale, recordCompleted, returnedSale } from '../selling/complete-sale.ts';
import { nextSaleNumber } from '../selling/open-sale.ts';
import { keepPresentation } from '../selling/presentation.ts';
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
  /** What of it goes back as points, below 0 or 0, and the pay that took them. */
  readonly pointsMinor: number;
  readonly payOperationId: string | null;
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

function planReturn(saleId: string, order: readonly ReturnOrder[], parts: TillParts): Result<ReturnPlan> {
  const { stores } = parts;
  const original = stores.sales.byId(saleId);
  if (original === null) return problem('sale-not-found');
  if (original.state === 'voided') return problem('already-voided');
  if (original.state === 'open') return problem('sale-not-completed');
  if (original.state !== 'completed') return problem('sale-not-open');
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
  // Money goes back first; points come back as points, where the program can change what a pay took, or not at all.
  const moneyLeft = [original, ...earlier].reduce((sum, sale) => sum + moneyPaid(sale), 0);
  const pointsMinor = Math.min(0, totalMinor + moneyLeft);
  const pay = pointsMinor === 0 ? null : adjustablePay(original, parts);
  if (pointsMinor !== 0 && pay === null) {
    const because = 'Part of this sale was paid with points, and they come back only when the whole sale is voided.';
    return problem('not-offered-by-program', { because });
  }
  const memberKeyId = keptMember(original, stores);
  return done({ original, lines, returns, totalMinor, pointsMinor, payOperationId: pay?.id ?? null, memberKeyId });
}

/** The pay of a sale, where its program can give back a part of it; null: it took none, or cannot. */
function adjustablePay(original: StoredSale, { stores, backEnd, clock }: TillParts): Operation | null {
  if (backEnd.capabilities.replay.adjust === null) return null;
  const operations = stores.operations.ofSale(original.saleId);
  const paid = new Set(original.tenders.map((tender) => tender.payOperationId));
  const pay = operations.find(({ id, happened }) => paid.has(id) && happened === 1);
  return pay !== undefined && backEnd.canUndo(pay, operations, clock.nowMs()).offered ? pay : null;
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

function effectsOf(plan: ReturnPlan, parts: TillParts): Effect[] {
  const { original, totalMinor, pointsMinor, memberKeyId } = plan;
  const none = { amountMinor: null, points: null, text: null };
  const moneyMinor = totalMinor - pointsMinor;
  const given: Effect[] = [
    ...(moneyMinor === 0 ? [] : [{ ...none, kind: 'money-back' as const, amountMinor: -moneyMinor }]),
    ...(pointsMinor === 0 ? [] : [{ ...none, kind: 'points-given-back' as const, amountMinor: -pointsMinor }]),
  ];
  if (original.memberKeyId === null) return given;
  if (memberKeyId === null) return [...given, { ...none, kind: 'without-loyalty' }];
  const because = uncorrectedBecause(plan, parts);
  return [
    ...given,
    because === null
      ? { ...none, kind: 'points-taken-back-unknown' }
      : { ...none, kind: 'cannot-be-undone', text: because },
  ];
}

/** Why the program will not be told of this return, in words; null: it will, or there is nothing to tell. */
function uncorrectedBecause(plan: ReturnPlan, parts: TillParts): string | null {
  const { backEnd, stores, clock } = parts;
  const { original } = plan;
  const given = returnedSale(original, stores);
  const { operations } = given;
  const sale: Sale = { ...returnSale(plan, '', '', '', clock.nowMs()), state: 'completed' };
  const event = { kind: 'complete', sale, original: given } as const;
  const { append } = backEnd.plan(event, [], () => '');
  if (append.length > 0) return null;
  const submit = operations.findLast(({ kind, happened }) => kind === 'submit' && happened !== 0);
  if (submit === undefined) return null;
  const undo = backEnd.canUndo(submit, operations, clock.nowMs());
  if (!undo.offered) return undo.because;
  const { partialReturn } = backEnd.capabilities;
  return partialReturn.offered ? null : partialReturn.because;
}

export function previewReturn(saleId: string, order: readonly ReturnOrder[], parts: TillParts): Result<EffectsView> {
  const plan = planReturn(saleId, order, parts);
  if (!plan.ok) return plan;
  const effects = effectsOf(plan.value, parts);
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
    const effects = effectsOf(plan.value, parts);
    if (fingerprint !== fingerprintOf(effects)) return problem('effects-changed');
    const withoutLoyalty = effects.some((one) => one.kind === 'without-loyalty');
    if (withoutLoyalty && who.managerId == null) return problem('approval-needed');
    if (!parts.mayRecord()) return problem('no-space');
    const sale = returnSale(plan.value, parts.newId(), nextSaleNumber(parts), who.staffId, clock.nowMs());
    const seq = stores.sales.insertOpen(sale);
    const recorded = recordCompleted(sale, { seq, saved: null }, plan.value.returns, parts);
    keepPresentation(sale.saleId, { returned: { saleId, effects, fingerprint } }, parts);
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

function returnSale(
  { original, lines, totalMinor, pointsMinor, payOperationId, memberKeyId }: ReturnPlan,
  saleId: string,
  saleNumber: string,
  staffId: string,
  nowMs: number,
): Sale {
  const moneyMinor = totalMinor - pointsMinor;
  const tenders: Tender[] = [
    { tenderId: '1', type: 'CASH', amountMinor: moneyMinor, tenderedMinor: moneyMinor, payOperationId: null },
    { tenderId: '2', type: 'POINTS', amountMinor: pointsMinor, tenderedMinor: pointsMinor, payOperationId },
  ];
  return {
    saleId,
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
    tenders: tenders.filter(({ amountMinor }) => amountMinor !== 0),
  };
}
