import type { Sale, SaleLine, Tender, UsedGift } from '../../../src-shared/sale/sale.ts';
import { utcSeconds } from '../../../src-shared/time/iso-time.ts';
import { ContradictionError } from '../contradiction-error.ts';
import { readBenefitFacts } from './benefit-facts.ts';
import type { RbiConfig } from './rbi-config.ts';
import { majorOf } from './wire-money.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Section 9, PosVendor; the sale's reference is what a person at RBI asks about. */
export function posVendor(sale: Pick<Sale, 'reference' | 'staffId'> | null, config: RbiConfig): JsonObject {
  return {
    transactionId: sale?.reference ?? 'no-sale',
    storeId: config.branchId,
    terminal: config.posId,
    operator: sale?.staffId ?? 'till',
    posType: config.settings.posType,
  };
}

export interface TransactionParts {
  /** Null: a sale in which nobody was identified. */
  readonly loyaltyId: string | null;
  /** Null: the program has not given it one yet. */
  readonly transactionId: string | null;
  readonly status: 'PENDING' | 'CLAIMED';
  readonly createdAtMs: number;
  /** Benefits to name; a line of any other one is a plain line. */
  readonly benefits: readonly UsedGift[];
  readonly discounts: readonly UsedGift[];
  readonly lines: readonly SaleLine[];
  readonly tenders: readonly Tender[];
}

/**
 * The TransactionRequest of section 9: prices in major units, payments in cents, each line with what was charged for the
 * whole of it. The same parts give the same bytes.
 */
export function transactionRequest(sale: Sale, parts: TransactionParts, config: RbiConfig): JsonObject {
  const { loyaltyId, transactionId, discounts } = parts;
  const byKey = new Map(parts.benefits.map((gift) => [gift.key, gift]));
  return {
    ...(loyaltyId === null ? {} : { loyaltyId }),
    ...(transactionId === null ? {} : { transactionId }),
    channel: 'Restaurant',
    created: utcSeconds(parts.createdAtMs),
    serviceMode: config.settings.serviceMode,
    status: parts.status,
    transactionDetails: {
      currency: sale.currency,
      order: parts.lines.map((line) => orderLine(line, byKey.get(line.benefitKey ?? ''), sale.currency)),
      payments: parts.tenders.map((tender) => ({ amount: tender.amountMinor, type: paymentType(tender, config) })),
      posVendor: posVendor(sale, config),
      ...(discounts.length === 0 ? {} : { appliedDiscounts: discounts.flatMap(appliedDiscount) }),
    },
  };
}

/** Weighed goods are one piece: the program counts, it does not weigh. */
function orderLine(line: SaleLine, gift: UsedGift | undefined, currency: string): JsonObject {
  const facts = gift === undefined ? null : readBenefitFacts(gift.facts);
  return {
    referenceId: line.lineId,
    productId: facts?.productId ?? line.articleCode,
    productType: facts?.productType ?? 'item',
    name: line.name,
    price: majorOf(line.netMinor, currency),
    // Included in the price; every published sample sends 0 (A12).
    tax: 0,
    quantity: line.weighed ? 1 : line.quantityThousandths / 1_000,
    ...(facts === null ? {} : { incentiveId: facts.incentiveId }),
    ...(facts?.loyaltyEngineId == null ? {} : { loyaltyEngineId: facts.loyaltyEngineId }),
  };
}

function paymentType({ type }: Tender, { settings }: RbiConfig): string {
  switch (type) {
    case 'CASH':
      return 'CASH';
    case 'CARD':
      return settings.cardPaymentType;
    case 'POINTS':
    case 'CREDIT':
      throw new ContradictionError('totals-mismatch', 'Points are no tender in this program.');
  }
}

function appliedDiscount(gift: UsedGift): JsonObject[] {
  const facts = readBenefitFacts(gift.facts);
  if (facts?.discount == null) return [];
  const { incentiveId, productId, productType, discount } = facts;
  return [
    {
      incentiveId,
      productId,
      referenceId: discount.referenceId,
      details: {
        displayName: discount.displayName,
        discountValue: Number(discount.value),
        subtype: discount.subtype,
        type: productType,
      },
    },
  ];
}
