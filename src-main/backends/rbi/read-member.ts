import type { Member, MemberGift, MemberIdentifier } from '../../../src-shared/member/member.ts';
import { toBenefitFacts } from './benefit-facts.ts';
import type { RbiConfig } from './rbi-config.ts';
import { minorOf } from './wire-money.ts';
import type { ChosenIncentive, EligibleDiscount, IdentifyFields } from './wire-schemas.ts';

/**
 * The member of an answer to Identify (section 3). What was chosen in the app stands as pre-selected gifts; a one-time code
 * is no identifier any more once it was answered, so it is not among them.
 */
export function readMember(fields: IdentifyFields, asked: readonly MemberIdentifier[], config: RbiConfig): Member {
  const { loyaltyUser, balances, order, eligibleDiscounts } = fields;
  const loyaltyId: MemberIdentifier = { method: 'membership-key', value: loyaltyUser.id.toLowerCase() };
  const lasting = asked.filter(({ method }) => method !== 'code' && method !== 'membership-key');
  const taken = new Set<string>();
  const unique = (key: string): string => {
    let free = key;
    for (let count = 2; taken.has(free); count += 1) free = `${key}#${count}`;
    taken.add(free);
    return free;
  };
  const points = balances.find(({ currency }) => currency?.toLowerCase() === 'points') ?? balances[0];
  return {
    identifiers: [loyaltyId, ...lasting],
    status: 'active',
    active: true,
    firstName: loyaltyUser.name ?? null,
    lastName: null,
    balancePoints: points?.amount ?? null,
    balanceCredit: null,
    spendableMinor: null,
    gifts: [
      ...order.map((one) => (one === null ? unreadGift(unique) : chosenGift(one, config, unique))),
      ...eligibleDiscounts.map((one) => (one === null ? unreadGift(unique) : discountGift(one, config, unique))),
    ],
    marketingConsent: null,
  };
}

function chosenGift(wire: ChosenIncentive, config: RbiConfig, unique: (key: string) => string): MemberGift {
  const { productId, quantity, loyaltyEngineId } = wire;
  const productType = wire.productType?.toLowerCase() === 'reward' ? 'reward' : 'offer';
  const incentiveId = wire.incentiveId ?? productId;
  const known = config.settings.incentives[productId] ?? config.settings.incentives[incentiveId];
  const named = wire.price === undefined ? null : minorOf(wire.price, config.currency);
  // A reward without a price costs nothing but points (section 3); an offer without one is never given away.
  const unitPriceMinor = named ?? known?.priceMinor ?? (productType === 'reward' ? 0 : null);
  const name = wire.name ?? known?.name ?? `${productType === 'reward' ? 'Reward' : 'Offer'} ${productId}`;
  const because =
    unitPriceMinor === null
      ? `The article ${productId} has no price in this till.`
      : productType === 'reward' && !config.settings.storeHasLoyalty
        ? NO_LOYALTY
        : null;
  return {
    key: unique(loyaltyEngineId === undefined ? incentiveId : `${incentiveId}/${loyaltyEngineId}`),
    name,
    description: null,
    validUntil: null,
    redeemable: because === null,
    notRedeemableBecause: because,
    kind: productType,
    costPoints: known?.costPoints ?? null,
    preselected: true,
    line: {
      articleCode: productId,
      name,
      unitPriceMinor: unitPriceMinor ?? 0,
      pieces: Math.max(1, Math.trunc(quantity ?? 1)),
    },
    facts: toBenefitFacts({
      productId,
      productType,
      incentiveId,
      loyaltyEngineId: loyaltyEngineId ?? null,
      discount: null,
    }),
  };
}

/** Shown and not usable. As a reward, because it may hold points until the sale reserves without it. */
const unreadGift = (unique: (key: string) => string): MemberGift => ({
  key: unique('unread'),
  name: 'Chosen in the app',
  description: null,
  validUntil: null,
  redeemable: false,
  notRedeemableBecause: 'This till could not read what it is.',
  kind: 'reward',
  costPoints: null,
  preselected: true,
  line: null,
  facts: {},
});

const NO_LOYALTY = 'This store takes no part in rewards.';

/** Takes something off instead of standing in the basket (section 9, Discount). */
function discountGift(wire: EligibleDiscount, config: RbiConfig, unique: (key: string) => string): MemberGift {
  const { incentiveId, referenceId, details } = wire;
  const productType = details.type?.toLowerCase() === 'reward' ? 'reward' : 'offer';
  const known = config.settings.incentives[wire.productId ?? incentiveId] ?? config.settings.incentives[incentiveId];
  const name = details.displayName ?? known?.name ?? `Discount ${incentiveId}`;
  const because = productType === 'reward' && !config.settings.storeHasLoyalty ? NO_LOYALTY : null;
  return {
    key: unique(referenceId === undefined ? incentiveId : `${incentiveId}/${referenceId}`),
    name,
    description: null,
    validUntil: null,
    redeemable: because === null,
    notRedeemableBecause: because,
    kind: productType,
    costPoints: known?.costPoints ?? null,
    preselected: true,
    line: null,
    facts: toBenefitFacts({
      productId: wire.productId ?? incentiveId,
      productType,
      incentiveId,
      loyaltyEngineId: null,
      discount: {
        referenceId: referenceId ?? incentiveId,
        displayName: name,
        value: String(details.discountValue),
        subtype: details.subtype,
      },
    }),
  };
}
