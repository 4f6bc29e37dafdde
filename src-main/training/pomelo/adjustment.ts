import type { PostingKind } from '../posting.ts';
import { type AdjustmentReason, readReason } from './adjustment-reason.ts';
import { asText, type JsonObject } from './json-object.ts';
import { accepted, invalid, type PomeloResult, refused } from './pomelo-answer.ts';
import type { PomeloContext } from './pomelo-context.ts';
import { ACCOUNT_TYPES, type AccountType, CODE } from './pomelo-options.ts';
import { unitAmount, wireUnits } from './unit-amount.ts';

export type Direction = 'mint' | 'burn';

/** Mint and burn (4.2, 4.3, 9.4), inside the caller's commit: all or nothing, and a burn never goes below 0. */
export function adjustment(
  context: PomeloContext,
  direction: Direction,
  accountType: string,
  body: JsonObject | null,
  key: string | null,
): PomeloResult {
  const account = ACCOUNT_TYPES.find((one) => one === accountType);
  if (account === undefined) return invalid('The account type is not known');
  if (body === null) return invalid('The body is not a JSON object');
  const units = unitAmount(body['amount']);
  if (units === null) return invalid('amount must be a number above 0 with at most two decimals');
  const reason = asText(body['reason']);
  if (reason === null) return invalid('reason is required');
  const cardId = asText(body['card_id']);
  if (cardId === null) return invalid('card_id is required');
  const card = context.cards.byId(cardId);
  if (card === null) return refused(404, CODE.notFound, 'No such card');
  if (card.blocked) return refused(400, CODE.cardBlocked, 'The card is blocked');
  const before = context.balanceOf(card.userId, account);
  if (direction === 'burn' && before < units) return refused(400, CODE.balanceTooLow, 'The balance is too low');
  post(context, card.userId, account, direction === 'mint' ? units : -units, readReason(reason), key);
  return accepted(answerBody(context, account, units, context.balanceOf(card.userId, account)));
}

function answerBody(context: PomeloContext, account: AccountType, moved: number, balance: number): JsonObject {
  const { roundsMoved, answersText } = context.settings();
  const figure = (units: number): number | string => (answersText ? String(units) : units);
  const of = (one: AccountType): number | string => figure(one === account ? wireUnits(moved, roundsMoved) : 0);
  return { points: of('points'), cashback: of('cashback'), updatedBalance: figure(wireUnits(balance, false)) };
}

/**
 * The program itself knows nothing of sales and money: what the reason says of them is put into the ledger beside the
 * points, so that a reconciliation can compare.
 */
function post(
  context: PomeloContext,
  userId: string,
  account: AccountType,
  points: number,
  reason: AdjustmentReason | null,
  key: string | null,
): void {
  const add = (kind: PostingKind, moved: number, amountMinor: number): void =>
    context.post(userId, account, {
      kind,
      reference: reason?.reference ?? key ?? 'unprotected',
      transactionId: reason?.operationId ?? null,
      points: moved,
      amountMinor: amountMinor + 0,
    });
  const amountMinor = reason?.amountMinor ?? 0;
  switch (reason?.operation) {
    case 'submit':
      add('sale', 0, amountMinor);
      add('earn', points, 0);
      return;
    case 'cancel-sale':
      add('earn-cancel', points, 0);
      add('sale-cancel', 0, -amountMinor);
      return;
    case 'pay':
      add('spend', points, amountMinor);
      return;
    case 'cancel-payment':
      add('spend-cancel', points, -amountMinor);
      return;
    default:
      add('adjust', points, 0);
  }
}
