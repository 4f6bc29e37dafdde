import { randomUUID } from 'node:crypto';
import { balanceAnswer } from './balance-answer.ts';
import { checkUsedAssets } from './benefits.ts';
import { type Accepted, accepted, CODE, type EndpointResult, invalid, refused } from './endpoint-result.ts';
import { asInteger, asObject, asText, type JsonObject } from './json-object.ts';
import { findMember } from './member-identifiers.ts';
import type { Member } from './member-store.ts';
import type { RekonectContext } from './rekonect-context.ts';
import { readTransaction, readUsedAssets } from './transaction-body.ts';

/** `POST /payment` (4.5, 7.6). Which asset pays is the business's setting, whatever the request says (7.11). */
export function payment(context: RekonectContext, body: JsonObject, reference: string): EndpointResult {
  const found = findMember(context, body);
  if (!found.accepted) return found;
  const order = asObject(body['payment']);
  if (order === null) return invalid('body.payment', 'A payment is required');
  if (order['action'] === 'pay') return pay(context, body, order, found.member, reference);
  if (order['action'] === 'cancel') return cancelPayment(context, order, found.member);
  return invalid('body.payment.action', 'The action is pay or cancel');
}

function pay(
  context: RekonectContext,
  body: JsonObject,
  order: JsonObject,
  member: Member,
  reference: string,
): EndpointResult {
  const amountMinor = asInteger(order['amount']);
  if (amountMinor === null || amountMinor <= 0)
    return invalid('body.payment.amount', 'An amount above 0 in whole minor units is required');
  const basket = readTransaction(body['transaction'], 'pay', false);
  if (!basket.accepted) return basket;
  const { transactionId, totalMinor, warnings } = basket;
  if (amountMinor > totalMinor) return invalid('body.payment.amount', 'The amount is above totalAmount');
  const keys = readUsedAssets(body);
  if ('accepted' in keys) return keys;

  const before = context.payments.standing(transactionId, member.memberId, amountMinor);
  if (before !== null) return paidAnswer(context, before.confirmationCode, member, warnings);
  if (member.status !== 'active') return refused(CODE.blocked, 'The member may not pay', 'body.member');
  const assets = checkUsedAssets(context, keys, member);
  if ('accepted' in assets) return assets;
  const points = amountMinor * context.settings().pointUnitsPerMinor;
  if (context.ledger.totalsOf('rekonect', member.memberId).points < points)
    return refused(CODE.balanceTooLow, `The ${context.settings().asset} balance is too low`, 'body.payment.amount');

  const { memberId } = member;
  const confirmationCode = randomUUID();
  context.payments.add({ confirmationCode, memberId, transactionId, reference, amountMinor, points });
  context.ledger.post({
    program: 'rekonect',
    kind: 'spend',
    memberId,
    reference,
    transactionId,
    points: -points,
    amountMinor,
  });
  return paidAnswer(context, confirmationCode, member, warnings);
}

function cancelPayment(context: RekonectContext, order: JsonObject, member: Member): EndpointResult {
  const confirmationCode = asText(order['confirmationCode']);
  if (confirmationCode === null) return invalid('body.payment.confirmationCode', 'The confirmation code is required');
  const before = context.payments.byCode(confirmationCode);
  if (before === null || before.memberId !== member.memberId)
    return refused(CODE.confirmation, 'No such payment of this member', 'body.payment.confirmationCode');
  if (order['amount'] !== undefined && asInteger(order['amount']) !== -before.amountMinor)
    return invalid('body.payment.amount', 'The amount is not minus the original one');

  if (before.standing === 1) {
    context.payments.cancel(confirmationCode);
    context.ledger.post({
      program: 'rekonect',
      kind: 'spend-cancel',
      memberId: before.memberId,
      reference: before.reference,
      transactionId: before.transactionId,
      points: before.points,
      amountMinor: -before.amountMinor,
    });
  }
  return paidAnswer(context, confirmationCode, member, []);
}

function paidAnswer(
  context: RekonectContext,
  confirmationCode: string,
  member: Member,
  warnings: readonly string[],
): Accepted {
  const newBalance = balanceAnswer(context, member.memberId, context.settings().newBalance);
  return accepted({ confirmationCode, newBalance }, warnings);
}
