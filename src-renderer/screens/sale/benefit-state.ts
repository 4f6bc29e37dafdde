import type { SaleView } from '../../../src-shared/contract/views.ts';
import type { UsedBenefitView } from '../../contract-types.ts';

/**
 * How a used benefit stands with the basket on screen. `refused`: the program does not give it for this basket. `asking`: the
 * program has not been asked since the basket changed, and is about to be. `open`: it has not confirmed it.
 */
export type BenefitStanding = 'confirmed' | 'refused' | 'asking' | 'open';

export interface BasketBenefit extends UsedBenefitView {
  readonly standing: BenefitStanding;
  /** Why it is refused, with what to do about it, where the program said so. */
  readonly refusedBecause: string | null;
  readonly cashierCanFix: boolean;
  /** It stands in the basket as a line of its own, which the sale cannot be completed with before it is confirmed. */
  readonly isLine: boolean;
}

type OfSale = Pick<SaleView, 'benefits' | 'lines' | 'preview'>;

/**
 * The used benefits of a sale by their key.
 *
 * @param isReachable whether the program can be asked about a changed basket.
 */
export function benefitsOf(
  { benefits, lines, preview }: OfSale,
  isReachable: boolean,
): ReadonlyMap<string, BasketBenefit> {
  const asLines = new Set(lines.map(({ benefitKey }) => benefitKey));
  const isFresh = preview !== null && !preview.stale;
  return new Map(
    benefits.map((benefit) => {
      const refusal = isFresh ? preview.notApplied.find(({ key }) => key === benefit.key) : undefined;
      const unsettled = isFresh || !isReachable ? 'open' : 'asking';
      const standing = benefit.confirmed ? 'confirmed' : refusal !== undefined ? 'refused' : unsettled;
      return [
        benefit.key,
        {
          ...benefit,
          standing,
          refusedBecause: refusal?.reason ?? null,
          cashierCanFix: refusal?.cashierCanFix ?? false,
          isLine: asLines.has(benefit.key),
        },
      ];
    }),
  );
}

/** Those that the sale cannot be completed with as they stand. */
export const inTheWay = (benefits: Iterable<BasketBenefit>): readonly BasketBenefit[] =>
  [...benefits].filter(({ standing, isLine }) => isLine && standing !== 'confirmed');

/** Points of the member that this sale has reserved for its rewards. */
export const reservedPoints = (benefits: readonly UsedBenefitView[]): number =>
  benefits.reduce((sum, { confirmed, costPoints }) => sum + (confirmed ? (costPoints ?? 0) : 0), 0);
