import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findOpen } from './change-basket.ts';
import { abandonUndecidedPay } from './give-back-pay.ts';
import type { OpenSale } from './open-sales.ts';
import { addTender, changeTenders } from './tenders.ts';

/** Ten million in a currency with two decimals. */
const MOST_MINOR = 1_000_000_000;

/**
 * Takes cash (change is given) or a card that was approved elsewhere (exact). Money goes the other way on a return. Taking
 * another tender while a pay is undecided gives that pay back.
 */
export function takeTender(
  saleId: string,
  type: 'CASH' | 'CARD',
  tenderedMinor: number,
  parts: TillParts,
): Result<OpenSale> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  if (open.sale.lines.length === 0) return problem('sale-empty');
  if (!Number.isSafeInteger(tenderedMinor) || Math.abs(tenderedMinor) > MOST_MINOR)
    return problem('amount-not-allowed', { why: 'range' });
  const { dueMinor } = saleTotals(open.sale);
  const amountMinor = countedMinor(type, tenderedMinor, dueMinor);
  if (amountMinor === null)
    return problem('amount-not-allowed', { why: dueMinor === 0 ? 'nothing-due' : 'more-than-due' });
  abandonUndecidedPay(open, parts);
  addTender(open, { type, amountMinor, tenderedMinor, payOperationId: null }, parts);
  return done(open);
}

/** What of it counts towards the total; null where it does not fit. */
function countedMinor(type: 'CASH' | 'CARD', tenderedMinor: number, dueMinor: number): number | null {
  if (dueMinor === 0 || tenderedMinor === 0) return null;
  if (Math.sign(tenderedMinor) !== Math.sign(dueMinor)) return null;
  if (Math.abs(tenderedMinor) <= Math.abs(dueMinor)) return tenderedMinor;
  return type === 'CASH' && dueMinor > 0 ? dueMinor : null;
}

/** Takes back a cash or card tender; a loyalty tender leaves by giving back its pay. */
export function removeTender(saleId: string, tenderId: string, parts: TillParts): Result<OpenSale> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const tender = found.value.sale.tenders.find((one) => one.tenderId === tenderId);
  if (tender === undefined) return problem('line-not-found');
  if (tender.payOperationId !== null) return problem('sale-has-pay');
  changeTenders(
    found.value,
    found.value.sale.tenders.filter((one) => one !== tender),
    parts,
  );
  return done(found.value);
}
