import { isCharge } from './plan-invoices.ts';
import type { TradingInvoice } from './read-invoices.ts';
import type { ReplayLine, ReplaySale } from './replay-till.ts';
import type { AcceptedRow, ExactPrice } from './trading-row.ts';

const GOODS = { departmentCode: 'GOODS', departmentName: 'Goods' };
const CHARGES = { departmentCode: 'CHARGES', departmentName: 'Charges' };

/** An invoice as it is put into the till (replay.md rules 2 to 4). Pure. */
export function saleOfInvoice(invoice: TradingInvoice, action: 'sale' | 'return'): ReplaySale {
  const { invoiceNo, openedAtMs, closedAtMs, customerId, rows } = invoice;
  const lines = rows.map((row) => lineOf(row, action));
  return {
    reference: invoiceNo,
    openedAtMs,
    closedAtMs,
    lines,
    totalMinor: lines.reduce((sum, { grossMinor }) => sum + grossMinor, 0),
    customerId,
  };
}

function lineOf(row: AcceptedRow, action: 'sale' | 'return'): ReplayLine {
  const { stockCode, description, quantityThousandths, price, worthMinor } = row;
  return {
    articleCode: stockCode,
    name: description,
    ...(isCharge(stockCode) ? CHARGES : GOODS),
    action,
    quantityThousandths,
    unitPriceMinor: wholePence(price),
    grossMinor: (action === 'return' ? -worthMinor : worthMinor) + 0,
  };
}

/** The price of one as a receipt can show it; the amount of the line is worked out from the exact price. */
function wholePence({ digits, scale }: ExactPrice): number {
  const denominator = 10n ** BigInt(scale);
  return Number((2n * BigInt(digits) * 100n + denominator) / (2n * denominator));
}
