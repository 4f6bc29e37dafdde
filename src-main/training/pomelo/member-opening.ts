import type { PomeloContext } from './pomelo-context.ts';
import type { PomeloMemberOrder } from './pomelo-options.ts';

/** Makes users known with their cards and opening balances, in one commit; a known card stays as it is, balance included. */
export function openMembers(
  context: PomeloContext,
  orders: readonly PomeloMemberOrder[],
): { added: number; known: number } {
  return context.inOneCommit(() => {
    const added = orders.filter((order) => openMember(context, order)).length;
    return { added, known: orders.length - added };
  });
}

function openMember(context: PomeloContext, order: PomeloMemberOrder): boolean {
  const { cardId, otherCardIds = [], openingPoints = 0, openingCashback = 0, blocked = false } = order;
  if (context.cards.byId(cardId) !== null) return false;
  const userId = order.userId ?? cardId.replace(/^crd-/, 'usr-');
  for (const one of [cardId, ...otherCardIds]) context.cards.add({ cardId: one, userId, blocked });
  for (const [account, points] of [
    ['points', openingPoints],
    ['cashback', openingCashback],
  ] as const)
    if (points !== 0)
      context.post(userId, account, {
        kind: 'opening',
        reference: 'opening',
        transactionId: null,
        points,
        amountMinor: 0,
      });
  return true;
}
