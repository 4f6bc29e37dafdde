import type { SaleSummary } from '../../src-shared/contract/views.ts';
import { isFinished } from '../../src-shared/queue/operation.ts';
import type { SaleListRow } from '../stores/sale-store.ts';
import type { TillParts } from '../till/till-parts.ts';

/** What is known of a sale's loyalty side: done, waiting, in need of a person, or none: the program was told nothing. */
export function loyaltyOf(saleId: string, withMember: boolean, { stores }: TillParts): SaleSummary['loyalty'] {
  const rows = stores.operations.factsOfSale(saleId).filter((row) => row.state !== 'owed');
  if (rows.some((row) => row.state === 'parked')) return 'needs-a-person';
  if (rows.some((row) => !isFinished(row.state))) return 'waiting';
  return withMember && rows.some((row) => row.state !== 'dropped') ? 'done' : 'none';
}

const saleSummary = (row: SaleListRow, parts: TillParts): SaleSummary => ({
  saleId: row.saleId,
  saleNumber: row.saleNumber,
  reference: row.reference,
  state: row.state,
  closedAtMs: row.closedAtMs,
  totalMinor: row.totalMinor,
  currency: row.currency,
  withMember: row.withMember,
  isReturn: row.isReturn,
  loyalty: loyaltyOf(row.saleId, row.withMember, parts),
});

/** Completed and voided sales, newest first. */
export function listSales(
  text: string | null,
  beforeSeq: number | null,
  limit: number,
  parts: TillParts,
): { sales: SaleSummary[]; nextBefore: number | null } {
  const rows = parts.stores.sales.list(beforeSeq, text, limit + 1);
  const page = rows.slice(0, limit);
  return {
    sales: page.map((row) => saleSummary(row, parts)),
    nextBefore: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
  };
}

export function summaryOf(saleId: string, parts: TillParts): SaleSummary | null {
  const sale = parts.stores.sales.byId(saleId);
  if (sale === null || (sale.state !== 'completed' && sale.state !== 'voided')) return null;
  const row = parts.stores.sales.list(sale.seq + 1, null, 1)[0];
  return row === undefined ? null : saleSummary(row, parts);
}
