import type { ReceiptView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { isFinished, type OperationAnswer } from '../../src-shared/queue/operation.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';
import type { ReceiptData } from '../printing/receipt-data.ts';
import { receiptPlainText, receiptText } from '../printing/receipt-document.ts';
import { receiptSvg } from '../printing/render-receipt.ts';
import type { StoredSale } from '../stores/sale-store.ts';
import { UnreadableStoredValue } from '../stores/sealer.ts';
import type { TillParts } from '../till/till-parts.ts';
import { readPresentation } from './presentation.ts';
import { maskIdentifier } from './sale-view.ts';

/** Everything the receipt of a completed sale says, from what is stored. */
function receiptData(sale: StoredSale, copy: boolean, parts: TillParts): ReceiptData {
  const { config, stores } = parts;
  const presentation = readPresentation(sale.saleId, parts);
  const answer = answerToSale(sale.saleId, parts);
  const unclaimed = stores.unclaimed.bySale(sale.saleId);
  const scanned = sale.memberKeyId === null ? null : (stores.memberKeys.identifiers(sale.memberKeyId)?.[0] ?? null);
  return {
    shop: { name: config.shop.name, addressLines: config.shop.address, taxNumber: null },
    folder: config.kind,
    copy,
    sale,
    totals: saleTotals(sale),
    staffName: stores.staff.byId(sale.staffId)?.name ?? null,
    returnOfSaleNumber:
      sale.returnOfSaleId === null ? null : (stores.sales.byId(sale.returnOfSaleId)?.saleNumber ?? null),
    memberHint: presentation?.memberHint ?? (scanned === null ? null : maskIdentifier(scanned.value)),
    loyalty: {
      state: loyaltyState(sale, parts),
      balancePoints: presentation?.balancePoints ?? answer?.balancePoints ?? null,
      pointsEarned: presentation?.pointsEarned ?? answer?.pointsEarned ?? null,
      pointsRedeemed: answer?.pointsRedeemed ?? null,
      texts: answer?.presentation ?? presentation?.texts ?? [],
      receiptCode: answer?.receiptCode ?? presentation?.receiptCode ?? null,
    },
    claim:
      unclaimed === null || unclaimed.claimedAtMs !== null || sale.state === 'voided'
        ? null
        : {
            code: unclaimed.claimCode,
            untilMs: unclaimed.untilMs,
            held: parts.backEnd.capabilities.claim === 'held',
          },
    timeZone: config.shop.timeZone,
    locale: config.shop.locale,
    footer: config.receipts.footer,
    columns: config.receipts.columns,
  };
}

/** What the program answered to the sale, with or without a member; also where that came after its receipt was first shown. */
function answerToSale(saleId: string, { stores }: TillParts): OperationAnswer | null {
  const submit = stores.operations
    .factsOfSale(saleId)
    .findLast(({ kind, happened }) => (kind === 'submit' || kind === 'submit-unclaimed') && happened === 1);
  try {
    return submit === undefined ? null : (stores.operations.byId(submit.id)?.answer ?? null);
  } catch (error) {
    // The queue tells of what cannot be read; a receipt is printed all the same.
    if (error instanceof UnreadableStoredValue) return null;
    throw error;
  }
}

function loyaltyState(sale: StoredSale, { stores }: TillParts): 'final' | 'to-follow' | 'none' {
  if (sale.memberKeyId === null) return 'none';
  return stores.operations.factsOfSale(sale.saleId).every((row) => isFinished(row.state)) ? 'final' : 'to-follow';
}

export function receiptOf(saleId: string, copy: boolean, parts: TillParts): Result<ReceiptView> {
  const sale = parts.stores.sales.byId(saleId);
  if (sale === null) return problem('sale-not-found');
  if (sale.state !== 'completed' && sale.state !== 'voided') return problem('sale-not-open');
  const data = receiptData(sale, copy, parts);
  return done({
    saleId,
    saleNumber: sale.saleNumber,
    svg: receiptSvg(receiptText(data), data.columns),
    text: receiptPlainText(data),
    copy,
    loyaltyState: data.loyalty.state,
    balancePoints: data.loyalty.balancePoints,
    pointsEarned: data.loyalty.pointsEarned,
    pointsRedeemed: data.loyalty.pointsRedeemed,
    claimCode: data.claim?.code ?? null,
    held: data.claim?.held ?? false,
    changeMinor: data.totals.changeMinor,
  });
}
