import type { Execution } from './chain-stores.ts';
import type { CovalentContext } from './covalent-context.ts';
import { type EndpointResult, invalid, success } from './endpoint-result.ts';
import { metadataOf, optionalText, pointsOf, readTime, releaseTimeOf } from './field-checks.ts';
import type { JsonObject } from './json-value.ts';
import { paged } from './paged-list.ts';
import { postEarn, postSale } from './post-movements.ts';
import { neededMember, partnerOf } from './programs-and-members.ts';
import type { CovalentTransaction } from './transaction-store.ts';
import { wireTransaction } from './wire-forms.ts';

const DAY_MS = 86_400_000;

/** 7.1, newest first. @param body names the member; null: everybody's */
export function listTransactions(
  context: CovalentContext,
  body: JsonObject | null,
  query: URLSearchParams,
): EndpointResult {
  const memberId = body === null ? null : neededMember(context, partnerOf(context, body), body).memberId;
  const { listingLagMs, transactionListHasNext } = context.settings();
  const statuses = choicesOf(query, 'status');
  const types = choicesOf(query, 'type');
  const [fromMs, toMs] = rangeOf(query);
  const seenUntilMs = context.nowMs() - listingLagMs;
  const rows = context.transactions
    .list(memberId)
    .filter(({ createdAtMs }) => createdAtMs >= fromMs && createdAtMs <= toMs && createdAtMs <= seenUntilMs)
    .filter(({ status }) => statuses === null || statuses.includes(status))
    .filter(({ type }) => types === null || types.includes(type));
  return success(paged(rows, query, (row) => wireTransaction(context, row), transactionListHasNext));
}

function choicesOf(query: URLSearchParams, name: string): readonly string[] | null {
  return query.get(name)?.split(',') ?? null;
}

/** `from,to`, each a day or a time; `to` may be missing, and a day as `to` is meant whole. */
function rangeOf(query: URLSearchParams): [number, number] {
  const text = query.get('created_at__range');
  if (text === null) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const [from = '', to = ''] = text.split(',');
  const fromMs = boundOf(from, 0);
  const toMs = to === '' ? Number.POSITIVE_INFINITY : boundOf(to, DAY_MS - 1);
  return [fromMs, toMs];
}

function boundOf(text: string, wholeDayMs: number): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const atMs = readTime(isDay ? `${text}T00:00:00Z` : text);
  if (atMs === null) throw invalid('created_at__range', 'invalid', 'Not a valid range.');
  return isDay ? atMs + wholeDayMs : atMs;
}

/** 200 or 400 (7.1). */
export function readTransaction(context: CovalentContext, id: string): EndpointResult {
  return success(wireTransaction(context, neededTransaction(context, id)));
}

function neededTransaction({ transactions }: CovalentContext, id: string): CovalentTransaction {
  const transaction = transactions.byId(id);
  if (transaction === null) throw invalid('id', 'not_found', 'No such transaction.');
  return transaction;
}

function pendingTransaction(context: CovalentContext, id: string): CovalentTransaction {
  const transaction = neededTransaction(context, id);
  if (transaction.status !== 'pending')
    throw invalid('status', 'not_pending', 'Only a pending transaction can be changed.');
  return transaction;
}

export function changeTransaction(context: CovalentContext, id: string, body: JsonObject): EndpointResult {
  const before = pendingTransaction(context, id);
  const execution = executionOf(context, before);
  const changed: CovalentTransaction = {
    ...before,
    amount: body['amount'] === undefined ? before.amount : pointsOf(body, 'amount'),
    releaseAtMs: releaseTimeOf(body, context.nowMs()) ?? before.releaseAtMs,
    reason: optionalText(body, 'reason') ?? before.reason,
    metadata: metadataOf(body) ?? before.metadata,
  };
  context.transactions.save(changed);
  const reference = execution?.reference ?? before.externalReference ?? before.id;
  postEarn(context, before, reference, -1);
  postEarn(context, changed, reference, 1);
  return success(wireTransaction(context, changed));
}

/** The sale is taken back with the last of its transactions. */
export function cancelTransaction(context: CovalentContext, id: string): EndpointResult {
  const before = pendingTransaction(context, id);
  const cancelled: CovalentTransaction = { ...before, status: 'cancelled', statusMessageCode: null };
  context.transactions.save(cancelled);
  const execution = executionOf(context, before);
  postEarn(context, before, execution?.reference ?? before.externalReference ?? before.id, -1);
  const stands = execution?.transactionIds.some((one) => context.transactions.byId(one)?.status !== 'cancelled');
  if (execution !== null && stands === false) postSale(context, execution, -1);
  return success(wireTransaction(context, cancelled));
}

function executionOf({ executions }: CovalentContext, { executionId }: CovalentTransaction): Execution | null {
  return executionId === null ? null : executions.byId(executionId);
}
