import type { MemberGift } from '../../src-shared/member/member.ts';
import type { Sale, UsedGift } from '../../src-shared/sale/sale.ts';
import { addToBasket, basketChanged, nextLineId, withoutLine } from './basket.ts';

const usedGift = ({ key, name, kind, costPoints, facts }: MemberGift): UsedGift => ({
  key,
  name,
  kind,
  costPoints,
  facts,
  confirmed: false,
});

/**
 * The sale with exactly these benefits: those that are articles of their own stand as lines, and lines of benefits that are
 * not used any more are gone. What the program granted for the former basket is granted afresh by the next preview.
 *
 * @param highestLine the highest line number that was ever given in this sale.
 */
export function withBenefits(sale: Sale, benefits: readonly MemberGift[], highestLine: number): Sale {
  const wanted = new Set(benefits.map(({ key }) => key));
  let changed: Sale = basketChanged({ ...sale, usedGifts: benefits.map(usedGift) });
  for (const line of sale.lines) {
    if (line.benefitKey !== null && !wanted.has(line.benefitKey)) changed = withoutLine(changed, line.lineId);
  }
  let highest = highestLine;
  for (const { key, line } of benefits) {
    if (line === null || changed.lines.some(({ benefitKey }) => benefitKey === key)) continue;
    const lineId = nextLineId(changed, highest);
    highest = Number(lineId);
    const draft = {
      articleCode: line.articleCode,
      name: line.name,
      departmentCode: BENEFIT_DEPARTMENT,
      departmentName: 'Benefits',
      action: 'sale',
      quantityThousandths: line.pieces * 1_000,
      weighed: false,
      unitPriceMinor: line.unitPriceMinor,
      taxRateBp: 0,
      benefitKey: key,
    } as const;
    changed = addToBasket(changed, draft, lineId);
  }
  return changed;
}

/** The department of lines that a benefit put into the basket. */
const BENEFIT_DEPARTMENT = 'BENEFIT';

/** The sale without any benefit. */
export const withoutBenefits = (sale: Sale): Sale => withBenefits(sale, [], 0);
