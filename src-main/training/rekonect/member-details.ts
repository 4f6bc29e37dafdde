import { type Asset, assetState } from './asset-store.ts';
import { balanceAnswer } from './balance-answer.ts';
import { appliedDeals, nonRedeemableCause } from './benefits.ts';
import { accepted, type EndpointResult } from './endpoint-result.ts';
import type { JsonObject } from './json-object.ts';
import { findMember } from './member-identifiers.ts';
import type { Member } from './member-store.ts';
import type { RekonectContext } from './rekonect-context.ts';
import { readTransaction, readUsedAssets, type TransactionBody } from './transaction-body.ts';

/** What the two optional headers ask for. */
export interface DetailsWishes {
  readonly assets: 'active' | 'inactive' | 'all';
  readonly benefits: boolean;
}

/** `POST /member/details` (4.1): reads only. Benefits need the header and a transaction (7.5). */
export function memberDetails(context: RekonectContext, body: JsonObject, wishes: DetailsWishes): EndpointResult {
  const found = findMember(context, body);
  if (!found.accepted) return found;
  const { member } = found;
  const basket =
    wishes.benefits && body['transaction'] !== undefined ? readTransaction(body['transaction'], 'draft', false) : null;
  if (basket !== null && !basket.accepted) return basket;
  const wanted = readUsedAssets(body);
  if ('accepted' in wanted) return wanted;

  const nowMs = context.nowMs();
  const owned = context.assets.ofMember(member.memberId);
  const listed = owned.filter((asset) => {
    if (wishes.assets === 'all') return true;
    return (assetState(asset, nowMs) === 'active') === (wishes.assets === 'active');
  });
  const fields: Record<string, unknown> = {
    member: {
      ...profileAnswer(context, member),
      ...balanceAnswer(context, member.memberId, context.settings().detailsBalance),
      assets: listed.map((asset) => assetAnswer(asset, member, basket, nowMs)),
    },
  };
  if (basket !== null) {
    const usable = owned.filter(
      (asset) => wanted.includes(asset.terms.key) && nonRedeemableCause(asset, member, basket, nowMs) === null,
    );
    fields['appliedDeals'] = appliedDeals(basket, context.settings().deals, usable);
  }
  return accepted(fields);
}

function profileAnswer(context: RekonectContext, member: Member): JsonObject {
  const totals = context.ledger.totalsOf('rekonect', member.memberId);
  const { firstName, lastName, phoneNumber, email, birthday, allowedSMS, allowedEmail } = member;
  return {
    status: member.status,
    ...given({ firstName, lastName, phoneNumber, email }),
    gdpr: member.gdpr,
    termsOfUse: member.termsOfUse,
    ...(context.settings().detailsShowConsents ? given({ allowedSMS, allowedEmail }) : {}),
    ...(birthday === null ? {} : { birthday: `${birthday}T00:00:00Z` }),
    visit: totals.visits,
    totalSpent: totals.salesMinor,
    membershipKey: member.membershipKey,
  };
}

/** The members of an object that are there. */
export function given(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}

function assetAnswer(asset: Asset, member: Member, basket: TransactionBody | null, nowMs: number): JsonObject {
  const { key, name, description, image, validFrom, validUntil } = asset.terms;
  const cause = nonRedeemableCause(asset, member, basket, nowMs);
  const state = assetState(asset, nowMs);
  return {
    key,
    name,
    status: state === 'not-yet' ? 'inactive' : state,
    redeemable: cause === null,
    ...given({ description, image, validFrom, validUntil, nonRedeemableCause: cause }),
  };
}
