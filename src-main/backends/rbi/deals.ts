import { parseDecimal, rescale } from '../../../src-shared/money/decimal.ts';
import { multiplyDivide } from '../../../src-shared/money/rounding.ts';
import type { AppliedDeal, Sale, UsedGift } from '../../../src-shared/sale/sale.ts';
import { type DiscountFacts, readBenefitFacts } from './benefit-facts.ts';
import { minorOf } from './wire-money.ts';

/**
 * What the used discounts take off this basket, in minor units, never more than it comes to. A discount whose PLU stands in
 * the basket is for one piece of it, any other one for the whole (section 9, reward discount and offer); percentages are
 * rounded half away from zero once.
 *
 * @param refused keys of gifts that the program did not grant.
 */
export function dealsOf(sale: Sale, refused: ReadonlySet<string>): readonly AppliedDeal[] {
  let leftMinor = Math.max(
    0,
    sale.lines.reduce((sum, line) => sum + line.netMinor, 0),
  );
  const wholeMinor = leftMinor;
  const deals: AppliedDeal[] = [];
  for (const gift of sale.usedGifts) {
    const facts = readBenefitFacts(gift.facts);
    if (facts?.discount == null || refused.has(gift.key)) continue;
    const fittingMinor = pieceOf(sale, facts.productId) ?? wholeMinor;
    const amountMinor = Math.min(leftMinor, amountOff(facts.discount, fittingMinor, sale.currency));
    if (amountMinor <= 0) continue;
    leftMinor -= amountMinor;
    deals.push({ type: 'LOYALTY', amountMinor, reason: facts.discount.displayName, sourceId: gift.key });
  }
  return deals;
}

/** The dearest piece with this PLU; null: none stands in the basket. */
function pieceOf(sale: Sale, productId: string): number | null {
  const prices = sale.lines
    .filter(({ articleCode, action }) => articleCode === productId && action === 'sale')
    .map(({ netMinor, unitPriceMinor }) => Math.min(netMinor, unitPriceMinor));
  return prices.length === 0 ? null : Math.max(...prices);
}

function amountOff({ subtype, value }: DiscountFacts, fittingMinor: number, currency: string): number {
  switch (subtype.toUpperCase()) {
    case 'PERCENTAGE_DISCOUNT': {
      const basisPoints = hundredthsOf(value);
      return basisPoints === null ? 0 : multiplyDivide(fittingMinor, basisPoints, 10_000, 'halfAwayFromZero');
    }
    case 'AMOUNT_DISCOUNT':
      return Math.min(fittingMinor, minorOf(value, currency) ?? 0);
    default:
      return 0;
  }
}

function hundredthsOf(value: string): number | null {
  const parsed = parseDecimal(value, '.');
  const scaled = parsed.ok ? rescale(parsed.decimal, 2) : null;
  return scaled?.ok === true ? scaled.value : null;
}

/** Whether a used discount took something off this sale, so that the claim has to name it (section 9). */
export const wasApplied = (sale: Sale, gift: UsedGift): boolean =>
  sale.deals.some(({ sourceId }) => sourceId === gift.key);
