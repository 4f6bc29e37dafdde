/** The columns of the UCI online-retail format, in order. */
export const TRADING_COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

/** Why a row takes no part in the replay (replay.md rule 1), in the order in which the reasons are looked at. */
export type RejectReason = 'malformed' | 'quantity' | 'sign' | 'negative price' | 'stock adjustment' | 'apart';

/** One record of the file as it stands there, before anything was looked at. */
export interface RawRow {
  /** Where the record begins in the file; the header is line 1. */
  readonly line: number;
  readonly text: string;
  /** Null where the text is no record of this format. */
  readonly fields: readonly string[] | null;
}

/** A price in pounds, exactly as written: digits × 10^−scale, without zeros at the end, so that equal prices are equal. */
export interface ExactPrice {
  readonly digits: number;
  readonly scale: number;
}

export interface AcceptedRow {
  readonly line: number;
  readonly invoiceNo: string;
  readonly stockCode: string;
  readonly description: string;
  /** Thousandths of a piece, above 0; the invoice says whether they came back. */
  readonly quantityThousandths: number;
  readonly price: ExactPrice;
  /** Quantity × price in pence, rounded half away from zero; at least 0. */
  readonly worthMinor: number;
  /** ms since 1970, UTC. */
  readonly atMs: number;
  readonly customerId: string | null;
}

export interface Reject {
  readonly line: number;
  /** As far as it could be read. */
  readonly invoiceNo: string;
  readonly reason: RejectReason;
  readonly row: string;
}

/** A `C` invoice takes goods back. */
export function isCancellation(invoiceNo: string): boolean {
  return /^c/i.test(invoiceNo);
}
