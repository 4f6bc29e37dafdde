import type { Basket, UsedIncentive } from './basket.ts';
import type { Guest } from './guest-store.ts';
import { engineIdOf } from './incentive.ts';
import type { Incentive } from './rbi-options.ts';

/** One entry of `details.ruleEvaluation` (contract section 8). */
export interface RuleFailure {
  readonly code: string;
  readonly ruleId: string;
  readonly incentiveId: string;
  readonly currentValue?: unknown;
  readonly targetValue?: unknown;
}

/** What is known of the guest's past with one incentive. */
interface GuestPast {
  readonly pieces: number;
  /** 0: never. */
  readonly latestAt: number;
  readonly claims: number;
}

const DAY_NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** Everything about one incentive that does not fit; the balance is judged over the whole basket. */
export function failedRules(
  used: UsedIncentive,
  { rules, personal, ...incentive }: Incentive,
  basket: Basket,
  guest: Guest | null,
  past: GuestPast,
): readonly RuleFailure[] {
  const failures: RuleFailure[] = [];
  const fail = (ruleId: string, code: string, currentValue?: unknown, targetValue?: unknown): void => {
    failures.push({
      code,
      ruleId,
      incentiveId: used.incentiveId,
      ...(currentValue === undefined ? {} : { currentValue }),
      ...(targetValue === undefined ? {} : { targetValue }),
    });
  };
  const at = basket.createdAt;
  const { limitPerOrder, maxRedemptions, weekdays, startsAt, endsAt, cooldownSeconds } = rules;

  if (guest === null) {
    if (!incentive.open) fail('authentication', 'user-not-logged-in');
  } else {
    const engineId = engineIdOf({ rules, personal, ...incentive }, guest.loyaltyId);
    if (personal !== undefined && (engineId === null || used.engineId !== engineId)) fail('scope', 'invalid-scope');
    if (personal !== undefined && past.pieces > 0) fail('max-redemption', 'exceeds-max-redemption', past.pieces, 1);
    if (rules.enrolledFrom !== undefined && guest.joinedAt < Date.parse(rules.enrolledFrom))
      fail('user-enrollment', 'invalid-enrollment-start-date', iso(guest.joinedAt), rules.enrolledFrom);
    if (rules.enrolledUntil !== undefined && guest.joinedAt > Date.parse(rules.enrolledUntil))
      fail('user-enrollment', 'invalid-enrollment-end-date', iso(guest.joinedAt), rules.enrolledUntil);
    if (rules.birthday === true && guest.birthday?.slice(5) !== iso(at).slice(5, 10)) fail('birthday', 'not-birthday');
    if (rules.firstOrder === true && past.claims > 0) fail('first-order', 'not-first-order', past.claims, 0);
  }
  if (limitPerOrder !== undefined && used.pieces > limitPerOrder)
    fail('limit-per-order', 'exceeds-limit-per-order', used.pieces, limitPerOrder);
  if (maxRedemptions !== undefined && past.pieces + used.pieces > maxRedemptions)
    fail('max-redemption', 'exceeds-max-redemption', past.pieces, maxRedemptions);
  const weekday = new Date(at).getUTCDay();
  if (weekdays !== undefined && !weekdays.includes(weekday))
    fail(
      'day-of-the-week',
      'invalid-day-of-the-week',
      DAY_NAMES[weekday],
      weekdays.map((day) => DAY_NAMES[day]),
    );
  if (startsAt !== undefined && at < Date.parse(startsAt)) fail('date-span', 'invalid-start-date', iso(at), startsAt);
  if (endsAt !== undefined && at > Date.parse(endsAt)) fail('date-span', 'invalid-end-date', iso(at), endsAt);
  if (rules.serviceModes !== undefined && !rules.serviceModes.includes(basket.serviceMode))
    fail('service-mode', 'invalid-service-mode', basket.serviceMode, rules.serviceModes);
  if (rules.stores !== undefined && !rules.stores.includes(basket.storeId))
    fail('store-restrictions', 'invalid-store-id', basket.storeId, rules.stores);
  if (rules.minimumSpendMinor !== undefined && basket.subtotalMinor < rules.minimumSpendMinor)
    fail('minimum-spend', 'subtotal-below-minimum-spend', basket.subtotalMinor, rules.minimumSpendMinor);
  if (rules.needsProducts !== undefined && !rules.needsProducts.some((one) => basket.products.includes(one)))
    fail('cart-requirements', 'unsatisfied-cart-requirements', undefined, rules.needsProducts);
  if (rules.forbidsProducts?.some((one) => basket.products.includes(one)) === true)
    fail('cart-requirements-exclusion', 'unsatisfied-cart-requirements-exclusion', undefined, rules.forbidsProducts);
  // Without tenders this cannot be judged yet (section 9).
  if (rules.tenders !== undefined && basket.tenders.some((tender) => rules.tenders?.includes(tender) !== true))
    fail('payment-method', 'invalid-payment-method', basket.tenders, rules.tenders);
  if (cooldownSeconds !== undefined && past.latestAt > 0 && at < past.latestAt + cooldownSeconds * 1_000)
    fail('cooldown', 'user-within-cooldown-period', Math.floor((at - past.latestAt) / 1_000), cooldownSeconds);
  if (rules.questFrom !== undefined && at < Date.parse(rules.questFrom))
    fail('quest', 'invalid-quest-activation-date', iso(at), rules.questFrom);
  return failures;
}

const iso = (atMs: number): string => new Date(atMs).toISOString();
