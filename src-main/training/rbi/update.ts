import { randomBytes } from 'node:crypto';
import { type Basket, basketOf } from './basket.ts';
import { earnedPoints } from './earning.ts';
import { accepted, type EndpointResult, NOT_CLAIMABLE, type Refused, refused } from './endpoint-result.ts';
import { type Judgement, judgeBasket, storeHasLoyalty } from './judge-basket.ts';
import { presentationOf } from './presentation.ts';
import { availableBeside, type RbiContext } from './rbi-context.ts';
import { type GuestRequest, readGuestRequest } from './read-request.ts';

/** Section 5: PENDING reserves, CLAIMED commits; section 2 says from which state. */
export function update(context: RbiContext, id: string, body: unknown): EndpointResult {
  const read = readGuestRequest(context, id, body);
  if ('accepted' in read) return read;
  const { request, transaction } = read;
  if (transaction.status === 'VOID') return NOT_CLAIMABLE;
  switch (request.status) {
    case 'PENDING':
      return transaction.status === 'PENDING' ? reserve(context, read) : NOT_CLAIMABLE;
    case 'CLAIMED':
      if (transaction.status === 'PENDING') return claim(context, read);
      // A6: the same content again gets the first answer.
      return transaction.content === contentOf(read) && transaction.answer !== null
        ? accepted(JSON.parse(transaction.answer) as Record<string, unknown>)
        : NOT_CLAIMABLE;
    default:
      return NOT_CLAIMABLE;
  }
}

const contentOf = ({ request }: GuestRequest): string => {
  const { order, payments, appliedDiscounts = [] } = request.transactionDetails;
  return JSON.stringify([order, payments, appliedDiscounts]);
};

const heldFor = ({ incentives }: Basket): string =>
  JSON.stringify(incentives.map(({ incentiveId, engineId, pieces }) => [incentiveId, engineId, pieces]));

/** Each update replaces the former reservation: what was taken out of the basket is given back. */
function reserve(context: RbiContext, { request, transaction, guest }: GuestRequest): EndpointResult {
  const basket = basketOf(request, context.settings().depositProducts);
  const judgement = judgeBasket(context, basket, guest, transaction.id);
  const refusal = 'accepted' in judgement ? judgement : shortCode(judgement);
  if (refusal !== null) return refusal;
  const { cost } = judgement as Judgement;
  context.transactions.put({
    ...transaction,
    reference: request.transactionDetails.posVendor.transactionId,
    reserved: cost,
    held: heldFor(basket),
    touchedAt: context.nowMs(),
  });
  return accepted({
    points: availableBeside(context, guest.loyaltyId, transaction.id) - cost,
    pointsEarned: 0,
    pointsRedeemed: cost,
    loyaltyId: guest.loyaltyId,
    transactionId: transaction.id,
  });
}

/** Section 13.7: Update re-checks, but answers with its short codes only. */
function shortCode({ failures, rewardWithoutLoyalty }: Judgement): Refused | null {
  if (rewardWithoutLoyalty) return refused(400, 'RedeemRewardError', 'The store takes no part');
  if (failures.length === 0) return null;
  return failures.some(({ ruleId }) => ruleId === 'point-balance')
    ? refused(400, 'TransactionInsufficientPoints', 'The rewards cost more than the balance')
    : refused(400, 'RedeemRewardError', 'An incentive cannot be redeemed');
}

/** Burn and earn become final: three postings at most, and one redemption for each incentive. */
function claim(context: RbiContext, read: GuestRequest): EndpointResult {
  const { request, transaction, guest } = read;
  const settings = context.settings();
  const { posVendor, currency } = request.transactionDetails;
  const basket = basketOf(request, settings.depositProducts);
  const judgement = judgeBasket(context, basket, guest, transaction.id);
  if ('accepted' in judgement) return judgement;
  // What was reserved and checked is honoured while the reservation lives; only the tender could not be judged before.
  const isHeld =
    transaction.held === heldFor(basket) && transaction.touchedAt > context.nowMs() - settings.staleAfterMs;
  const failures = isHeld ? judgement.failures.filter(({ ruleId }) => ruleId === 'payment-method') : judgement.failures;
  const refusal = shortCode({ ...judgement, failures });
  if (refusal !== null) return refusal;

  const burned = judgement.cost;
  const earned = storeHasLoyalty(context, posVendor.storeId) ? earnedPoints(basket, currency, settings) : 0;
  const reference = posVendor.transactionId;
  const post = (kind: 'sale' | 'spend' | 'earn', points: number, amountMinor: number): void =>
    context.ledger.post({
      program: 'rbi',
      kind,
      memberId: guest.loyaltyId,
      reference,
      transactionId: transaction.id,
      points,
      amountMinor,
    });
  post('sale', 0, basket.paidMinor);
  if (burned > 0) post('spend', -burned, 0);
  if (earned > 0) post('earn', earned, 0);
  for (const { incentiveId, pieces } of basket.incentives)
    context.transactions.redeem(transaction.id, guest.loyaltyId, { incentiveId, pieces }, basket.createdAt);
  const receiptCode = newReceiptCode();
  const points = availableBeside(context, guest.loyaltyId, transaction.id);
  const presentation = presentationOf(settings.presentation.claimed, {
    points,
    earned,
    redeemed: burned,
    transaction: transaction.id,
  });
  const fields = {
    points,
    pointsEarned: earned,
    pointsRedeemed: burned,
    loyaltyId: guest.loyaltyId,
    transactionId: transaction.id,
    receiptCode,
    ...(presentation === null ? {} : { presentation }),
  };
  context.transactions.put({
    ...transaction,
    status: 'CLAIMED',
    reference,
    reserved: 0,
    held: '',
    touchedAt: context.nowMs(),
    content: contentOf(read),
    receiptCode,
    answer: JSON.stringify(fields),
    paidMinor: basket.paidMinor,
    earned,
    burned,
  });
  return accepted(fields, strayings(basket));
}

/** What is odd about the two money units of one body, without being refused for it. */
export function strayings({ linesMinor, paidMinor, incentives }: Basket): readonly string[] {
  const fits = incentives.length > 0 ? paidMinor <= linesMinor : paidMinor === linesMinor;
  return fits ? [] : ['the payments do not come to the lines'];
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** 16 upper-case letters and digits (section 5); 82 bits, so never twice. */
const newReceiptCode = (): string => [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
