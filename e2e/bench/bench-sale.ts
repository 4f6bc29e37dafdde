import { addDrafts } from '../../src-main/selling/change-basket.ts';
import { completeSale } from '../../src-main/selling/complete-sale.ts';
import { openSale } from '../../src-main/selling/open-sale.ts';
import type { OpenSale } from '../../src-main/selling/open-sales.ts';
import { takeTender } from '../../src-main/selling/take-tender.ts';
import type { TillParts } from '../../src-main/till/till-parts.ts';
import type { Result } from '../../src-shared/errors/error-codes.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';

/** As many lines as a request of about 1 KB has. */
const LINES = 4;

/** Opens a sale with lines and cash for all of it, ready to be completed; unclaimed, as most sales of a shop are. */
export function openPaidSale(parts: TillParts): OpenSale {
  const order = { source: 'pos:bench', staffId: 'bench', reference: null, openedAtMs: null, returnOfSaleId: null };
  const open = unwrap(openSale(order, parts));
  const drafts = Array.from({ length: LINES }, (_, at) => ({
    articleCode: `BENCH-${open.seq % 50}-${at}`,
    name: `Invented article no. ${at} of sale ${open.seq % 50}`,
    departmentCode: `D${at}`,
    departmentName: `Department ${at}`,
    action: 'sale' as const,
    quantityThousandths: (at + 1) * 1_000,
    weighed: false,
    unitPriceMinor: 125 + at,
    taxRateBp: 2_100,
  }));
  unwrap(addDrafts(open, drafts, parts));
  unwrap(takeTender(open.sale.saleId, 'CASH', saleTotals(open.sale).dueMinor, parts));
  return open;
}

/** One commit; durable when this returns. Returns the id of the operation that waits to be sent. */
export function complete(open: OpenSale, parts: TillParts): string {
  const { submitId } = unwrap(completeSale(open.sale.saleId, null, parts, () => undefined));
  if (submitId === null) throw new Error('the sale has nothing to send');
  return submitId;
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result.value;
}
