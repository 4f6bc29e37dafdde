import type { Operation, OperationDetail } from '../../../src-shared/queue/operation.ts';
import type { Sale, SaleLine, Tender, UsedGift } from '../../../src-shared/sale/sale.ts';
import { type IncentiveFacts, toBenefitFacts } from './benefit-facts.ts';

/** 2026-03-11 09:00 UTC, a Wednesday. */
export const OPENED_AT = Date.UTC(2026, 2, 11, 9);
export const SALE_ID = '019f0000-0000-7000-8000-00000000aaaa';

export function aLine(fields: Partial<SaleLine> = {}): SaleLine {
  return {
    lineId: '1',
    articleCode: '70110',
    name: 'Invented menu',
    departmentCode: 'FOOD',
    departmentName: 'Food',
    action: 'sale',
    quantityThousandths: 1_000,
    weighed: false,
    unitPriceMinor: 1_150,
    grossMinor: 1_150,
    netMinor: 1_150,
    taxRateBp: 1_000,
    benefitKey: null,
    ...fields,
  };
}

export const cash = (amountMinor: number): Tender => ({
  tenderId: '1',
  type: 'CASH',
  amountMinor,
  tenderedMinor: amountMinor,
  payOperationId: null,
});

/** A menu of 11.50, paid in cash. */
export function aSale(fields: Partial<Sale> = {}): Sale {
  return {
    saleId: SALE_ID,
    saleNumber: 'T1-A-000042',
    reference: 'T1-A-000042',
    source: 'till',
    state: 'completed',
    currency: 'EUR',
    staffId: 'staff-17',
    openedAtMs: OPENED_AT,
    closedAtMs: OPENED_AT + 120_500,
    voidedAtMs: null,
    memberKeyId: null,
    returnOfSaleId: null,
    lines: [aLine()],
    deals: [],
    usedGifts: [],
    tenders: [cash(1_150)],
    ...fields,
  };
}

export function aGift(facts: Partial<IncentiveFacts> = {}, fields: Partial<UsedGift> = {}): UsedGift {
  const all: IncentiveFacts = {
    productId: '90412',
    productType: 'reward',
    incentiveId: 'rings',
    loyaltyEngineId: null,
    discount: null,
    ...facts,
  };
  return {
    key: all.incentiveId,
    name: 'Onion rings',
    kind: all.productType,
    costPoints: null,
    facts: toBenefitFacts(all),
    confirmed: true,
    ...fields,
  };
}

export function anOperation(detail: OperationDetail, fields: Partial<Operation> = {}): Operation {
  return {
    seq: 1,
    id: detail.kind,
    key: '4a0f8a6e-0000-4000-8000-000000000000',
    saleId: SALE_ID,
    memberKeyId: null,
    kind: detail.kind,
    backEnd: 'rbi',
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

export const TRANSACTION = '0b7d5c1e-52a4-4a0f-9a35-1c6f0a7e21d4';
export const LOYALTY_ID = 'c2f1a9d0-7a3b-4f6e-8f1d-9be0c45a6b77';
const facts = { loyaltyId: LOYALTY_ID };

export const aRelease = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'release', transactionId: TRANSACTION, facts }, { state: 'owed', ...fields });

export const aClaim = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'submit', transactionId: TRANSACTION, facts }, { memberKeyId: 'member-1', ...fields });

/** Of a Loyalty ID that was taken offline. */
export const anIdentify = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'identify' }, { memberKeyId: 'member-1', ...fields });

export const aClaimAfterIdentify = (fields: Partial<Operation> = {}): Operation =>
  aClaim({
    detail: { kind: 'submit', transactionId: SALE_ID, facts: { identifyId: 'identify' } },
    afterId: 'identify',
    ...fields,
  });

export const anUnclaimed = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'submit-unclaimed', transactionId: SALE_ID }, fields);
