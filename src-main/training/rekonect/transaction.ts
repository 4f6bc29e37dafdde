import { createHash, randomUUID } from 'node:crypto';
import { checkUsedAssets } from './benefits.ts';
import { earnedPoints } from './earn-rule.ts';
import {
  type Accepted,
  accepted,
  CODE,
  type EndpointResult,
  invalid,
  type Refused,
  refused,
} from './endpoint-result.ts';
import { asObject, asText, canonicalJson, type JsonObject } from './json-object.ts';
import { findMember } from './member-identifiers.ts';
import type { Member } from './member-store.ts';
import type { RekonectContext } from './rekonect-context.ts';
import type { RecordedSale } from './sale-store.ts';
import {
  checkAppliedDeals,
  loyaltyTenderMinor,
  readTransaction,
  readUsedAssets,
  type TransactionBody,
} from './transaction-body.ts';

/** `POST /transaction` (4.6). */
export function transaction(context: RekonectContext, body: JsonObject, reference: string): EndpointResult {
  const action = body['action'] ?? asObject(body['transaction'])?.['action'];
  if (action === 'cancel') return cancelSale(context, body);
  if (action !== undefined) return invalid('body.action', 'The only action is cancel');
  return submitSale(context, body, reference);
}

/** 7.7 and 7.9: a repeat gets the first answer, also once the sale was cancelled; nothing is half done. */
function submitSale(context: RekonectContext, body: JsonObject, reference: string): EndpointResult {
  const settings = context.settings();
  const read = readTransaction(body['transaction'], 'submit', settings.strictTransaction);
  if (!read.accepted) return read;
  const { transactionId, totalMinor } = read;
  const keys = readUsedAssets(body);
  if ('accepted' in keys) return keys;
  const deals = checkAppliedDeals(body);
  if (deals !== null) return deals;

  const contentHash = createHash('sha256').update(canonicalJson(body)).digest('base64url');
  const before = context.sales.byId(transactionId);
  if (before !== null)
    return before.contentHash === contentHash
      ? saleAnswer(context, before, read.warnings)
      : refused(CODE.transaction, 'This transaction id was used with other content', 'body.transaction.transactionId');

  let member: Member | null = null;
  if (body['member'] !== undefined) {
    const found = findMember(context, body);
    if (!found.accepted) return found;
    member = found.member;
  }
  const assets = checkUsedAssets(context, keys, member);
  if ('accepted' in assets) return assets;
  const paid = loyaltyPaid(context, read);
  if (typeof paid !== 'number') return paid;

  const memberId = member?.memberId ?? null;
  const earned = memberId === null ? 0 : earnedPoints(read, paid, settings);
  const sale: RecordedSale = {
    transactionId,
    contentHash,
    memberId,
    reference,
    totalMinor,
    earned,
    confirmationCode: randomUUID(),
  };
  context.sales.add(sale);
  for (const key of keys) context.assets.use(key, transactionId);
  post(context, 'sale', sale, 0, totalMinor);
  if (earned !== 0) post(context, 'earn', sale, earned, 0);
  const warnings = [...read.warnings];
  if (paid !== context.payments.standingMinor(transactionId))
    warnings.push('the loyalty tender is not what was confirmed for this transaction');
  return saleAnswer(context, sale, warnings);
}

/** 7.8 and A11: takes back points and frees gifts; payments stay as they are. */
function cancelSale(context: RekonectContext, body: JsonObject): EndpointResult {
  const transactionId = asText(asObject(body['transaction'])?.['transactionId']);
  if (transactionId === null) return invalid('body.transaction.transactionId', 'A transaction id is required');
  const sale = context.sales.byId(transactionId);
  if (sale === null)
    return refused(CODE.transaction, 'This transaction is not known', 'body.transaction.transactionId');
  if (sale.standing === 1) {
    context.sales.cancel(transactionId);
    context.assets.freeAllOf(transactionId);
    if (sale.earned !== 0) post(context, 'earn-cancel', sale, -sale.earned, 0);
    post(context, 'sale-cancel', sale, 0, -sale.totalMinor);
  }
  return accepted({ confirmationCode: sale.confirmationCode });
}

/** Minor units paid with loyalty: the tenders, or what stands confirmed where a loyalty payment counts as a discount. */
function loyaltyPaid(context: RekonectContext, read: TransactionBody): number | Refused {
  const tendered = loyaltyTenderMinor(read);
  if (context.settings().loyaltyPaymentIs === 'tender') return tendered;
  if (tendered !== 0) return invalid('body.transaction.payments', 'Loyalty payments are a discount here, not a tender');
  return context.payments.standingMinor(read.transactionId);
}

function saleAnswer(context: RekonectContext, sale: RecordedSale, warnings: readonly string[]): Accepted {
  const { confirmationCode, earned } = sale;
  if (!context.settings().answersEarned) return accepted({ confirmationCode }, warnings);
  const inData = context.settings().envelope['/transaction'] === 'data';
  return accepted({ confirmationCode, ...(inData ? { earned } : { data: { earned } }) }, warnings);
}

function post(
  context: RekonectContext,
  kind: 'sale' | 'sale-cancel' | 'earn' | 'earn-cancel',
  sale: RecordedSale,
  points: number,
  amountMinor: number,
): void {
  const { memberId, reference, transactionId } = sale;
  context.ledger.post({
    program: 'rekonect',
    kind,
    memberId,
    reference,
    transactionId,
    points,
    amountMinor: amountMinor + 0,
  });
}
