import { z } from 'zod';
import type { MemberGift } from '../../../src-shared/member/member.ts';
import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import type { DraftSale } from '../backend.ts';
import { toBenefitFacts } from './benefit-facts.ts';
import { answerTo, direct, openedFor } from './direct-calls.ts';
import { normalCode } from './error-codes.ts';
import type { RbiConfig } from './rbi-config.ts';
import type { RbiConnection } from './rbi-connection.ts';
import { posVendor } from './wire-transaction.ts';

const unlocked = z.looseObject({ sanityId: z.string().min(1) });

/** Section 9, promo code: the program names what it unlocked by the incentive id alone; the rest is the shop's own set-up. */
export async function redeemCode(
  connection: RbiConnection,
  config: RbiConfig,
  code: string,
  draft: DraftSale,
  signal: AbortSignal,
): Promise<DirectAnswer<MemberGift>> {
  const loyaltyId = openedFor(draft)?.loyaltyId;
  const body = {
    promoCode: code,
    posVendor: posVendor(draft.sale, config),
    ...(loyaltyId === undefined ? {} : { loyaltyId }),
  };
  const reading = await connection.send(direct('POST', '/loyalty/promo-code/redeem', body, config), 'counter', signal);
  if (reading.kind === 'refused' && normalCode(reading.code) === 'offernotfound')
    return { kind: 'refused', code: reading.code, text: 'This promo code is not known.', notFound: false };
  return answerTo(reading, (fields) => {
    const read = unlocked.safeParse(fields);
    return read.success ? giftOf(read.data.sanityId, config) : null;
  });
}

function giftOf(incentiveId: string, { settings }: RbiConfig): MemberGift {
  const { name = `Offer ${incentiveId}`, productId, priceMinor, discount } = settings.incentives[incentiveId] ?? {};
  const hasArticle = productId !== undefined && priceMinor !== undefined;
  const redeemable = hasArticle || discount !== undefined;
  return {
    key: incentiveId,
    name,
    description: null,
    validUntil: null,
    redeemable,
    notRedeemableBecause: redeemable ? null : 'This till was not told which article it is.',
    kind: 'offer',
    costPoints: null,
    preselected: false,
    line: hasArticle ? { articleCode: productId, name, unitPriceMinor: priceMinor, pieces: 1 } : null,
    facts: toBenefitFacts({
      productId: productId ?? incentiveId,
      productType: 'offer',
      incentiveId,
      loyaltyEngineId: null,
      discount: discount === undefined ? null : { ...discount, displayName: name },
    }),
  };
}
