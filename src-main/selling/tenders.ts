import type { Sale, Tender, TenderType } from '../../src-shared/sale/sale.ts';
import type { TillParts } from '../till/till-parts.ts';
import type { OpenSale } from './open-sales.ts';

/** What is taken for a sale, before it has an id. */
export interface TenderDraft {
  readonly type: TenderType;
  readonly amountMinor: number;
  readonly tenderedMinor: number;
  readonly payOperationId: string | null;
}

export function addTender(open: OpenSale, tender: TenderDraft, parts: TillParts): void {
  open.highestTender += 1;
  const added: Tender = { ...tender, tenderId: String(open.highestTender) };
  changeTenders(open, [...open.sale.tenders, added], parts);
}

export function changeTenders(open: OpenSale, tenders: Sale['tenders'], parts: TillParts): void {
  parts.openSales.change(open, { ...open.sale, tenders });
  parts.changes.changed();
}
