import { basketOf } from './basket.ts';
import { accepted, type EndpointResult, NOT_CLAIMABLE, refused, rulesError } from './endpoint-result.ts';
import { judgeBasket } from './judge-basket.ts';
import type { RbiContext } from './rbi-context.ts';
import { readGuestRequest } from './read-request.ts';

/** Section 4: the rules alone; nothing changes, not even how long a reservation lives. */
export function validate(context: RbiContext, id: string, body: unknown): EndpointResult {
  const read = readGuestRequest(context, id, body);
  if ('accepted' in read) return read;
  const { request, transaction, guest } = read;
  if (transaction.status !== 'PENDING' || request.status !== 'PENDING') return NOT_CLAIMABLE;
  const basket = basketOf(request, context.settings().depositProducts);
  const judgement = judgeBasket(context, basket, guest, transaction.id);
  if ('accepted' in judgement) return judgement;
  if (judgement.rewardWithoutLoyalty) return refused(400, 'RedeemRewardError', 'The store takes no part');
  return judgement.failures.length > 0 ? rulesError(judgement.failures) : accepted({});
}
