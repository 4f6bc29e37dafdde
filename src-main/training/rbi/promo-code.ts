import { z } from 'zod';
import { accepted, type EndpointResult, malformed, refused } from './endpoint-result.ts';
import type { RbiContext } from './rbi-context.ts';
import { fieldsOf } from './read-request.ts';
import { posVendor, uuid } from './transaction-request.ts';

const promoRequest = z.looseObject({ promoCode: z.string().min(1), posVendor, loyaltyId: uuid.optional() });

/** Section 9: which offer a promo code unlocks. */
export function promoCode(context: RbiContext, body: unknown): EndpointResult {
  const parsed = promoRequest.safeParse(body);
  if (!parsed.success) return malformed(fieldsOf(parsed.error));
  const sanityId = context.settings().promoCodes[parsed.data.promoCode];
  return sanityId === undefined ? refused(404, 'OfferNotFoundError', 'Not known') : accepted({ sanityId });
}
