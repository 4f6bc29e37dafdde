import { moneyText } from '../../../src-shared/money/format-money.ts';
import { currency, type Minor, minor } from '../../../src-shared/money/money.ts';
import type { Redemption } from './chain-stores.ts';
import { type CovalentContext, spendablePoints } from './covalent-context.ts';
import { type EndpointResult, invalid, success } from './endpoint-result.ts';
import { metadataOf, requiredText } from './field-checks.ts';
import { asObject, type JsonObject } from './json-value.ts';
import type { CovalentMember } from './member-store.ts';
import { postSpend } from './post-movements.ts';
import { neededMember, optionalMember, partnerOf } from './programs-and-members.ts';
import { referenceOf } from './purchase-rules.ts';
import { type PricedItems, pricedItems, worthOf } from './redemption-items.ts';
import type { CovalentTransaction, TransactionStatus } from './transaction-store.ts';
import { wireTransaction } from './wire-forms.ts';

/** Items in points have no currency of their own; their worth is told in this one. */
const POINTS_CURRENCY = 'EUR';

const fiatText = (amount: Minor, priced: PricedItems): string =>
  moneyText(amount, priced.fiatCurrency ?? currency(POINTS_CURRENCY));

/** 11.9: changes nothing. */
export function simulateRedemption(context: CovalentContext, body: JsonObject): EndpointResult {
  const partner = partnerOf(context, body);
  const member = optionalMember(context, partner, body);
  const priced = pricedItems(context, body, member);
  const spendable = member === null ? 0 : spendablePoints(context, member.memberId);
  const worth = worthOf(context, spendable, member);
  return success({
    adjustment_allowed: partner.adjustmentAllowed,
    loyalty_currency: partner.currencyId,
    maximum_fiat_balance: fiatText(minor(Math.min(worth, priced.fiatMinor)), priced),
    member: body['member'] ?? null,
    redemption_items: priced.items,
    sufficient_balance: spendable >= priced.points,
    total_fiat_amount: fiatText(priced.fiatMinor, priced),
    total_loyalty_amount: priced.points,
  });
}

export function executeRedemption(context: CovalentContext, body: JsonObject): EndpointResult {
  const externalReference = requiredText(body, 'external_reference');
  const partner = partnerOf(context, body);
  const member = neededMember(context, partner, body);
  const reason = requiredText(body, 'reason');
  const metadata = metadataOf(body);
  const priced = pricedItems(context, body, member);
  const blocked = member.status === 'blocked';
  if (!blocked && spendablePoints(context, member.memberId) < priced.points)
    throw invalid('redemption_items', 'insufficient_balance', 'The balance is too low.');
  const transaction = addRedemption(context, member, priced, {
    subType: 'standard',
    externalReference,
    reason,
    metadata,
    amount: priced.points,
    status: blocked ? 'rejected' : approvalStatus(context),
    relatedData: { type: 'redemption', external_reference: externalReference, redemption_items: priced.items },
  });
  if (!blocked) {
    const redemption: Redemption = {
      latestTransactionId: transaction.id,
      latestExternalReference: externalReference,
      firstTransactionId: transaction.id,
      memberId: member.memberId,
      currencyId: partner.currencyId,
      points: priced.points,
      fiatMinor: priced.fiatMinor,
      reference: referenceOf(metadata) ?? externalReference,
      cancelled: false,
    };
    context.redemptions.save(redemption, null);
    postSpend(context, redemption, 1);
  }
  const answer = success({
    adjustment_allowed: partner.adjustmentAllowed,
    external_reference: externalReference,
    loyalty_currency: partner.currencyId,
    ...echo(body),
    ...totals(context, priced),
    transaction: wireTransaction(context, transaction),
  });
  return blocked ? { ...answer, outcome: 'rejected', accepted: false } : answer;
}

function approvalStatus({ settings }: CovalentContext): TransactionStatus {
  const { externalApproval } = settings();
  return externalApproval === 'redemptions' || externalApproval === 'all' ? 'pending_external_approval' : 'completed';
}

function addRedemption(
  context: CovalentContext,
  member: CovalentMember,
  priced: PricedItems,
  fields: Pick<
    CovalentTransaction,
    'subType' | 'externalReference' | 'reason' | 'metadata' | 'amount' | 'status' | 'relatedData'
  >,
): CovalentTransaction {
  const { status, relatedData } = fields;
  const message = { rejected: 'The member may not redeem', pending_external_approval: 'Waits for approval' };
  return context.transactions.add({
    ...fields,
    memberId: member.memberId,
    currencyId: member.currencyId,
    type: 'redemption',
    statusMessage: status === 'rejected' || status === 'pending_external_approval' ? message[status] : null,
    statusMessageCode:
      status === 'pending_external_approval' ? status : status === 'rejected' ? 'member_blocked' : null,
    completedAtMs: status === 'completed' ? context.nowMs() : null,
    releaseAtMs: null,
    loyaltySystemData: null,
    relatedData: { ...asObject(relatedData), total_fiat_amount: fiatText(priced.fiatMinor, priced) },
    executionId: null,
  });
}

