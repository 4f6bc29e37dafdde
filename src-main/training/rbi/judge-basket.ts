import type { Basket } from './basket.ts';
import { type Refused, refused } from './endpoint-result.ts';
import type { Guest } from './guest-store.ts';
import { availableBeside, type RbiContext } from './rbi-context.ts';
import type { Incentive } from './rbi-options.ts';
import { failedRules, type RuleFailure } from './rules.ts';

export interface Judgement {
  /** Points that all rewards of the basket cost. */
  readonly cost: number;
  readonly failures: readonly RuleFailure[];
  /** The basket has a reward, and the store takes no part. */
  readonly rewardWithoutLoyalty: boolean;
}

/** Section 13.7: all failures together, with their incentive. Refused: something the program does not know. */
export function judgeBasket(
  context: RbiContext,
  basket: Basket,
  guest: Guest | null,
  transactionId: string,
): Judgement | Refused {
  const { incentives, stores } = context.settings();
  const store = stores === null ? { loyalty: true } : stores[basket.storeId];
  if (store === undefined) return refused(404, 'StoreNotFound', 'The store is not known');
  let cost = 0;
  const rewards: Incentive[] = [];
  const failures: RuleFailure[] = [];
  for (const used of basket.incentives) {
    const incentive = incentives.find(({ incentiveId }) => incentiveId === used.incentiveId);
    if (incentive === undefined)
      return refused(404, used.kind === 'reward' ? 'RewardNotFoundError' : 'OfferNotFoundError', 'Not known');
    if (incentive.kind === 'reward') {
      cost += incentive.costPoints * used.pieces;
      rewards.push(incentive);
    }
    const past =
      guest === null
        ? { pieces: 0, latestAt: 0, claims: 0 }
        : {
            ...context.transactions.redeemed(guest.loyaltyId, incentive.incentiveId),
            claims: context.transactions.claimsOf(guest.loyaltyId),
          };
    failures.push(...failedRules(used, incentive, basket, guest, past));
  }
  const available = guest === null ? 0 : availableBeside(context, guest.loyaltyId, transactionId);
  if (guest !== null && cost > available)
    for (const { incentiveId } of rewards)
      failures.push({
        code: 'insufficient-point-balance',
        ruleId: 'point-balance',
        incentiveId,
        currentValue: available,
        targetValue: cost,
      });
  return { cost, failures, rewardWithoutLoyalty: !store.loyalty && rewards.length > 0 };
}

/** Whether the store of a basket gives and takes points at all (section 12, store without loyalty). */
export function storeHasLoyalty(context: RbiContext, storeId: string): boolean {
  const { stores } = context.settings();
  return stores === null || stores[storeId]?.loyalty === true;
}
