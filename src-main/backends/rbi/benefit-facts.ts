import type { BenefitFacts } from '../../../src-shared/member/member.ts';

/** How a chosen incentive is named to the program again: kept with the sale as text. */
export interface IncentiveFacts {
  readonly productId: string;
  readonly productType: 'reward' | 'offer';
  readonly incentiveId: string;
  readonly loyaltyEngineId: string | null;
  readonly discount: DiscountFacts | null;
}

export interface DiscountFacts {
  /** Engine id, not a line id (section 9). */
  readonly referenceId: string;
  readonly displayName: string;
  /** Decimal text as the program wrote it: percent, or major units. */
  readonly value: string;
  readonly subtype: string;
}

export function toBenefitFacts({ discount, loyaltyEngineId, ...rest }: IncentiveFacts): BenefitFacts {
  return {
    ...rest,
    ...(loyaltyEngineId === null ? {} : { loyaltyEngineId }),
    ...(discount === null
      ? {}
      : {
          discountReferenceId: discount.referenceId,
          discountName: discount.displayName,
          discountValue: discount.value,
          discountSubtype: discount.subtype,
        }),
  };
}

/** Null: these facts name no incentive of this program. */
export function readBenefitFacts(facts: BenefitFacts): IncentiveFacts | null {
  const { productId, productType, incentiveId, loyaltyEngineId, discountValue } = facts;
  if (productId === undefined || incentiveId === undefined) return null;
  if (productType !== 'reward' && productType !== 'offer') return null;
  return {
    productId,
    productType,
    incentiveId,
    loyaltyEngineId: loyaltyEngineId ?? null,
    discount:
      discountValue === undefined
        ? null
        : {
            referenceId: facts['discountReferenceId'] ?? incentiveId,
            displayName: facts['discountName'] ?? incentiveId,
            value: discountValue,
            subtype: facts['discountSubtype'] ?? '',
          },
  };
}
