import { randomUUID } from 'node:crypto';
import { moneyText } from '../../../src-shared/money/format-money.ts';
import { currency, type Minor } from '../../../src-shared/money/money.ts';
import { parseMoney } from '../../../src-shared/money/parse-money.ts';
import { multiplyDivide } from '../../../src-shared/money/rounding.ts';
import type { Execution } from './chain-stores.ts';
import type { CovalentContext } from './covalent-context.ts';
import type { CovalentPartner, PurchaseRule } from './covalent-options.ts';
import { type EndpointResult, invalid, notFound, success } from './endpoint-result.ts';
import { type Fiat, fiatOf, metadataOf, optionalText, releaseTimeOf, requiredObject, tagsOf } from './field-checks.ts';
import { asObject, asText, type JsonObject } from './json-value.ts';
import type { CovalentMember } from './member-store.ts';
import { postEarn, postSale } from './post-movements.ts';
import { findMember, optionalMember, partnerOf } from './programs-and-members.ts';
import type { CovalentTransaction, TransactionStatus } from './transaction-store.ts';
import { wireTransaction } from './wire-forms.ts';

interface Issued {
  readonly rule: PurchaseRule;
  readonly points: number;
}

/** What each rule that runs for this purchase gives, rounded down (6.2). */
function runRules(
  { settings }: CovalentContext,
  partner: CovalentPartner,
  member: CovalentMember | null,
  fiat: Fiat,
  tags: readonly string[],
): Issued[] {
  return settings()
    .rules.filter(({ currencyId }) => currencyId === undefined || currencyId === partner.currencyId)
    .filter((rule) => rule.tags.length === 0 || rule.tags.some((tag) => tags.includes(tag)))
    .filter(({ tier }) => tier === undefined || tier === member?.tier)
    .map((rule) => ({ rule, points: multiplyDivide(fiat.minor, rule.basisPoints, 10_000, 'towardsZero') }));
}

const wireRules = (issued: readonly Issued[]): unknown[] =>
  issued.map(({ rule: { id, name }, points }) => ({ amount_issued: points, rule: { id, name } }));

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** 11.9: changes nothing. */
export function simulatePurchase(context: CovalentContext, body: JsonObject): EndpointResult {
  const fiat = fiatOf(body);
  const partner = partnerOf(context, body);
  const issued = runRules(context, partner, optionalMember(context, partner, body), fiat, tagsOf(body));
  return success({ total: sumOf(issued.map(({ points }) => points)), rules: wireRules(issued) });
}

export function triggerPurchase(context: CovalentContext, body: JsonObject): EndpointResult {
  const fiat = fiatOf(body);
  const partner = partnerOf(context, body);
  const member = findMember(context, partner, requiredObject(body, 'member'), 'member');
  const metadata = metadataOf(body);
  const releaseAtMs = releaseTimeOf(body, context.nowMs());
  const mode = executionMode(partner, body);
  if (member === null) return unknownMember(context, body);
  const id = `pre_${randomUUID()}`;
  const externalReference = optionalText(body, 'external_reference');
  const execution: Execution = {
    id,
    memberId: member.memberId,
    currencyId: partner.currencyId,
    fiatMinor: fiat.minor,
    fiatCurrency: fiat.currency,
    saleMinor: saleMinorOf(metadata, fiat),
    externalReference,
    reference: referenceOf(metadata) ?? externalReference ?? id,
    tags: tagsOf(body),
    mode,
    metadata,
    loyaltySystemData: asObject(body['loyalty_system_data']),
    reason: optionalText(body, 'reason'),
    transactionIds: [],
  };
  return executionAnswer(context, book(context, execution, partner, member, releaseAtMs));
}

/** 7.2, 6.2: the partner may force one transaction. */
function executionMode(partner: CovalentPartner, body: JsonObject): Execution['mode'] {
  const wanted = body['preferred_execution_mode'] ?? 'multiple_transactions';
  if (wanted !== 'multiple_transactions' && wanted !== 'single_transaction')
    throw invalid('preferred_execution_mode', 'invalid_choice', 'Not a valid choice.');
  return partner.executionMode === 'single_transaction' ? 'single_transaction' : wanted;
}

function unknownMember({ settings }: CovalentContext, body: JsonObject): EndpointResult {
  if (settings().unknownMember === 'refused') throw invalid('member', 'not_found', 'No member has these identifiers.');
  const transaction = {
    id: `tx_${randomUUID()}`,
    amount: 0,
    external_reference: body['external_reference'] ?? null,
    status: 'rejected',
    status_message: 'The member does not exist',
    status_message_code: 'member_does_not_exist',
    type: 'accrual',
    [settings().subTypeSpelling]: 'purchase_rule',
    related_data: '',
  };
  const body200 = { id: `pre_${randomUUID()}`, total: 0, transactions: [transaction], rules: [] };
  return { ...success(body200), outcome: 'rejected', accepted: false };
}

/** `metadata.sale`: the reference by which the till's own records know this. */
export const referenceOf = (metadata: JsonObject | null): string | null => asText(metadata?.['sale']);

/** What the sale came to: the till's own word for it, which a purchase that earns on less than that needs; else the purchase. */
function saleMinorOf(metadata: JsonObject | null, fiat: Fiat): Minor {
  const total = asText(metadata?.['total']);
  const parsed = total === null ? null : parseMoney(total, fiat.currency, '.');
  return parsed?.ok === true ? parsed.minor : fiat.minor;
}

