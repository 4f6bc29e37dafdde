import { accepted, type EndpointResult, malformed } from './endpoint-result.ts';
import { availableBeside, type RbiContext } from './rbi-context.ts';
import { fieldsOf, readGuestRequest, TRANSACTION_NOT_FOUND } from './read-request.ts';
import { unclaimedRequest } from './transaction-request.ts';
import type { LoyaltyTransaction } from './transaction-store.ts';

/**
 * Section 7: exactly what was posted is taken back; a second void changes nothing (A7). An unclaimed record is voided by the
 * id of its answer and without a guest: no public page says so or otherwise.
 */
export function voidTransaction(context: RbiContext, id: string, body: unknown): EndpointResult {
  const stored = context.transactions.byId(id);
  if (stored !== null && stored.loyaltyId === null) return voidUnclaimed(context, stored, body);
  const read = readGuestRequest(context, id, body);
  if ('accepted' in read) return read;
  const { request, transaction, guest } = read;
  if (request.status !== 'PENDING' && request.status !== 'CLAIMED') return malformed(['status']);
  takeBack(context, transaction);
  return accepted({
    points: availableBeside(context, guest.loyaltyId, transaction.id),
    pointsEarned: transaction.earned,
    pointsRedeemed: transaction.burned,
    loyaltyId: guest.loyaltyId,
    transactionId: transaction.id,
  });
}

function voidUnclaimed(context: RbiContext, transaction: LoyaltyTransaction, body: unknown): EndpointResult {
  const parsed = unclaimedRequest.safeParse(body);
  if (!parsed.success) return malformed(fieldsOf(parsed.error));
  if (parsed.data.transactionId !== transaction.id) return malformed(['transactionId']);
  if (parsed.data['loyaltyId'] !== undefined) return TRANSACTION_NOT_FOUND;
  takeBack(context, transaction);
  return accepted({ transactionId: transaction.id });
}

function takeBack(context: RbiContext, transaction: LoyaltyTransaction): void {
  if (transaction.status === 'VOID') return;
  if (transaction.status === 'CLAIMED') {
    const { loyaltyId: memberId, reference, id: transactionId, paidMinor, earned, burned } = transaction;
    const post = (kind: 'sale-cancel' | 'spend-cancel' | 'earn-cancel', points: number, amountMinor: number): void =>
      context.ledger.post({ program: 'rbi', kind, memberId, reference, transactionId, points, amountMinor });
    post('sale-cancel', 0, -paidMinor);
    if (burned > 0) post('spend-cancel', burned, 0);
    if (earned > 0) post('earn-cancel', -earned, 0);
    context.transactions.takeBackRedemptions(transactionId);
  }
  context.transactions.put({ ...transaction, status: 'VOID', reserved: 0, held: '', touchedAt: context.nowMs() });
}
