import type { OperationAnswer } from '../../src-shared/queue/operation.ts';
import type { Sale, SaleTotals } from '../../src-shared/sale/sale.ts';

/** The shop as it introduces itself at the top of a receipt. */
export interface ReceiptShop {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly taxNumber: string | null;
}

/** What is known of the loyalty side of the sale when the receipt is printed. */
export interface ReceiptLoyalty {
  /** `to-follow`: recorded, but the program has not answered yet. `none`: nothing goes to a member. */
  readonly state: 'final' | 'to-follow' | 'none';
  /** After this sale where `final`; the last one read where `to-follow`. */
  readonly balancePoints: number | null;
  /** Below 0 where a return or void took points back. */
  readonly pointsEarned: number | null;
  /** What the rewards of this sale cost; null: not known, or none. */
  readonly pointsRedeemed: number | null;
  /** Texts of the program, printed as they are and in this order, in place of our own lines about points. */
  readonly texts: ProgramTexts;
  /** For the program's own support desk; printed under the block. */
  readonly receiptCode: string | null;
}

export type ProgramTexts = NonNullable<OperationAnswer['presentation']>;

/** Everything a receipt says; the same on screen, on paper and for a screen reader. */
export interface ReceiptData {
  readonly shop: ReceiptShop;
  /** Anything but `live` is printed on the receipt, so that nobody takes it for a real one. */
  readonly folder: 'live' | 'test' | 'training';
  /** A reprint. */
  readonly copy: boolean;
  readonly sale: Sale;
  readonly totals: SaleTotals;
  readonly staffName: string | null;
  /** The number of the sale whose lines this one takes back. */
  readonly returnOfSaleNumber: string | null;
  /** Masked: the last three characters. */
  readonly memberHint: string | null;
  readonly loyalty: ReceiptLoyalty;
  /** Only on an unclaimed sale that can be claimed here. */
  readonly claim: {
    readonly code: string;
    readonly untilMs: number | null;
    /** Nothing of it was sent: it is kept on this till until somebody claims it. */
    readonly held: boolean;
  } | null;
  /** Last lines, as the shop wants them. */
  readonly footer: readonly string[];
  /** IANA name; times are printed as the shop's clock shows them. */
  readonly timeZone: string;
  /** BCP 47 tag for amounts, quantities and times. */
  readonly locale: string;
  /** Characters a line of the paper, 24 or more: 48 on 80 mm, 32 on 58 mm. */
  readonly columns: number;
}
