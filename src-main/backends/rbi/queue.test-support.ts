import type { Operation, OperationDetail } from '../../../src-shared/queue/operation.ts';
import type { Sale, SaleLine, UsedGift } from '../../../src-shared/sale/sale.ts';
import { aCashTender, aQueued, aSoldLine, aSoldSale, OPENED_AT, SALE_ID } from '../queue.test-support.ts';
import { type IncentiveFacts, toBenefitFacts } from './benefit-facts.ts';

export { aCashTender as cash, OPENED_AT, SALE_ID };

export const aLine = (fields: Partial<SaleLine> = {}): SaleLine =>
  aSoldLine({
    articleCode: '70110',
    name: 'Invented menu',
    quantityThousandths: 1_000,
    unitPriceMinor: 1_150,
    grossMinor: 1_150,
    netMinor: 1_150,
    ...fields,
  });

/** A menu of 11.50, paid in cash. */
export const aSale = (fields: Partial<Sale> = {}): Sale =>
  aSoldSale({
    saleNumber: 'T1-A-000042',
    reference: 'T1-A-000042',
    staffId: 'staff-17',
    lines: [aLine()],
    tenders: [aCashTender(1_150)],
    ...fields,
  });

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

export const anOperation = (detail: OperationDetail, fields: Partial<Operation> = {}): Operation =>
  aQueued('rbi', detail, fields);

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
