import type { FrozenRequest, Operation } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { DAY, MINUTE } from '../../../src-shared/time/clock.ts';
import { utcSeconds } from '../../../src-shared/time/iso-time.ts';
import type { MaterialiseContext } from '../backend.ts';
import { ContradictionError } from '../contradiction-error.ts';
import { adjustsOf, executionIdIn, latestLinkOf, releaseAtMsOf } from './chain.ts';
import type { CovalentConfig } from './covalent-config.ts';
import { BODYLESS_HEADERS, JSON_HEADERS } from './covalent-connection.ts';
import type { CovalentSettings } from './covalent-settings.ts';
import { earningBaseMinor, fiatText, purchaseOf } from './purchase-amounts.ts';
import { wireMember } from './wire-member.ts';

type Body = Readonly<Record<string, unknown>>;
type Place = Pick<CovalentConfig, 'branchId' | 'posId' | 'settings'>;

const EXECUTIONS = '/accruals/purchase-rules/executions';

/**
 * The bytes of an operation, frozen and signed as they are (contract section 10 rule 1): the same operation, context and
 * settings give the same bytes. Sections 6.2 and 6.5.
 *
 * @throws ContradictionError where the stored data do not allow it to be sent.
 */
export function materialise(operation: Operation, context: MaterialiseContext, place: Place): FrozenRequest {
  const { detail } = operation;
  switch (detail.kind) {
    case 'submit':
      return post('/accruals/purchase-rules/trigger', purchaseBody(detail.transactionId, context, place));
    case 'cancel-sale':
      return {
        method: 'POST',
        path: `${EXECUTIONS}/${executionIdOf(originalOf(operation, context))}/cancel`,
        headers: BODYLESS_HEADERS,
        body: '',
      };
    case 'pay':
      return post('/redemptions/standard', {
        external_reference: detail.transactionId,
        ...redemptionBody(detail.amountMinor, context, place),
      });
    case 'cancel-payment': {
      const pay = originalOf(operation, context);
      return post('/redemptions/standard/cancel', {
        ...previousLink(pay, operation, context),
        reason: place.settings.redemptionReason,
        ...systemData(place.settings),
        metadata: metadataOf(neededSale(context), place),
      });
    }
    case 'adjust':
      checkNotOvertaken(operation, context);
      return detail.facts?.['target'] === 'pay'
        ? post('/redemptions/standard/adjust', {
            new_external_reference: detail.transactionId,
            ...previousLink(adjustedOf(operation, context), operation, context),
            ...redemptionBody(detail.amountMinor, context, place),
          })
        : retrigger(operation, detail, context, place);
    case 'enrol':
    case 'update-member':
    case 'submit-unclaimed':
    case 'identify':
    case 'release':
    case 'event':
      throw new ContradictionError('not-offered', `The loyalty program has no operation "${detail.kind}".`);
  }
}

const post = (path: string, body: Body): FrozenRequest => ({
  method: 'POST',
  path,
  headers: JSON_HEADERS,
  body: JSON.stringify(body),
});

function purchaseBody(reference: string, context: MaterialiseContext, { branchId, posId, settings }: Place): Body {
  const sale = neededSale(context);
  const purchase = purchaseOf(sale, settings);
  checkPays(sale, context.known);
  return {
    fiat_amount: fiatText(earningBaseMinor(purchase, settings), sale.currency),
    fiat_currency: sale.currency,
    loyalty_currency: settings.loyaltyCurrency,
    ...systemData(settings),
    member: neededMember(context, settings),
    external_reference: reference,
    metadata: {
      ...metadataOf(sale, { branchId, posId, settings }),
      total: fiatText(purchase.totalMinor, sale.currency),
      // Rules run when the request is processed, which may be long after the sale (section 10 rule 5).
      sold_at: utcSeconds(sale.closedAtMs ?? context.nowMs),
    },
    preferred_execution_mode: settings.executionMode,
    ...(settings.purchaseTags.length === 0 ? {} : { tags: settings.purchaseTags }),
    ...releaseDate(context.nowMs, settings),
  };
}

/** Section 10 rule 10: send time plus the store's return window, in whole minutes as the program keeps it. */
function releaseDate(nowMs: number, { releaseAfterDays }: CovalentSettings): Body {
  if (releaseAfterDays === 0) return {};
  const releaseAtMs = nowMs + releaseAfterDays * DAY;
  return { release_date: utcSeconds(releaseAtMs - (releaseAtMs % MINUTE)) };
}

