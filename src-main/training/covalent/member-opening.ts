import type { CovalentContext } from './covalent-context.ts';
import type { CovalentMemberOrder } from './covalent-options.ts';

/** Makes members known with their opening balance, in one commit; who is known already stays as is, balance included. */
export function openMembers(
  context: CovalentContext,
  orders: readonly CovalentMemberOrder[],
): { added: number; known: number } {
  const [first] = Object.values(context.settings().partners);
  return context.inOneCommit(() => {
    let added = 0;
    for (const order of orders) {
      const currencyId = order.currencyId ?? first?.currencyId ?? '';
      if (context.members.byMainId(currencyId, order.id) !== null) continue;
      openMember(context, order, currencyId);
      added += 1;
    }
    return { added, known: orders.length - added };
  });
}

function openMember(context: CovalentContext, order: CovalentMemberOrder, currencyId: string): void {
  const mainField = context.settings().partners[currencyId]?.requiredFields[0]?.id ?? 'id';
  const { memberId } = context.members.add(order.id, {
    currencyId,
    identifiers: { [mainField]: order.id, ...order.identifiers },
    firstName: order.firstName ?? null,
    lastName: order.lastName ?? null,
    tier: order.tier ?? null,
    status: order.status ?? 'active',
    profile: {},
  });
  const points = order.openingPoints ?? 0;
  if (points === 0) return;
  context.ledger.post({
    program: 'covalent',
    kind: 'opening',
    memberId,
    reference: 'opening',
    transactionId: null,
    points,
    amountMinor: 0,
  });
}
