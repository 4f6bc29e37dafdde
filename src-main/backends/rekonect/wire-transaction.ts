import type { AppliedDeal, Sale, SaleLine, SaleTotals, TenderType } from '../../../src-shared/sale/sale.ts';
import { utcSeconds } from '../../../src-shared/time/iso-time.ts';
import type { JsonObject } from './drop-empty.ts';
import type { RekonectSettings } from './rekonect-settings.ts';

export interface WireTender {
  readonly type: TenderType;
  readonly amount: number;
}

export interface TransactionParts {
  readonly transactionId: string;
  readonly closedAtMs: number;
  readonly totals: SaleTotals;
  /** Null for a draft basket, which has none yet. */
  readonly tenders: readonly WireTender[] | null;
}

const isLoyalty = (tender: WireTender): boolean => tender.type === 'POINTS' || tender.type === 'CREDIT';

/** The Transaction of contract section 5.3; every field the reference calls required is there. */
export function wireTransaction(sale: Sale, parts: TransactionParts, settings: RekonectSettings): JsonObject {
  const { totals } = parts;
  const loyaltyMinor =
    settings.loyaltyPaymentIs === 'discount'
      ? (parts.tenders ?? []).filter(isLoyalty).reduce((sum, tender) => sum + tender.amount, 0)
      : 0;
  const total = settings.totalAmount === 'paid' ? totals.totalMinor - loyaltyMinor : totals.grossMinor;
  return {
    transactionId: parts.transactionId,
    // A clock that was set back, or a POS that names its own times, must not close a sale before it opened.
    openTime: utcSeconds(Math.min(sale.openedAtMs, parts.closedAtMs)),
    dateTime: utcSeconds(parts.closedAtMs),
    totalAmount: total,
    totalTaxAmount: totals.taxMinor,
    totalGeneralDiscount: discount(totals.generalDiscountMinor + loyaltyMinor, settings),
    items: sale.lines.map((line) => wireItem(line, settings)),
    ...(parts.tenders === null ? {} : { [settings.tendersField]: wireTenders(parts.tenders, settings) }),
    tags: [`ref:${sale.reference}`],
    employee: sale.staffId,
  };
}

/** The reference wants the tenders always, so a sale that cost nothing was paid with nothing in cash. */
function wireTenders(tenders: readonly WireTender[], settings: RekonectSettings): readonly WireTender[] {
  const kept = settings.loyaltyPaymentIs === 'discount' ? tenders.filter((tender) => !isLoyalty(tender)) : tenders;
  return kept.length === 0 ? [{ type: 'CASH', amount: 0 }] : kept;
}

/** The Item of section 5.4; amounts cover the whole line (A4). */
function wireItem(line: SaleLine, settings: RekonectSettings): JsonObject {
  const amounts =
    settings.lineAmounts === 'gross-net'
      ? { grossAmount: line.grossMinor, netAmount: line.netMinor }
      : { subtotal: line.grossMinor, total: line.netMinor };
  return {
    lineId: line.lineId,
    code: line.articleCode,
    name: line.name,
    departmentCode: line.departmentCode,
    departmentName: line.departmentName,
    quantity: line.quantityThousandths / 1_000,
    ...amounts,
    action: line.action,
  };
}

function wireDeals(deals: readonly AppliedDeal[], settings: RekonectSettings): readonly JsonObject[] {
  return deals.map((deal) => ({
    type: deal.type,
    amount: discount(deal.amountMinor, settings),
    reason: deal.reason,
    sourceId: deal.sourceId,
  }));
}

/** C9. Adding 0 turns -0, which JSON writes as 0 but compares apart, into 0. */
function discount(amountMinor: number, settings: RekonectSettings): number {
  return settings.discountSign === 'positive' ? amountMinor : -amountMinor + 0;
}

/** Joins a transaction with its gifts and deals, which stand beside or inside it (C7). */
export function withGiftsAndDeals(
  transaction: JsonObject,
  sale: Sale,
  deals: readonly AppliedDeal[],
  settings: RekonectSettings,
): JsonObject {
  const beside = {
    usedAssets: sale.usedGifts.map((gift) => ({ key: gift.key })),
    appliedDeals: wireDeals(deals, settings),
  };
  return settings.giftsAndDealsIn === 'body'
    ? { transaction, ...beside }
    : { transaction: { ...transaction, ...beside } };
}
