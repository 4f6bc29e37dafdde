import { checkRow } from './check-row.ts';
import { readRows } from './read-rows.ts';
import type { AcceptedRow, Reject } from './trading-row.ts';

/** An invoice with its accepted rows, at least one. */
export interface TradingInvoice {
  readonly invoiceNo: string;
  /** Of the first row that names one. */
  readonly customerId: string | null;
  /** Time of the first row, ms since 1970, UTC. */
  readonly openedAtMs: number;
  /** Time of the last row. */
  readonly closedAtMs: number;
  readonly rows: readonly AcceptedRow[];
}

/**
 * The invoices of a trading file in its order, streaming: one invoice is held at a time, and the numbers of those that
 * ended. A row of an ended invoice is *apart* and rejected; a rejected row begins no invoice.
 *
 * @param onReject told of each rejected row, in the order of the file
 * @param onRow told of every row, accepted or not
 */
export async function* readInvoices(
  path: string,
  onReject: (reject: Reject) => void,
  onRow: () => void,
): AsyncGenerator<TradingInvoice> {
  const ended = new Set<string>();
  let rows: AcceptedRow[] = [];
  for await (const raw of readRows(path)) {
    onRow();
    const finding = checkRow(raw);
    const reason = finding.accepted ? (ended.has(finding.row.invoiceNo) ? 'apart' : null) : finding.reason;
    if (!finding.accepted || reason !== null) {
      const invoiceNo = (raw.fields?.[0] ?? raw.text.split(',')[0] ?? '').trim();
      onReject({ line: raw.line, invoiceNo, reason: reason ?? 'malformed', row: raw.text });
      continue;
    }
    const current = rows[0];
    if (current !== undefined && current.invoiceNo !== finding.row.invoiceNo) {
      ended.add(current.invoiceNo);
      yield invoiceOf(rows);
      rows = [];
    }
    rows.push(finding.row);
  }
  if (rows.length > 0) yield invoiceOf(rows);
}

function invoiceOf(rows: readonly AcceptedRow[]): TradingInvoice {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('an invoice has at least one row');
  return {
    invoiceNo: first.invoiceNo,
    customerId: rows.find(({ customerId }) => customerId !== null)?.customerId ?? null,
    openedAtMs: first.atMs,
    closedAtMs: last.atMs,
    rows,
  };
}
