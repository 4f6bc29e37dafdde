import { type Asset, assetState } from './asset-store.ts';
import { CODE, type Refused, refused } from './endpoint-result.ts';
import type { JsonObject } from './json-object.ts';
import type { Member } from './member-store.ts';
import type { RekonectContext } from './rekonect-context.ts';
import type { Deal } from './rekonect-options.ts';
import type { BasketLine, TransactionBody } from './transaction-body.ts';

/** Why a gift cannot be used now; the codes are ours, no public list exists. */
export interface NonRedeemableCause {
  readonly code: string;
  readonly message: string;
}

const CAUSE_BY_STATE: Readonly<Record<Exclude<ReturnType<typeof assetState>, 'active'>, NonRedeemableCause>> = {
  used: { code: 'ALREADY_USED', message: 'This gift has been used' },
  expired: { code: 'EXPIRED', message: 'This gift has expired' },
  'not-yet': { code: 'NOT_YET_VALID', message: 'This gift is not valid yet' },
  inactive: { code: 'WITHDRAWN', message: 'This gift was withdrawn' },
};

function linesOf(basket: TransactionBody, departmentCode: string | undefined): readonly BasketLine[] {
  return basket.lines.filter(
    (line) => !line.isReturn && (departmentCode === undefined || line.departmentCode === departmentCode),
  );
}

function sumOf(lines: readonly BasketLine[]): number {
  return lines.reduce((sum, { netMinor }) => sum + netMinor, 0);
}

/** Null when the gift can be used; without a basket only its own state and the member's count. */
export function nonRedeemableCause(
  asset: Asset,
  member: Member,
  basket: TransactionBody | null,
  nowMs: number,
): NonRedeemableCause | null {
  const state = assetState(asset, nowMs);
  if (state !== 'active') return CAUSE_BY_STATE[state];
  if (member.status !== 'active') return { code: 'MEMBER_NOT_ACTIVE', message: 'The member may not use gifts' };
  if (basket === null) return null;
  const { departmentCode, minimumMinor } = asset.terms;
  if (minimumMinor !== undefined && sumOf(linesOf(basket, undefined)) < minimumMinor)
    return { code: 'BASKET_TOO_SMALL', message: 'The basket is below the minimum for this gift' };
  if (linesOf(basket, departmentCode).length === 0)
    return { code: 'ITEM_MISSING', message: 'Nothing in the basket fits this gift' };
  return null;
}

/** Deals that fit the basket, and what each gift the customer wants to use takes off; amounts above 0 (C9). */
export function appliedDeals(
  basket: TransactionBody,
  deals: readonly Deal[],
  gifts: readonly Asset[],
): readonly JsonObject[] {
  const applied: JsonObject[] = [];
  for (const { id, reason, departmentCode, basisPoints, amountMinor, minimumMinor } of deals) {
    const fittingMinor = Math.max(0, sumOf(linesOf(basket, departmentCode)));
    if (minimumMinor !== undefined && sumOf(linesOf(basket, undefined)) < minimumMinor) continue;
    const share = Math.floor((fittingMinor * (basisPoints ?? 0)) / 10_000);
    const amount = Math.min(fittingMinor, share + (amountMinor ?? 0));
    if (amount > 0) applied.push({ type: 'PROMOTION', amount, reason, sourceId: id });
  }
  for (const { terms } of gifts) {
    const units = linesOf(basket, terms.departmentCode).map(({ netMinor, quantity }) =>
      Math.floor(netMinor / Math.max(1, quantity)),
    );
    const dearest = Math.max(0, ...units);
    const amount =
      terms.amountMinor === undefined
        ? dearest
        : Math.min(terms.amountMinor, sumOf(linesOf(basket, terms.departmentCode)));
    if (amount > 0) applied.push({ type: 'LOYALTY', amount, reason: terms.name, sourceId: terms.key });
  }
  return applied;
}

/** Section 7.9: every named gift is this member's, unused and in its time; nothing is changed. */
export function checkUsedAssets(
  context: RekonectContext,
  keys: readonly string[],
  member: Member | null,
): readonly Asset[] | Refused {
  const assets: Asset[] = [];
  for (const key of keys) {
    if (member !== null && member.status !== 'active')
      return refused(CODE.blocked, 'The member may not use gifts', 'body.usedAssets');
    const asset = context.assets.byKey(key);
    if (asset === null || asset.memberId !== member?.memberId)
      return refused(CODE.asset, 'The asset is not known for this member', 'body.usedAssets');
    const state = assetState(asset, context.nowMs());
    if (state !== 'active') return refused(CODE.asset, CAUSE_BY_STATE[state].message, 'body.usedAssets');
    assets.push(asset);
  }
  return assets;
}