/** Makes the transactions of an execution and posts them. */
function book(
  context: CovalentContext,
  execution: Execution,
  partner: CovalentPartner,
  member: CovalentMember,
  releaseAtMs: number | null,
): Execution {
  const fiat: Fiat = { minor: execution.fiatMinor as Minor, currency: currency(execution.fiatCurrency) };
  const issued = runRules(context, partner, member, fiat, execution.tags);
  const groups = execution.mode === 'single_transaction' ? [issued] : issued.map((one) => [one]);
  const made = groups.map((group) => addAccrual(context, execution, group, releaseAtMs));
  postSale(context, execution, 1);
  for (const transaction of made) postEarn(context, transaction, execution.reference, 1);
  const booked = { ...execution, transactionIds: made.map(({ id }) => id) };
  context.executions.save(booked);
  return booked;
}

function addAccrual(
  context: CovalentContext,
  execution: Execution,
  group: readonly Issued[],
  releaseAtMs: number | null,
): CovalentTransaction {
  const { externalApproval } = context.settings();
  const waits = externalApproval === 'accruals' || externalApproval === 'all';
  const status: TransactionStatus = waits
    ? 'pending_external_approval'
    : releaseAtMs === null
      ? 'completed'
      : 'pending';
  return context.transactions.add({
    memberId: execution.memberId,
    currencyId: execution.currencyId,
    type: 'accrual',
    subType: 'purchase_rule',
    amount: sumOf(group.map(({ points }) => points)),
    status,
    statusMessage: null,
    statusMessageCode: waits ? 'pending_external_approval' : releaseAtMs === null ? null : 'release_date_not_reached',
    completedAtMs: status === 'completed' ? context.nowMs() : null,
    releaseAtMs,
    externalReference: execution.externalReference,
    reason: execution.reason ?? group.map(({ rule }) => rule.name).join(', '),
    metadata: execution.metadata,
    loyaltySystemData: execution.loyaltySystemData,
    relatedData: {
      type: 'purchase_rule',
      purchase_rule_execution_id: execution.id,
      purchase_fiat_amount: moneyText(execution.fiatMinor as Minor, currency(execution.fiatCurrency)),
      purchase_fiat_currency: execution.fiatCurrency,
      purchase_tags: execution.tags,
      purchase_rules: group.map(({ rule: { id, name, tags } }) => ({ id, name, tags })),
    },
    executionId: execution.id,
  });
}

/** The transactions that stand for it, or stood for it last. */
function currentOf({ transactions }: CovalentContext, { transactionIds }: Execution): CovalentTransaction[] {
  return transactionIds.flatMap((id) => transactions.byId(id) ?? []);
}

function executionAnswer(context: CovalentContext, execution: Execution): EndpointResult {
  const transactions = currentOf(context, execution);
  return success({
    id: execution.id,
    total: sumOf(transactions.map(({ amount }) => amount)),
    transactions: transactions.map((one) => wireTransaction(context, one)),
  });
}

function neededExecution({ executions }: CovalentContext, id: string): Execution {
  const execution = executions.byId(id);
  if (execution === null) throw notFound();
  return execution;
}

export function readExecution(context: CovalentContext, id: string): EndpointResult {
  return executionAnswer(context, neededExecution(context, id));
}

/** 11.5: only while every transaction of it is still pending. */
function pendingOf(context: CovalentContext, execution: Execution): CovalentTransaction[] {
  const transactions = currentOf(context, execution);
  if (transactions.length === 0 || !transactions.every(({ status }) => status === 'pending'))
    throw invalid('status', 'not_pending', 'Only a pending execution can be changed.');
  return transactions;
}

function takeBack(context: CovalentContext, execution: Execution, pending: readonly CovalentTransaction[]): void {
  for (const transaction of pending) {
    context.transactions.save({ ...transaction, status: 'cancelled', statusMessage: null, statusMessageCode: null });
    postEarn(context, transaction, execution.reference, -1);
  }
  postSale(context, execution, -1);
}

/** The rules are run anew on the whole new amount; what stood before is cancelled. */
export function retriggerPurchase(context: CovalentContext, id: string, body: JsonObject): EndpointResult {
  const execution = neededExecution(context, id);
  const fiat = fiatOf(body);
  const metadata = metadataOf(body);
  const given = releaseTimeOf(body, context.nowMs());
  const pending = pendingOf(context, execution);
  const partner = context.settings().partners[execution.currencyId];
  const member = context.members.byId(execution.memberId);
  if (partner === undefined || member === null) throw notFound();
  takeBack(context, execution, pending);
  const changed: Execution = {
    ...execution,
    fiatMinor: fiat.minor,
    fiatCurrency: fiat.currency,
    saleMinor: saleMinorOf(metadata, fiat),
    tags: body['tags'] === undefined ? execution.tags : tagsOf(body),
    metadata: metadata ?? execution.metadata,
    reason: optionalText(body, 'reason') ?? execution.reason,
  };
  return executionAnswer(context, book(context, changed, partner, member, given ?? pending[0]?.releaseAtMs ?? null));
}

export function cancelExecution(context: CovalentContext, id: string): EndpointResult {
  const execution = neededExecution(context, id);
  takeBack(context, execution, pendingOf(context, execution));
  return executionAnswer(context, execution);
}
