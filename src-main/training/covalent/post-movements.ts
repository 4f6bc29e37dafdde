import type { Execution, Redemption } from './chain-stores.ts';
import type { CovalentContext } from './covalent-context.ts';
import type { CovalentTransaction } from './transaction-store.ts';

/*
 * How the platform's transactions stand in the common ledger. Everything accepted is posted at once, what is pending or
 * waits for an approval as well: the ledger says what stands, and `spendablePoints` what of it may be spent already. A
 * purchase is one `sale` with its money and one `earn` for each rule; a payment is one `spend`. A change reverses what stood
 * and posts what stands now, so that sums are always right.
 */

/** @param sign 1 posts it, -1 takes it back */
export function postSale({ ledger }: CovalentContext, execution: Execution, sign: 1 | -1): void {
  ledger.post({
    program: 'covalent',
    kind: sign === 1 ? 'sale' : 'sale-cancel',
    memberId: execution.memberId,
    reference: execution.reference,
    transactionId: execution.id,
    points: 0,
    amountMinor: sign * execution.saleMinor + 0,
  });
}

export function postEarn(
  { ledger }: CovalentContext,
  transaction: Pick<CovalentTransaction, 'id' | 'memberId' | 'amount'>,
  reference: string,
  sign: 1 | -1,
): void {
  if (transaction.amount === 0) return;
  ledger.post({
    program: 'covalent',
    kind: sign === 1 ? 'earn' : 'earn-cancel',
    memberId: transaction.memberId,
    reference,
    transactionId: transaction.id,
    points: sign * transaction.amount,
    amountMinor: 0,
  });
}

export function postSpend({ ledger }: CovalentContext, redemption: Redemption, sign: 1 | -1): void {
  ledger.post({
    program: 'covalent',
    kind: sign === 1 ? 'spend' : 'spend-cancel',
    memberId: redemption.memberId,
    reference: redemption.reference,
    transactionId: redemption.latestTransactionId,
    points: -sign * redemption.points + 0,
    amountMinor: sign * redemption.fiatMinor + 0,
  });
}
