import type { Operation, OperationDetail } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { aQueued, aSoldLine, aSoldSale, OPENED_AT, SALE_ID } from '../queue.test-support.ts';

export { aSoldLine as aLine, aSoldSale as aSale, OPENED_AT };

/** Points for 400 and cash for the rest, by a member; the pay has the id `pay`. */
export function aMemberSale(fields: Partial<Sale> = {}): Sale {
  return aSoldSale({
    memberKeyId: 'member-1',
    tenders: [
      { tenderId: '1', type: 'POINTS', amountMinor: 400, tenderedMinor: 400, payOperationId: 'pay' },
      { tenderId: '2', type: 'CASH', amountMinor: 840, tenderedMinor: 840, payOperationId: null },
    ],
    ...fields,
  });
}

export const anOperation = (detail: OperationDetail, fields: Partial<Operation> = {}): Operation =>
  aQueued('rekonect', detail, fields);

const transactionId = SALE_ID;

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
