import type { CovalentContext } from './covalent-context.ts';
import { spendablePoints } from './covalent-context.ts';
import type { CovalentMember } from './member-store.ts';
import type { CovalentTransaction } from './transaction-store.ts';

/** One of the two shapes that occur (section 1). */
function time(atMs: number | null, shape: 'offset' | 'zulu'): string | null {
  if (atMs === null) return null;
  const seconds = new Date(atMs).toISOString().slice(0, 19);
  return shape === 'offset' ? `${seconds}+0000` : `${seconds}Z`;
}

/** 9.2 */
export function wireTransaction(context: CovalentContext, transaction: CovalentTransaction): unknown {
  const { timestamps, subTypeSpelling } = context.settings();
  const [first, others] = timestamps === 'mixed' ? (['offset', 'zulu'] as const) : ([timestamps, timestamps] as const);
  const member = { id: `acc_${transaction.memberId}`, owner: { id: transaction.memberId, type: 'member' } };
  const partner = { id: `acc_${transaction.currencyId}`, owner: { id: transaction.currencyId, type: 'partner' } };
  const givesToMember = transaction.type === 'accrual' || isGivenBack(transaction.subType);
  return {
    id: transaction.id,
    amount: transaction.amount,
    created_at: time(transaction.createdAtMs, first),
    completed_at: time(transaction.completedAtMs, others),
    origin_account: givesToMember ? partner : member,
    destination_account: givesToMember ? member : partner,
    external_reference: transaction.externalReference,
    loyalty_system_id: null,
    loyalty_currency: transaction.currencyId,
    loyalty_system_data: transaction.loyaltySystemData ?? {},
    metadata: transaction.metadata ?? {},
    reason: transaction.reason,
    reason_code: null,
    release_date: time(transaction.releaseAtMs, others),
    status: transaction.status,
    status_message: transaction.statusMessage,
    status_message_code: transaction.statusMessageCode,
    type: transaction.type,
    [subTypeSpelling]: transaction.subType,
    related_data: transaction.relatedData ?? '',
  };
}

const isGivenBack = (subType: string): boolean => subType === 'cancellation' || subType === 'adjustment_decrease';

/** 9.1; the balance is what may be spent now, or null without the permission to see it. */
export function wireMember(context: CovalentContext, member: CovalentMember): unknown {
  const partner = context.settings().partners[member.currencyId];
  const { profile } = member;
  return {
    id: member.memberId,
    type: 'individual',
    loyalty_program_identifiers: member.identifiers,
    loyalty_currency: member.currencyId,
    balance: partner?.balanceVisible === true ? spendablePoints(context, member.memberId) : null,
    tier: member.tier === null ? null : { id: `tier_${member.tier}`, level: 1, name: member.tier },
    first_name: member.firstName,
    last_name: member.lastName,
    birth_date: profile['birth_date'] ?? null,
    gender: null,
    email: profile['email'] ?? null,
    phone_number: profile['phone_number'] ?? null,
    country: profile['country'] ?? null,
    bank_accounts: [],
    additional_information: null,
  };
}
