import { accepted, invalid, type PomeloResult, refused } from './pomelo-answer.ts';
import type { PomeloContext } from './pomelo-context.ts';
import { CODE } from './pomelo-options.ts';
import { wireUnits } from './unit-amount.ts';

/** `GET …/balance` (4.1, 9.3): by exactly one of the two ids; both accounts are always there. */
export function balance(context: PomeloContext, query: URLSearchParams): PomeloResult {
  const cardId = query.get('card_id') ?? '';
  const askedUserId = query.get('user_id') ?? '';
  if ((cardId === '') === (askedUserId === '')) return invalid('Exactly one of card_id and user_id is required');
  const userId = cardId === '' ? askedUserId : context.cards.byId(cardId)?.userId;
  if (userId === undefined || !context.cards.isUser(userId)) return refused(404, CODE.notFound, 'No such account');
  const { answersText } = context.settings();
  const figure = (account: 'points' | 'cashback'): number | string => {
    const units = wireUnits(context.balanceOf(userId, account), false);
    return answersText ? String(units) : units;
  };
  return accepted({ points: figure('points'), cashback: figure('cashback') });
}
