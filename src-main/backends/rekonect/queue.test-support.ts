import type { Operation, OperationDetail } from '../../../src-shared/queue/operation.ts';
import type { Sale, SaleLine } from '../../../src-shared/sale/sale.ts';

/** 2026-03-11 09:00 UTC, in no way special. */
export const OPENED_AT = Date.UTC(2026, 2, 11, 9);

export function aLine(fields: Partial<SaleLine> = {}): SaleLine {
  return {
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
  };
}

/** Two rolls at 6.20, paid in cash, no member. */
export function aSale(fields: Partial<Sale> = {}): Sale {
  return {
    saleId: '019f0000-0000-7000-8000-00000000aaaa',
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
    lines: [aLine()],
    deals: [],
    usedGifts: [],
    tenders: [{ tenderId: '1', type: 'CASH', amountMinor: 1_240, tenderedMinor: 2_000, payOperationId: null }],
    ...fields,
  };
}

/** Points for 400 and cash for the rest, by a member; the pay has the id `pay`. */
export function aMemberSale(fields: Partial<Sale> = {}): Sale {
  return aSale({
    memberKeyId: 'member-1',
    tenders: [
      { tenderId: '1', type: 'POINTS', amountMinor: 400, tenderedMinor: 400, payOperationId: 'pay' },
      { tenderId: '2', type: 'CASH', amountMinor: 840, tenderedMinor: 840, payOperationId: null },
    ],
    ...fields,
  });
}

export function anOperation(detail: OperationDetail, fields: Partial<Operation> = {}): Operation {
  return {
    seq: 1,
    id: detail.kind,
    key: '4a0f8a6e-0000-4000-8000-000000000000',
    saleId: aSale().saleId,
    memberKeyId: null,
    kind: detail.kind,
    backEnd: 'rekonect',
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
  };
}

const transactionId = aSale().saleId;

export const aPay = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'pay', transactionId, amountMinor: 400 }, { id: 'pay', memberKeyId: 'member-1', ...fields });

/** A pay that the program confirmed. */
export const aDeliveredPay = (fields: Partial<Operation> = {}): Operation =>
  aPay({ state: 'delivered', happened: 1, answer: { confirmationCode: 'code-1' }, ...fields });

export const aPayCancel = (fields: Partial<Operation> = {}): Operation =>
  anOperation(
    { kind: 'cancel-payment', transactionId, amountMinor: 400 },
    { id: 'pay-cancel', memberKeyId: 'member-1', state: 'owed', afterId: 'pay', undoesId: 'pay', ...fields },
  );

export const aSubmit = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'submit', transactionId }, { id: 'submit', memberKeyId: 'member-1', ...fields });

export const anUnclaimedSubmit = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'submit-unclaimed', transactionId }, { id: 'unclaimed', ...fields });

export const aSaleCancel = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'cancel-sale', transactionId }, { id: 'sale-cancel', ...fields });
