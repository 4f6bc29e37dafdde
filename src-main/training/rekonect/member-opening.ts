import type { MemberOrder } from './member-order.ts';
import type { Member } from './member-store.ts';
import type { RekonectContext } from './rekonect-context.ts';

/** Makes members known with their opening balance, in one commit; who is known already stays as is, balance included. */
export function openMembers(
  context: RekonectContext,
  orders: readonly MemberOrder[],
): { added: number; known: number } {
  return context.inOneCommit(() => {
    let added = 0;
    for (const order of orders) {
      if (knownMember(context, order) !== null) continue;
      openMember(context, order);
      added += 1;
    }
    return { added, known: orders.length - added };
  });
}

function knownMember(context: RekonectContext, order: MemberOrder): Member | null {
  for (const name of ['externalId', 'phoneNumber', 'email'] as const) {
    const value = order[name];
    const member = value === undefined ? null : context.members.findBy(name, value);
    if (member !== null) return member;
  }
  return null;
}

function openMember(context: RekonectContext, order: MemberOrder): void {
  const { memberId } = context.members.add({
    externalId: order.externalId ?? null,
    phoneNumber: order.phoneNumber ?? null,
    email: order.email ?? null,
    firstName: order.firstName ?? null,
    lastName: order.lastName ?? null,
    birthday: order.birthday ?? null,
    allowedSMS: order.allowedSMS ?? null,
    allowedEmail: order.allowedEmail ?? null,
    termsOfUse: order.termsOfUse ?? true,
    gdpr: order.gdpr ?? true,
    status: order.status ?? 'active',
  });
  const points = order.openingPoints ?? 0;
  if (points !== 0)
    context.ledger.post({
      program: 'rekonect',
      kind: 'opening',
      memberId,
      reference: 'opening',
      transactionId: null,
      points,
      amountMinor: 0,
    });
  for (const terms of order.assets ?? []) context.assets.add(memberId, terms);
}
