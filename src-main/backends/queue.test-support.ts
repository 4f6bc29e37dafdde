import type { Operation, OperationDetail } from '../../src-shared/queue/operation.ts';
import type { Sale, SaleLine, Tender } from '../../src-shared/sale/sale.ts';

/** 2026-03-11 09:00 UTC, a Wednesday, in no way special. */
export const OPENED_AT = Date.UTC(2026, 2, 11, 9);
export const SALE_ID = '019f0000-0000-7000-8000-00000000aaaa';

/** Two rolls at 6.20. */
export const aSoldLine = (fields: Partial<SaleLine> = {}): SaleLine => ({
  lineId: '1',
  articleCode: 'INV-14',
  name: 'Invented roll',
  departmentCode: 'FOOD',
  departmentName: 'Food',
  action: 'sale',
  quantityThousandths: 2_000,
  weighed: false,
  unitPriceMinor: 620,
  grossMinor: 1_240,
  netMinor: 1_240,
  taxRateBp: 1_000,
  benefitKey: null,
  ...fields,
});

export const aCashTender = (amountMinor: number, fields: Partial<Tender> = {}): Tender => ({
  tenderId: '1',
  type: 'CASH',
  amountMinor,
  tenderedMinor: amountMinor,
  payOperationId: null,
  ...fields,
});

/** Those rolls, paid in cash, no member. */
export const aSoldSale = (fields: Partial<Sale> = {}): Sale => ({
  saleId: SALE_ID,
  saleNumber: 'T1-A-000418',
  reference: 'T1-A-000418',
  source: 'till',
  state: 'completed',
  currency: 'EUR',
  staffId: 'staff-2',
  openedAtMs: OPENED_AT,
  closedAtMs: OPENED_AT + 120_500,
  voidedAtMs: null,
  memberKeyId: null,
  returnOfSaleId: null,
  lines: [aSoldLine()],
  deals: [],
  usedGifts: [],
  tenders: [aCashTender(1_240)],
  ...fields,
});

/** Queued, never sent, of that sale; its id is its kind. */
export const aQueued = (backEnd: string, detail: OperationDetail, fields: Partial<Operation> = {}): Operation => ({
  seq: 1,
  id: detail.kind,
  key: '4a0f8a6e-0000-4000-8000-000000000000',
  saleId: SALE_ID,
  memberKeyId: null,
  kind: detail.kind,
  backEnd,
  account: 'invented',
  state: 'queued',
  happened: 0,
  afterId: null,
  undoesId: null,
  replacesId: null,
  detail,
  request: null,
  recordedAtMs: OPENED_AT + 60_000,
  firstSentAtMs: null,
  lastAttemptAtMs: null,
  nextAtMs: null,
  endedAtMs: null,
  attempts: 0,
  evidence: null,
  answer: null,
  errorCode: null,
  errorText: null,
  ...fields,
});
