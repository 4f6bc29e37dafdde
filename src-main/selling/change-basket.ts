import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { TillParts } from '../till/till-parts.ts';
import {
  addToBasket,
  holdsExactly,
  type LineDraft,
  nextLineId,
  twinOf,
  withLines,
  withoutLine,
  withQuantity,
} from './basket.ts';
import { findArticle } from './find-article.ts';
import type { OpenSale } from './open-sales.ts';
import { wantedPay } from './standing-pay.ts';

/** The largest quantity of one line: 100,000 pieces, or 100 tonnes. */
const MOST_THOUSANDTHS = 100_000_000;
/** Ten million in a currency with two decimals: two thousand such lines still add up exactly. */
const MOST_LINE_MINOR = 1_000_000_000n;

/** The open sale, or why it is not one. */
export function findOpen(saleId: string, parts: TillParts): Result<OpenSale> {
  const open = parts.openSales.get(saleId);
  if (open !== null) return done(open);
  return parts.stores.sales.byId(saleId) === null ? problem('sale-not-found') : problem('sale-not-open');
}

/** The basket may change only while nothing was taken for it: a pay is given back first, a tender is removed first. */
export function findChangeable(saleId: string, parts: TillParts): Result<OpenSale> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  if (wantedPay(saleId, parts) !== null) return problem('sale-has-pay');
  if (found.value.sale.tenders.length > 0) return problem('sale-has-tenders');
  return found;
}

function change(open: OpenSale, sale: Sale, parts: TillParts): Result<OpenSale> {
  parts.openSales.change(open, sale);
  parts.changes.changed();
  return done(open);
}

/** Adds what was scanned or typed. */
export function addLine(
  saleId: string,
  text: string,
  quantityThousandths: number | null,
  parts: TillParts,
): Result<OpenSale> {
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  const article = findArticle(text, parts);
  if (article === null) return problem('article-not-found', { text: text.trim().slice(0, 40) });
  const quantity = quantityThousandths ?? article.quantityThousandths ?? (article.article.weighed ? null : 1_000);
  if (quantity === null) return problem('quantity-not-allowed', { why: 'weight-needed' });
  return addDrafts(found.value, [{ ...article.article, action: 'sale', quantityThousandths: quantity }], parts);
}

/** Adds lines as given: a POS's own basket, or a trading file's. */
export function addDrafts(open: OpenSale, drafts: readonly LineDraft[], parts: TillParts): Result<OpenSale> {
  let { sale } = open;
  for (const draft of drafts) {
    const joined = twinOf(sale, draft)?.quantityThousandths ?? 0;
    const refused = draftProblem({ ...draft, quantityThousandths: joined + draft.quantityThousandths });
    if (refused !== null) return refused;
    const lineId = nextLineId(sale, open.highestLine);
    sale = addToBasket(sale, lineDraft(draft), lineId);
    open.highestLine = Math.max(open.highestLine, Number(lineId));
  }
  return change(open, sale, parts);
}

/** Puts a POS's basket in place of what stood; the same basket changes nothing, also while a pay stands. */
export function putBasket(open: OpenSale, drafts: readonly LineDraft[], parts: TillParts): Result<OpenSale> {
  if (holdsExactly(open.sale, drafts)) return done(open);
  const changeable = findChangeable(open.sale.saleId, parts);
  if (!changeable.ok) return changeable;
  for (const draft of drafts) {
    const refused = draftProblem(draft);
    if (refused !== null) return refused;
  }
  open.highestLine = Math.max(open.highestLine, drafts.length + open.sale.usedGifts.length);
  return change(open, withLines(open.sale, drafts), parts);
}

export function setQuantity(
  saleId: string,
  lineId: string,
  quantityThousandths: number,
  parts: TillParts,
): Result<OpenSale> {
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  const line = found.value.sale.lines.find((one) => one.lineId === lineId);
  if (line === undefined) return problem('line-not-found');
  if (line.benefitKey !== null) return problem('quantity-not-allowed', { why: 'benefit' });
  const refused = draftProblem({ ...line, quantityThousandths });
  if (refused !== null) return refused;
  return change(found.value, withQuantity(found.value.sale, lineId, quantityThousandths), parts);
}

export function removeLine(saleId: string, lineId: string, parts: TillParts): Result<OpenSale> {
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  const { sale } = found.value;
  const line = sale.lines.find((one) => one.lineId === lineId);
  if (line === undefined) return problem('line-not-found');
  // Without its line a benefit is not used: its cost comes back with the next preview.
  const usedGifts = sale.usedGifts.filter(({ key }) => key !== line.benefitKey);
  return change(found.value, withoutLine({ ...sale, usedGifts }, lineId), parts);
}

/** Why a line cannot stand in a basket; null: it can. */
function draftProblem(
  draft: Pick<LineDraft, 'quantityThousandths' | 'weighed' | 'unitPriceMinor'>,
): Result<never> | null {
  const { quantityThousandths, weighed, unitPriceMinor } = draft;
  if (quantityThousandths <= 0 || quantityThousandths > MOST_THOUSANDTHS)
    return problem('quantity-not-allowed', { why: 'range' });
  if (!weighed && quantityThousandths % 1_000 !== 0) return problem('quantity-not-allowed', { why: 'whole-pieces' });
  if (BigInt(quantityThousandths) * BigInt(Math.abs(unitPriceMinor)) > MOST_LINE_MINOR * 1_000n)
    return problem('amount-not-allowed', { why: 'range' });
  return null;
}

const lineDraft = (draft: LineDraft): LineDraft => ({
  articleCode: draft.articleCode,
  name: draft.name,
  departmentCode: draft.departmentCode,
  departmentName: draft.departmentName,
  action: draft.action,
  quantityThousandths: draft.quantityThousandths,
  weighed: draft.weighed,
  unitPriceMinor: draft.unitPriceMinor,
  taxRateBp: draft.taxRateBp,
});
