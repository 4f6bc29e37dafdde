import { createHash } from 'node:crypto';
import { readInvoices, type TradingInvoice } from './read-invoices.ts';
import { type AcceptedRow, isCancellation, type Reject } from './trading-row.ts';

/** What an invoice is (replay.md rules 3 and 4), with the sums that decide what is due; its lines are read again when needed. */
export interface InvoiceDigest {
  /** Place among the invoices, from 0. */
  readonly at: number;
  readonly invoiceNo: string;
  readonly kind: 'sale' | 'void' | 'return';
  readonly customerId: string | null;
  /** A void: the sale it takes back. */
  readonly voids: string | null;
  /** Minor units; below 0 for a return. */
  readonly totalMinor: number;
  /** The part of the total that earns points. */
  readonly earningMinor: number;
  /** What is paid with points when the till is online; 0 for none (rule 6). */
  readonly payMinor: number;
}

export interface TradingDigest {
  readonly rows: number;
  readonly rejects: readonly Reject[];
  readonly invoices: readonly InvoiceDigest[];
  /** Sales taken back by a `C` invoice of the file → that invoice. */
  readonly voidedBy: ReadonlyMap<string, string>;
  /** Every CustomerID of an invoice, in order of first appearance. */
  readonly customers: readonly string[];
}

/**
 * Reads the whole file once and says what each invoice is. Only digests are kept.
 * Throws UnreadableFile and NotATradingFile.
 */
export async function digestTradingFile(path: string): Promise<TradingDigest> {
  let rows = 0;
  const rejects: Reject[] = [];
  const invoices: InvoiceDigest[] = [];
  const voidedBy = new Map<string, string>();
  const customers = new Set<string>();
  const standing = new StandingSales();
  const all = readInvoices(
    path,
    (reject) => void rejects.push(reject),
    () => void rows++,
  );
  for await (const invoice of all) {
    if (invoice.customerId !== null) customers.add(invoice.customerId);
    const voids = isCancellation(invoice.invoiceNo) ? standing.take(invoice) : null;
    if (voids !== null) voidedBy.set(voids, invoice.invoiceNo);
    if (!isCancellation(invoice.invoiceNo)) standing.add(invoice);
    invoices.push(digestInvoice(invoice, voids, invoices.length));
  }
  return { rows, rejects, invoices, voidedBy, customers: [...customers] };
}

function digestInvoice(invoice: TradingInvoice, voids: string | null, at: number): InvoiceDigest {
  const { invoiceNo, customerId, rows } = invoice;
  const kind = voids !== null ? 'void' : isCancellation(invoiceNo) ? 'return' : 'sale';
  const sign = kind === 'sale' ? 1 : -1;
  const sum = (some: readonly AcceptedRow[]): number =>
    sign * some.reduce((total, row) => total + row.worthMinor, 0) + 0;
  const totalMinor = sum(rows);
  const pays = kind === 'sale' && customerId !== null && /[05]$/.test(invoiceNo);
  return {
    at,
    invoiceNo,
    kind,
    customerId,
    voids,
    totalMinor,
    earningMinor: sum(rows.filter((row) => !isCharge(row.stockCode))),
    payMinor: pays ? (totalMinor - (totalMinor % 10)) / 10 : 0,
  };
}

/** Fees, discounts and corrections: codes that do not begin with five digits (rule 2). */
export function isCharge(stockCode: string): boolean {
  return !/^\d{5}/.test(stockCode);
}

/** Sales that a `C` invoice may take back, found by customer and lines. */
class StandingSales {
  readonly #byLines = new Map<string, string[]>();

  add(invoice: TradingInvoice): void {
    const key = keyOf(invoice);
    if (key === null) return;
    const known = this.#byLines.get(key);
    if (known === undefined) this.#byLines.set(key, [invoice.invoiceNo]);
    else known.push(invoice.invoiceNo);
  }

  /** The most recent one with exactly these lines, which then stands no more; null when there is none. */
  take(invoice: TradingInvoice): string | null {
    const key = keyOf(invoice);
    return key === null ? null : (this.#byLines.get(key)?.pop() ?? null);
  }
}

function keyOf({ customerId, rows }: TradingInvoice): string | null {
  if (customerId === null) return null;
  const lines = rows.map((row) =>
    JSON.stringify([row.stockCode, row.quantityThousandths, row.price.digits, row.price.scale]),
  );
  return createHash('sha256')
    .update(`${customerId}\n${lines.sort().join('\n')}`)
    .digest('base64');
}
