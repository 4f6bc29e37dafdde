import { randomUUID } from 'node:crypto';
import { basketOf } from './basket.ts';
import { accepted, type EndpointResult, malformed, rulesError } from './endpoint-result.ts';
import { judgeBasket } from './judge-basket.ts';
import { presentationOf } from './presentation.ts';
import type { RbiContext } from './rbi-context.ts';
import { fieldsOf } from './read-request.ts';
import { unclaimedRequest } from './transaction-request.ts';
import { strayings } from './update.ts';

/** Section 6: a sale in which nobody was identified; the same one again gets the first answer (A9). */
export function unclaimed(context: RbiContext, body: unknown): EndpointResult {
  const parsed = unclaimedRequest.safeParse(body);
  if (!parsed.success) return malformed(fieldsOf(parsed.error));
  const request = parsed.data;
  if (request.status !== 'CLAIMED') return malformed(['status']);
  if (request.transactionId !== undefined) return malformed(['transactionId']);
  if (request['loyaltyId'] !== undefined) return malformed(['loyaltyId']);
  const settings = context.settings();
  const { posVendor } = request.transactionDetails;
  const onceKey = [posVendor.storeId, posVendor.terminal, posVendor.transactionId, request.created.slice(0, 10)].join(
    '|',
  );
  const known = context.transactions.byOnceKey(onceKey);
  if (known?.answer != null) return accepted(JSON.parse(known.answer) as Record<string, unknown>);

  const basket = basketOf(request, settings.depositProducts);
  const id = randomUUID();
  const judgement = judgeBasket(context, basket, null, id);
  if ('accepted' in judgement) return judgement;
  if (judgement.failures.length > 0) return rulesError(judgement.failures);
  const reference = posVendor.transactionId;
  context.ledger.post({
    program: 'rbi',
    kind: 'sale',
    memberId: null,
    reference,
    transactionId: id,
    points: 0,
    amountMinor: basket.paidMinor,
  });
  const presentation = presentationOf(settings.presentation.unclaimed, { transaction: id });
  const fields = { transactionId: id, ...(presentation === null ? {} : { presentation }) };
  context.transactions.put({
    id,
    loyaltyId: null,
    status: 'CLAIMED',
    reference,
    reserved: 0,
    held: '',
    touchedAt: context.nowMs(),
    content: null,
    receiptCode: null,
    answer: JSON.stringify(fields),
    paidMinor: basket.paidMinor,
    earned: 0,
    burned: 0,
    onceKey,
  });
  return accepted(fields, strayings(basket));
}
