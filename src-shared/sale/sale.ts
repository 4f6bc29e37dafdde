import type { BenefitFacts, BenefitKind } from '../member/member.ts';

/** open → completed → voided; or open → abandoned (cleared before anything was sold). */
export type SaleState = 'open' | 'completed' | 'voided' | 'abandoned';

/** A line as sold. Amounts cover the whole line; a return line has a positive quantity and negative amounts. */
export interface SaleLine {
  /** Unique inside the sale, never reused: "1", "2", … */
  readonly lineId: string;
  readonly articleCode: string;
  readonly name: string;
  readonly departmentCode: string;
  readonly departmentName: string;
  readonly action: 'sale' | 'return';
  /** Thousandths of a piece or a kilogram, above 0. */
  readonly quantityThousandths: number;
  readonly weighed: boolean;
  readonly unitPriceMinor: number;
  /** quantity × unit price, rounded half away from zero once; negative on a return line. */
  readonly grossMinor: number;
  /** Gross less what is taken off this line. */
  readonly netMinor: number;
  /** Included in the price; hundredths of a percent (2100 = 21 %). */
  readonly taxRateBp: number;
  /** The used benefit (`UsedGift.key`) that put this line into the basket; null: it was sold. */
  readonly benefitKey: string | null;
}

export const TENDER_TYPES = ['CASH', 'CARD', 'POINTS', 'CREDIT'] as const;
export type TenderType = (typeof TENDER_TYPES)[number];

export interface Tender {
  readonly tenderId: string;
  readonly type: TenderType;
  /** What counts towards the total. */
  readonly amountMinor: number;
  /** What was handed over; above amountMinor only for cash, the rest is change. */
  readonly tenderedMinor: number;
  /** The pay behind a loyalty tender. */
  readonly payOperationId: string | null;
}

/** A deal the program granted and the till took off the total. */
export interface AppliedDeal {
  readonly type: string;
  /** Above 0: taken off the total. */
  readonly amountMinor: number;
  readonly reason: string | null;
  readonly sourceId: string | null;
}

export interface UsedGift {
  readonly key: string;
  readonly name: string;
  readonly kind: BenefitKind;
  readonly costPoints: number | null;
  readonly facts: BenefitFacts;
  /** The program has checked it for this basket and, where it reserves, reserved its cost. */
  readonly confirmed: boolean;
}

export interface Sale {
  /** UUIDv7; what is sent as the vendor's transaction id is made from it. */
  readonly saleId: string;
  /** What people read: terminal prefix, generation letter, counter. */
  readonly saleNumber: string;
  /** The caller's own reference, else the sale number; travels to the back end for reconciliation. */
  readonly reference: string;
  /** `till`, or `pos:<id>` for an integrator's sale. */
  readonly source: string;
  readonly state: SaleState;
  readonly currency: string;
  readonly staffId: string;
  readonly openedAtMs: number;
  /** Business close; null while open. */
  readonly closedAtMs: number | null;
  readonly voidedAtMs: number | null;
  readonly memberKeyId: string | null;
  /** The sale whose lines this one takes back. */
  readonly returnOfSaleId: string | null;
  readonly lines: readonly SaleLine[];
  readonly deals: readonly AppliedDeal[];
  readonly usedGifts: readonly UsedGift[];
  readonly tenders: readonly Tender[];
}

export interface SaleTotals {
  readonly grossMinor: number;
  /** Deals, not tied to a line. */
  readonly generalDiscountMinor: number;
  /** What the customer pays across all tenders; below 0 on a return. */
  readonly totalMinor: number;
  /** Tax included in the total. */
  readonly taxMinor: number;
  readonly paidMinor: number;
  /** total − paid. */
  readonly dueMinor: number;
  readonly changeMinor: number;
}
