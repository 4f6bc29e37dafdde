import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { FrozenRequest, Operation } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { saleTotals } from '../../../src-shared/sale/totals.ts';
import type { MaterialiseContext } from '../backend.ts';
import { ContradictionError } from '../contradiction-error.ts';
import { wasApplied } from './deals.ts';
import { ANOTHER_GUEST, neededTransaction } from './opened-transaction.ts';
import type { RbiConfig } from './rbi-config.ts';
import { identityHeaders } from './rbi-connection.ts';
import { posVendor, transactionRequest } from './wire-transaction.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const TRANSACTIONS = '/loyalty/transaction/pos';

/**
 * The bytes of an operation: the same operation, context and config give the same bytes (contract sections 3 to 7, 9).
 *
 * @throws ContradictionError where the stored data do not allow it to be sent.
 */
export function materialise(operation: Operation, context: MaterialiseContext, config: RbiConfig): FrozenRequest {
  const frozen = (method: 'POST' | 'PUT', path: string, body: JsonObject): FrozenRequest => ({
    method,
    path,
    headers: identityHeaders(config),
    body: JSON.stringify(body),
  });
  switch (operation.kind) {
    case 'identify':
      return frozen('POST', '/loyalty/identify', identifyBody(context.member, context.sale, config));
    case 'submit': {
      const transaction = neededTransaction(operation, context.known);
      return frozen(
        'PUT',
        transactionPath(transaction.transactionId),
        finished(operation, transaction, context, config),
      );
    }
    case 'submit-unclaimed':
      return frozen('POST', TRANSACTIONS, finished(operation, null, context, config));
    case 'cancel-sale':
      return cancelSale(operation, context, config, frozen);
    case 'release': {
      const { transactionId, loyaltyId } = neededTransaction(operation, context.known);
      const sale = neededSale(context);
      const isOther = operation.detail.kind === 'release' && operation.detail.facts?.['of'] === ANOTHER_GUEST;
      const body = transactionRequest(
        sale,
        {
          loyaltyId,
          transactionId,
          status: 'PENDING',
          createdAtMs: operation.recordedAtMs,
          benefits: isOther ? [] : sale.usedGifts,
          discounts: [],
          lines: isOther ? [] : sale.lines.filter(({ action }) => action === 'sale'),
          tenders: [],
        },
        config,
      );
      return frozen('PUT', `${transactionPath(transactionId)}/void`, body);
    }
    case 'enrol':
    case 'update-member':
    case 'pay':
    case 'cancel-payment':
    case 'adjust':
    case 'event':
      throw new ContradictionError('not-offered', `The loyalty program has no operation "${operation.kind}".`);
  }
}

export const transactionPath = (transactionId: string): string =>
  `${TRANSACTIONS}/${encodeURIComponent(transactionId)}`;

/** Strongest first; a code never stands here but in a direct call, because it is never stored. */
const IDENTIFIERS: readonly MemberIdentifier['method'][] = ['code', 'membership-key', 'card', 'phone', 'email'];

/** Null: nothing this program could find a guest by. */
export function strongestOf(member: readonly MemberIdentifier[]): MemberIdentifier | null {
  for (const method of IDENTIFIERS) {
    const found = member.find((one) => one.method === method);
    if (found !== undefined) return found;
  }
  return null;
}

export function identifyBody(member: readonly MemberIdentifier[], sale: Sale | null, config: RbiConfig): JsonObject {
  const strongest = strongestOf(member);
  if (strongest !== null) return { identifier: strongest.value.trim(), posVendor: posVendor(sale, config) };
  throw new ContradictionError('no-member', 'The identifiers of the member are no longer kept on this till.');
}

type Frozen = (method: 'POST' | 'PUT', path: string, body: JsonObject) => FrozenRequest;

/** Section 7: the body of the claim once more, on the void path. An unclaimed sale is voided by the id of its answer. */
function cancelSale(
  operation: Operation,
  context: MaterialiseContext,
  config: RbiConfig,
  frozen: Frozen,
): FrozenRequest {
  const submit = context.known.find(({ id }) => id === operation.undoesId);
  if (submit === undefined)
    throw new ContradictionError('no-transaction', 'The recorded sale to take back is not known.');
  if (submit.kind === 'submit') {
    const transaction = neededTransaction(submit, context.known);
    return frozen(
      'PUT',
      `${transactionPath(transaction.transactionId)}/void`,
      finished(submit, transaction, context, config),
    );
  }
  const transactionId = submit.answer?.facts?.['transactionId'];
  if (transactionId === undefined)
    throw new ContradictionError('no-transaction', 'The program named no transaction for this sale.');
  const body = finished(submit, { transactionId, loyaltyId: null }, context, config);
  return frozen('PUT', `${transactionPath(transactionId)}/void`, body);
}

/** A sold basket with its tenders; `created` is the sale's own time, however late it is sent. */
function finished(
  submit: Operation,
  transaction: { readonly transactionId: string; readonly loyaltyId: string | null } | null,
  context: MaterialiseContext,
  config: RbiConfig,
): JsonObject {
  const sale = neededSale(context);
  checkTotals(sale);
  const facts = submit.detail.kind === 'submit' ? submit.detail.facts : undefined;
  const isPlain = transaction === null || transaction.loyaltyId === null || facts?.['benefits'] === 'plain';
  const gifts = isPlain ? [] : sale.usedGifts;
  return transactionRequest(
    sale,
    {
      loyaltyId: transaction?.loyaltyId ?? null,
      transactionId: transaction?.transactionId ?? null,
      status: 'CLAIMED',
      createdAtMs: sale.closedAtMs ?? submit.recordedAtMs,
      benefits: gifts,
      discounts: gifts.filter((gift) => wasApplied(sale, gift)),
      lines: sale.lines,
      tenders: sale.tenders,
    },
    config,
  );
}

/** The tenders come to the total, in whole minor units; nothing is adjusted. */
function checkTotals(sale: Sale): void {
  const amounts = [
    ...sale.lines.map(({ netMinor }) => netMinor),
    ...sale.tenders.map(({ amountMinor }) => amountMinor),
  ];
  const { paidMinor, totalMinor } = saleTotals(sale);
  if (!amounts.every(Number.isSafeInteger) || paidMinor !== totalMinor)
    throw new ContradictionError(
      'totals-mismatch',
      `The tenders come to ${paidMinor} and the sale to ${totalMinor} minor units.`,
    );
}

function neededSale({ sale }: MaterialiseContext): Sale {
  if (sale === null) throw new ContradictionError('no-sale', 'The sale of this operation is not known.');
  return sale;
}
