import { parseLondonTime } from './london-time.ts';
import {
  type AcceptedRow,
  type ExactPrice,
  isCancellation,
  type RawRow,
  type RejectReason,
  TRADING_COLUMNS,
} from './trading-row.ts';

export type RowFinding =
  | { readonly accepted: true; readonly row: AcceptedRow }
  | { readonly accepted: false; readonly reason: RejectReason };

const refuse = (reason: RejectReason): RowFinding => ({ accepted: false, reason });

const NUMBER = /^([+-]?)(\d+)(?:\.(\d*))?$/;
// Some exports of the same data write a customer as 17850.0.
const CUSTOMER = /^(\d+)(?:\.0+)?$/;
const QUANTITY_DECIMALS = 3;

/** Looks at one row by itself: every reason of replay.md rule 1 but the last, which needs the rows before it. */
export function checkRow(raw: RawRow): RowFinding {
  const { fields } = raw;
  if (fields === null || fields.length !== TRADING_COLUMNS.length) return refuse('malformed');
  const [invoiceNo, stockCode, description, quantityText, dateText, priceText, customerText] = fields.map((field) =>
    field.trim(),
  ) as [string, string, string, string, string, string, string];
  const quantity = exactNumber(quantityText);
  const price = exactNumber(priceText);
  const atMs = parseLondonTime(dateText);
  const customerId = customerText === '' ? null : (CUSTOMER.exec(customerText)?.[1] ?? undefined);
  if (invoiceNo === '' || stockCode === '' || quantity === null || price === null) return refuse('malformed');
  if (atMs === null || customerId === undefined || quantity.scale > QUANTITY_DECIMALS) return refuse('malformed');
  const quantityThousandths = quantity.digits * 10 ** (QUANTITY_DECIMALS - quantity.scale);
  const worth = worthMinor(Math.abs(quantityThousandths), price);
  if (!Number.isSafeInteger(quantityThousandths) || !Number.isSafeInteger(worth)) return refuse('malformed');

  if (quantityThousandths === 0) return refuse('quantity');
  if (quantityThousandths < 0 !== isCancellation(invoiceNo)) return refuse('sign');
  if (price.digits < 0) return refuse('negative price');
  if (price.digits === 0 && customerId === null) return refuse('stock adjustment');
  const row: AcceptedRow = {
    line: raw.line,
    invoiceNo,
    stockCode,
    description: description === '' ? stockCode : description,
    quantityThousandths: Math.abs(quantityThousandths),
    price,
    worthMinor: worth,
    atMs,
    customerId,
  };
  return { accepted: true, row };
}

/** The number as whole digits and a scale, or null for anything else and for what is not exact. */
function exactNumber(text: string): ExactPrice | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  const digits = Number(`${match[2]}${fraction}`);
  if (!Number.isSafeInteger(digits) || fraction.length > 15) return null;
  return { digits: match[1] === '-' && digits !== 0 ? -digits : digits, scale: fraction.length };
}

/**
 * Quantity × price in pence, rounded half away from zero once (replay.md rule 2). Worked out by itself, not by the till's
 * own money code: this figure is what the till is measured against.
 *
 * @param quantityThousandths at least 0
 */
function worthMinor(quantityThousandths: number, price: ExactPrice): number {
  const numerator = BigInt(quantityThousandths) * BigInt(Math.abs(price.digits)) * 100n;
  const denominator = 1_000n * 10n ** BigInt(price.scale);
  const size = Number((2n * numerator + denominator) / (2n * denominator));
  return price.digits < 0 ? -size : size;
}
