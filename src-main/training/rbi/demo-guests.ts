import type { MemberOrder } from './member-order.ts';
import type { RbiSettingsPatch } from './rbi-options.ts';

// Everybody and everything here is invented.

export interface DemoGuest extends MemberOrder {
  /** What this guest is good for trying out. */
  readonly situation: string;
  /** Comes with a code from the app, or shows the Loyalty ID. */
  readonly shows: 'code' | 'loyalty-id';
}

const guest = (
  last: string,
  name: string,
  situation: string,
  openingPoints: number,
  preselected: readonly string[] = [],
): DemoGuest => ({
  loyaltyId: `de300000-0000-4000-8000-0000000000${last}`,
  name,
  situation,
  shows: 'code',
  openingPoints,
  preselected: [...preselected],
});

const YOURS_FOR = guest('14', 'Dana', 'an offer of her own', 900, ['demo-offer-yours']);

export const DEMO_GUESTS: readonly DemoGuest[] = [
  guest('11', 'Paula', 'a free cookie chosen in the app', 2_500, ['demo-reward-cookie']),
  guest('12', 'Sam', 'a reward, but too few points', 35, ['demo-reward-cookie']),
  guest('13', 'Bea', '10 % off from 20.00', 1_200, ['demo-offer-ten']),
  YOURS_FOR,
  guest('15', 'Nell', 'points and cash together', 800, ['demo-reward-menu']),
  guest('16', 'Max', 'two choices at once', 5_000, ['demo-reward-cookie', 'demo-offer-coffee']),
  guest('17', 'Rita', '5.00 off for 500 points', 1_500, ['demo-reward-five-off']),
  guest('18', 'Phil', 'nothing chosen', 420),
  { ...guest('19', 'Loy', 'shows the Loyalty ID, also offline', 640), shows: 'loyalty-id' },
];

/** Looks like a Loyalty ID, but nobody has it. */
export const DEMO_UNKNOWN_GUEST = 'de300000-0000-4000-8000-000000000099';

/** What the shop's till knows of each PLU that stands for an incentive. */
export const DEMO_INCENTIVE_ARTICLES = {
  '90001': { name: 'Cookie (reward)', costPoints: 250 },
  '90002': { name: 'Comet menu (points and cash)', costPoints: 400 },
  '90003': { name: 'Coffee of the day (offer)', priceMinor: 100 },
  '90006': { costPoints: 500 },
  // What the promo code COMET10 unlocks.
  'demo-offer-ten': {
    name: '10 % off from 20.00',
    productId: '90004',
    discount: { subtype: 'PERCENTAGE_DISCOUNT', value: '10', referenceId: 'eng-demo-ten' },
  },
};

export const DEMO_PROGRAM: RbiSettingsPatch = {
  incentives: [
    {
      incentiveId: 'demo-reward-cookie',
      kind: 'reward',
      name: 'Cookie',
      productId: '90001',
      costPoints: 250,
      rules: { limitPerOrder: 2 },
    },
    {
      incentiveId: 'demo-reward-menu',
      kind: 'reward',
      name: 'Comet menu',
      productId: '90002',
      costPoints: 400,
      priceMinor: 250,
    },
    { incentiveId: 'demo-offer-coffee', kind: 'offer', name: 'Coffee of the day', productId: '90003' },
    {
      incentiveId: 'demo-offer-ten',
      kind: 'offer',
      name: '10 % off from 20.00',
      productId: '90004',
      loyaltyEngineId: 'eng-demo-ten',
      discount: { subtype: 'PERCENTAGE_DISCOUNT', value: 10 },
      rules: { minimumSpendMinor: 2_000 },
    },
    {
      incentiveId: 'demo-offer-yours',
      kind: 'offer',
      name: '2.00 off, only for Dana',
      productId: '90005',
      discount: { subtype: 'AMOUNT_DISCOUNT', value: 2 },
      personal: { [YOURS_FOR.loyaltyId]: 'eng-demo-dana' },
    },
    {
      incentiveId: 'demo-reward-five-off',
      kind: 'reward',
      name: '5.00 off',
      productId: '90006',
      costPoints: 500,
      discount: { subtype: 'AMOUNT_DISCOUNT', value: 5 },
    },
  ],
  promoCodes: { COMET10: 'demo-offer-ten' },
};