const echo = (body: JsonObject): JsonObject => ({
  member: body['member'],
  metadata: body['metadata'] ?? {},
  reason: body['reason'],
});

/** 6.5: `total_fiat_amount` is a number in the sample and a text in the words. */
function totals({ settings }: CovalentContext, priced: PricedItems): JsonObject {
  const text = fiatText(priced.fiatMinor, priced);
  return {
    redemption_items: priced.items,
    total_fiat_amount: settings().totalFiatAmount === 'number' ? Number(text) : text,
    total_loyalty_amount: priced.points,
  };
}

/** 11.5: `previous_*` name the latest link, it is completed, and the program allows it. */
function latestLink(context: CovalentContext, body: JsonObject): { redemption: Redemption; link: CovalentTransaction } {
  const externalReference = requiredText(body, 'previous_external_reference');
  const transactionId = requiredText(body, 'previous_transaction_id');
  requiredText(body, 'reason');
  metadataOf(body);
  const redemption = context.redemptions.byLatest(transactionId);
  const link = context.transactions.byId(transactionId);
  if (redemption === null || link === null || redemption.latestExternalReference !== externalReference)
    throw invalid('previous_transaction_id', 'not_found', 'Not the latest transaction of a redemption.');
  if (redemption.cancelled || link.status !== 'completed')
    throw invalid('previous_transaction_id', 'adjustment_not_allowed', 'This redemption cannot be changed any more.');
  if (context.settings().partners[redemption.currencyId]?.adjustmentAllowed !== true)
    throw invalid('previous_transaction_id', 'adjustment_not_allowed', 'The program does not allow adjustments.');
  return { redemption, link };
}

export function adjustRedemption(context: CovalentContext, body: JsonObject): EndpointResult {
  const newReference = requiredText(body, 'new_external_reference');
  const { redemption, link } = latestLink(context, body);
  const partner = context.settings().partners[redemption.currencyId];
  if (partner === undefined) throw invalid('member', 'not_found', 'No such program.');
  const member = neededMember(context, partner, body);
  if (member.memberId !== redemption.memberId)
    throw invalid('member', 'not_found', 'Not the member of the redemption.');
  const priced = pricedItems(context, body, member);
  const difference = priced.points - redemption.points;
  if (spendablePoints(context, member.memberId) < difference)
    throw invalid('redemption_items', 'insufficient_balance', 'The balance is too low.');
  context.transactions.save({ ...link, status: 'adjusted' });
  const transaction = addRedemption(context, member, priced, {
    subType: difference > 0 ? 'adjustment_increase' : 'adjustment_decrease',
    externalReference: newReference,
    reason: requiredText(body, 'reason'),
    metadata: metadataOf(body) ?? link.metadata,
    amount: Math.abs(difference),
    status: 'completed',
    relatedData: {
      type: 'redemption',
      external_reference: newReference,
      redemption_items: priced.items,
      original_redemption_transaction_id: redemption.firstTransactionId,
      previous_transaction_id: link.id,
    },
  });
  const changed: Redemption = {
    ...redemption,
    latestTransactionId: transaction.id,
    latestExternalReference: newReference,
    points: priced.points,
    fiatMinor: priced.fiatMinor,
  };
  context.redemptions.save(changed, link.id);
  postSpend(context, redemption, -1);
  postSpend(context, changed, 1);
  return success({
    external_reference: newReference,
    previous_external_reference: redemption.latestExternalReference,
    previous_transaction_id: link.id,
    fiat_amount_difference: fiatText(minor(priced.fiatMinor - redemption.fiatMinor), priced),
    loyalty_amount_difference: difference,
    ...echo(body),
    ...totals(context, priced),
    transaction: wireTransaction(context, transaction),
  });
}

export function cancelRedemption(context: CovalentContext, body: JsonObject): EndpointResult {
  const { redemption, link } = latestLink(context, body);
  const member = context.members.byId(redemption.memberId);
  if (member === null) throw invalid('member', 'not_found', 'The member is gone.');
  context.transactions.save({ ...link, status: 'cancelled' });
  const nothing: PricedItems = {
    points: 0 as PricedItems['points'],
    fiatMinor: minor(0),
    fiatCurrency: null,
    items: [],
  };
  const transaction = addRedemption(context, member, nothing, {
    subType: 'cancellation',
    externalReference: redemption.latestExternalReference,
    reason: requiredText(body, 'reason'),
    metadata: metadataOf(body) ?? link.metadata,
    amount: redemption.points,
    status: 'completed',
    relatedData: {
      type: 'redemption',
      original_redemption_transaction_id: redemption.firstTransactionId,
      previous_transaction_id: link.id,
    },
  });
  context.redemptions.save({ ...redemption, cancelled: true }, null);
  postSpend(context, redemption, -1);
  return success({
    member: member.identifiers,
    metadata: body['metadata'] ?? {},
    transaction: wireTransaction(context, transaction),
  });
}