/** Fiat form, which is the advised one because the value of a point changes (section 6.5). */
function redemptionBody(amountMinor: number, context: MaterialiseContext, place: Place): Body {
  const { settings } = place;
  const sale = neededSale(context);
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0)
    throw new ContradictionError('totals-mismatch', `A payment of ${amountMinor} minor units cannot be sent.`);
  return {
    loyalty_currency: settings.loyaltyCurrency,
    ...systemData(settings),
    member: neededMember(context, settings),
    reason: settings.redemptionReason,
    redemption_items: [
      {
        category: settings.itemCategory,
        channel: 'POS',
        fiat_amount: fiatText(amountMinor, sale.currency),
        fiat_currency: sale.currency,
      },
    ],
    metadata: metadataOf(sale, place),
  };
}

function retrigger(
  operation: Operation,
  detail: { readonly amountMinor: number; readonly facts?: Readonly<Record<string, string>> | undefined },
  context: MaterialiseContext,
  place: Place,
): FrozenRequest {
  const { settings } = place;
  const sale = neededSale(context);
  const submit = adjustedOf(operation, context);
  const releaseAtMs = releaseAtMsOf(submit);
  return post(`${EXECUTIONS}/${executionIdOf(submit)}/retrigger`, {
    fiat_amount: fiatText(detail.amountMinor, sale.currency),
    fiat_currency: sale.currency,
    ...systemData(settings),
    metadata: {
      ...metadataOf(sale, place),
      total: fiatText(Number(detail.facts?.['totalMinor'] ?? detail.amountMinor), sale.currency),
      sold_at: utcSeconds(sale.closedAtMs ?? context.nowMs),
    },
    ...(settings.purchaseTags.length === 0 ? {} : { tags: settings.purchaseTags }),
    // The return window does not begin anew.
    ...(releaseAtMs !== null && releaseAtMs > context.nowMs ? { release_date: utcSeconds(releaseAtMs) } : {}),
  });
}

/** `sale` is the reference by which the shop's own records and a reconciliation know it. */
const metadataOf = (sale: Sale, { branchId, posId }: Place): Body => ({
  sale: sale.reference,
  store: branchId,
  till: posId,
});

const systemData = ({ loyaltySystemData }: CovalentSettings): Body =>
  Object.keys(loyaltySystemData).length === 0 ? {} : { loyalty_system_data: loyaltySystemData };

/** Every loyalty tender is a payment that the program confirmed, over the same amount. */
function checkPays(sale: Sale, known: readonly Operation[]): void {
  for (const { payOperationId, amountMinor } of sale.tenders) {
    if (payOperationId === null) continue;
    const pay = known.find(({ id }) => id === payOperationId);
    if (pay?.detail.kind !== 'pay' || pay.happened !== 1 || pay.detail.amountMinor !== amountMinor)
      throw new ContradictionError('totals-mismatch', 'A loyalty tender has no payment that the program confirmed.');
  }
}

/** An adjustment says what stands in all, so one that was refused must not come after a later one. */
function checkNotOvertaken(operation: Operation, { known }: MaterialiseContext): void {
  const adjusted = adjustedOf(operation, { known });
  const chain = adjustsOf(adjusted.id, known);
  const place = chain.findIndex(({ id }) => id === operation.id);
  if (place !== -1 && chain.slice(place + 1).some(({ happened }) => happened !== 0))
    throw new ContradictionError(
      'overtaken',
      'A later return has changed this since. Have the program correct the rest, then close it.',
    );
}

function previousLink(pay: Operation, operation: Operation, { known }: MaterialiseContext): Body {
  const link = latestLinkOf(pay, known, operation.id);
  if (link === null)
    throw new ContradictionError('no-transaction', 'The payment to change has no transaction of the program.');
  return { previous_external_reference: link.externalReference, previous_transaction_id: link.transactionId };
}

function originalOf({ undoesId }: Operation, { known }: MaterialiseContext): Operation {
  return found(known, undoesId);
}

function adjustedOf({ detail }: Operation, { known }: Pick<MaterialiseContext, 'known'>): Operation {
  return found(known, detail.kind === 'adjust' ? (detail.facts?.['adjusts'] ?? null) : null);
}

function found(known: readonly Operation[], id: string | null): Operation {
  const operation = known.find((one) => one.id === id);
  if (operation === undefined)
    throw new ContradictionError('original-missing', 'The operation to change is not known.');
  return operation;
}

/** What the program calls the purchase of a sale. @throws ContradictionError */
export function executionIdOf(submit: Operation): string {
  const executionId = executionIdIn(submit);
  if (executionId === null)
    throw new ContradictionError('no-execution', 'The sale to change has no execution of the program.');
  return encodeURIComponent(executionId);
}

function neededSale({ sale }: MaterialiseContext): Sale {
  if (sale === null) throw new ContradictionError('no-sale', 'The sale of this operation is not known.');
  return sale;
}

function neededMember({ member }: MaterialiseContext, settings: CovalentSettings): Body {
  const wire = wireMember(member, settings);
  if (Object.keys(wire).length === 0)
    throw new ContradictionError('no-member', 'The identifiers of the member are no longer kept on this till.');
  return wire;
}
