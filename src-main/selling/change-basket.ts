import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { TillParts } from '../till/till-parts.ts';
import { addToBasket, type LineDraft, nextLineId, withoutLine, withQuantity } from './basket.ts';
import { findArticle } from './find-article.ts';
import type { OpenSale } from './open-sales.ts';
import { wantedPay } from './standing-pay.ts';

/** The largest quantity of one line: 100,000 pieces, or 100 tonnes. */
const MOST_THOUSANDTHS = 100_000_000;

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
    const refused = quantityProblem(draft.quantityThousandths, draft.weighed);
    if (refused !== null) return refused;
    const lineId = nextLineId(sale, open.highestLine);
    sale = addToBasket(sale, lineDraft(draft), lineId);
    open.highestLine = Math.max(open.highestLine, Number(lineId));
  }
  return change(open, sale, parts);
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
  const refused = quantityProblem(quantityThousandths, line.weighed);
  if (refused !== null) return refused;
  return change(found.value, withQuantity(found.value.sale, lineId, quantityThousandths), parts);
}

export function removeLine(saleId: string, lineId: string, parts: TillParts): Result<OpenSale> {
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  if (!found.value.sale.lines.some((line) => line.lineId === lineId)) return problem('line-not-found');
  return change(found.value, withoutLine(found.value.sale, lineId), parts);
}

function quantityProblem(quantityThousandths: number, weighed: boolean): Result<never> | null {
  if (quantityThousandths <= 0 || quantityThousandths > MOST_THOUSANDTHS)
    return problem('quantity-not-allowed', { why: 'range' });
  if (!weighed && quantityThousandths % 1_000 !== 0) return problem('quantity-not-allowed', { why: 'whole-pieces' });
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
