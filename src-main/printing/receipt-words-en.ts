import type { BenefitKind } from '../../src-shared/member/member.ts';

/** The words of a receipt; another language is another record of this type. */
export interface ReceiptWords {
  readonly training: string;
  readonly test: string;
  readonly noRealSale: string;
  readonly copy: string;
  readonly voided: (when: string) => string;
  readonly returnOf: (saleNumber: string) => string;
  readonly return: string;
  readonly taxNumber: string;
  readonly sale: string;
  readonly servedBy: string;
  readonly returned: string;
  readonly kilogram: string;
  readonly lineDiscount: string;
  readonly deal: string;
  /** By the kind of the benefit. */
  readonly benefitUsed: Readonly<Record<BenefitKind, string>>;
  /** Under a line that a benefit put into the basket. */
  readonly benefitLine: Readonly<Record<BenefitKind, string>>;
  readonly subtotal: string;
  readonly total: string;
  readonly refundTotal: string;
  readonly taxIncluded: string;
  readonly tenders: Readonly<Record<'CASH' | 'CARD' | 'POINTS' | 'CREDIT', string>>;
  readonly givenBack: (tender: string) => string;
  readonly change: string;
  readonly stillDue: string;
  readonly member: string;
  readonly pointsEarned: string;
  readonly pointsTakenBack: string;
  readonly pointsRedeemed: string;
  readonly newBalance: string;
  readonly lastBalance: string;
  readonly pointsFollow: string;
  readonly points: (count: string) => string;
  readonly claimInvitation: string;
  readonly claimHeld: string;
  readonly claimHowTo: string;
  readonly claimUntil: (when: string) => string;
  readonly claimCode: string;
}

export const RECEIPT_WORDS_EN: ReceiptWords = {
  training: 'TRAINING',
  test: 'TEST',
  noRealSale: 'Not a real sale',
  copy: 'COPY',
  voided: (when) => `VOIDED ${when}`,
  returnOf: (saleNumber) => `RETURN of sale ${saleNumber}`,
  return: 'RETURN',
  taxNumber: 'Tax no.',
  sale: 'Sale',
  servedBy: 'Served by',
  returned: 'returned',
  kilogram: 'kg',
  lineDiscount: 'Discount',
  deal: 'Discount',
  benefitUsed: { gift: 'Gift used', reward: 'Reward used', offer: 'Offer used' },
  benefitLine: { gift: 'gift', reward: 'reward', offer: 'offer' },
  subtotal: 'Subtotal',
  total: 'TOTAL',
  refundTotal: 'TO GIVE BACK',
  taxIncluded: 'Tax included',
  tenders: { CASH: 'Cash', CARD: 'Card', POINTS: 'Paid with points', CREDIT: 'Paid with credit' },
  givenBack: (tender) => `${tender}, given back`,
  change: 'Change',
  stillDue: 'Still due',
  member: 'Member',
  pointsEarned: 'Points earned',
  pointsTakenBack: 'Points taken back',
  pointsRedeemed: 'Points redeemed',
  newBalance: 'New balance',
  lastBalance: 'Balance when last read',
  pointsFollow: 'The points of this sale will follow.',
  points: (count) => `${count} points`,
  claimInvitation: 'Collect the points of this sale',
  claimHeld: 'This sale is kept on this till until it is claimed.',
  claimHowTo: 'Show this code at the till.',
  claimUntil: (when) => `Valid until ${when}`,
  claimCode: 'Claim code',
};
