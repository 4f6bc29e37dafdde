import type { EffectsView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { allocate } from '../../src-shared/money/allocate.ts';
import { minor } from '../../src-shared/money/money.ts';
import { multiplyDivide } from '../../src-shared/money/rounding.ts';
import type { SaleLine } from '../../src-shared/sale/sale.ts';
import { type CompletedSale, completeSale } from '../selling/complete-sale.ts';
import { openSale } from '../selling/open-sale.ts';
import { addTender } from '../selling/tenders.ts';
import type { StoredSale } from '../stores/sale-store.ts';
import type { TillParts } from '../till/till-parts.ts';
import { type Effect, fingerprintOf } from './effects.ts';

export interface ReturnOrder {
  readonly lineId: string;
  readonly quantityThousandths: number;
}

interface ReturnPlan {
  readonly original: StoredSale;
  readonly lines: readonly SaleLine[];
  /** Line of the return → line of the original. */
  readonly returns: Record<string, string>;
  /** Below 0. */
  readonly totalMinor: number;
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
  if (original.state !== 'completed') return problem('sale-not-open');
  const { partialReturn } = backEnd.capabilities;
  if (!partialReturn.offered) return problem('not-offered-by-program', { because: partialReturn.because });
  const before = returnedBefore(original, stores.sales.returnsOf(saleId));
  const paid = paidByLine(original);
  const lines: SaleLine[] = [];
  const returns: Record<string, string> = {};
  for (const one of order) {
    const line = original.lines.find((candidate) => candidate.lineId === one.lineId);
    if (line === undefined || line.action === 'return') return problem('line-not-found');
    const already = before.get(line.lineId) ?? 0;
    if (one.quantityThousandths + already > line.quantityThousandths) {
      return problem('return-too-many', { name: line.name, leftThousandths: line.quantityThousandths - already });
    }
    before.set(line.lineId, already + one.quantityThousandths);
    // What all returns of a line give back adds up to what was paid for it, to the minor unit.
    const upTo = (quantity: number): number =>
      multiplyDivide(paid.get(line.lineId) ?? 0, quantity, line.quantityThousandths, 'halfAwayFromZero');
    const amountMinor = upTo(already + one.quantityThousandths) - upTo(already);
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
  return done({ original, lines, returns, totalMinor: lines.reduce((sum, line) => sum + line.netMinor, 0) });
}

/** What was paid for each line, its share of the deals taken off. */
function paidByLine(sale: StoredSale): Map<string, number> {
  const discountMinor = sale.deals.reduce((sum, deal) => sum + deal.amountMinor, 0);
  const weights = sale.lines.map((line) => Math.max(line.netMinor, 0));
  const shares =
    discountMinor > 0 && weights.some((weight) => weight > 0)
      ? allocate(minor(discountMinor), weights)
      : weights.map(() => 0);
  return new Map(sale.lines.map((line, index) => [line.lineId, line.netMinor - (shares[index] ?? 0)]));
}

const effectsOf = (plan: ReturnPlan): Effect[] => [
  { kind: 'money-back', amountMinor: -plan.totalMinor, points: null, text: null },
  ...(plan.original.memberKeyId === null
    ? []
    : [{ kind: 'points-taken-back-unknown' as const, amountMinor: null, points: null, text: null }]),
];

export function previewReturn(saleId: string, order: readonly ReturnOrder[], parts: TillParts): Result<EffectsView> {
  const plan = planReturn(saleId, order, parts);
  if (!plan.ok) return plan;
  const effects = effectsOf(plan.value);
  return done({ saleId, effects, fingerprint: fingerprintOf(effects) });
}

/** Takes back lines of a sale: a sale of its own with return lines and the money going out in cash. */
export function returnLines(
  saleId: string,
  order: readonly ReturnOrder[],
  fingerprint: string | null,
  staffId: string,
  parts: TillParts,
  record: (saleId: string) => void,
): Result<CompletedSale> {
  const plan = planReturn(saleId, order, parts);
  if (!plan.ok) return plan;
  if (fingerprint !== null && fingerprint !== fingerprintOf(effectsOf(plan.value))) return problem('effects-changed');
  const { original, lines, returns, totalMinor } = plan.value;
  const opened = openSale(
    { source: 'till', staffId, reference: null, openedAtMs: null, returnOfSaleId: saleId },
    parts,
  );
  if (!opened.ok) return opened;
  const open = opened.value;
  parts.openSales.change(open, { ...open.sale, lines, memberKeyId: original.memberKeyId });
  if (totalMinor !== 0)
    addTender(open, { type: 'CASH', amountMinor: totalMinor, tenderedMinor: totalMinor, payOperationId: null }, parts);
  return completeSale(open.sale.saleId, null, parts, record, returns);
}
