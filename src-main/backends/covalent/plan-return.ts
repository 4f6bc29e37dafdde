import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Plan } from '../backend.ts';
import { NO_PLAN, reversalIn, syncDraft } from '../plan-links.ts';
import { adjustsOf, lastLinkId, releaseAtMsOf } from './chain.ts';
import type { CovalentSettings } from './covalent-settings.ts';
import { earningBaseMinor, type Purchase, purchaseOf, together } from './purchase-amounts.ts';

/**
 * A return of lines: the purchase is run anew on what is left while it is pending (contract section 6.2), and a payment with
 * points is adjusted to what is left of it (6.5). Both belong to the sale that is returned from, whose chain they lengthen.
 * Where nothing is left, the whole is cancelled. What is final already stays as it is, which the till says beforehand.
 */
export function planReturn(
  sale: Sale,
  original: { readonly sale: Sale; readonly operations: readonly Operation[] },
  settings: CovalentSettings,
  newId: () => string,
): Plan {
  // Without the member's identifiers the program cannot be told whose points change.
  if (sale.memberKeyId === null) return NO_PLAN;
  const { operations } = original;
  const submit = operations.findLast(
    (operation) => operation.kind === 'submit' && isChangeable(operation, operations, settings, sale),
  );
  const change = purchaseOf(sale, settings);
  const append: OperationDraft[] = [];
  if (submit !== undefined)
    append.push(saleChange(submit, standingPurchase(submit, original, settings), change, original, settings, newId));
  for (const { payOperationId, amountMinor } of sale.tenders) {
    const pay = operations.find(({ id }) => id === payOperationId);
    if (pay?.detail.kind === 'pay' && isStanding(pay, operations))
      append.push(payChange(pay, amountMinor, original, newId));
  }
  return { append, drop: [], makeDue: [] };
}

function isStanding(operation: Operation, operations: readonly Operation[]): boolean {
  const reversal = reversalIn(operations, operation.id);
  return reversalOf(operation) !== 'none' && (reversal === null || reversal.state === 'owed');
}

/** Whether the purchase is pending when this return is made, as far as the till can tell. */
function isChangeable(
  submit: Operation,
  operations: readonly Operation[],
  { releaseAfterDays }: CovalentSettings,
  { closedAtMs }: Sale,
): boolean {
  if (!isStanding(submit, operations)) return false;
  if (submit.happened !== 1) return releaseAfterDays > 0;
  const releaseAtMs = releaseAtMsOf(submit);
  return releaseAtMs !== null && (closedAtMs === null || closedAtMs < releaseAtMs);
}

/** What stands after earlier returns, as their adjustments wrote it down. */
function standingPurchase(
  submit: Operation,
  original: { readonly sale: Sale; readonly operations: readonly Operation[] },
  settings: CovalentSettings,
): Purchase {
  const last = adjustsOf(submit.id, original.operations).at(-1);
  const facts = last?.detail.kind === 'adjust' ? last.detail.facts : undefined;
  if (facts === undefined) return purchaseOf(original.sale, settings);
  return {
    totalMinor: Number(facts['totalMinor']),
    earningMinor: Number(facts['earningMinor']),
    pointsPaidMinor: Number(facts['pointsPaidMinor']),
  };
}

function saleChange(
  submit: Operation,
  before: Purchase,
  change: Purchase,
  { sale, operations }: { readonly sale: Sale; readonly operations: readonly Operation[] },
  settings: CovalentSettings,
  newId: () => string,
): OperationDraft {
  const left = together(before, change);
  const shared = {
    saleId: sale.saleId,
    memberKeyId: submit.memberKeyId,
    afterId: lastLinkId(submit.id, operations),
  };
  const reference = 'transactionId' in submit.detail ? submit.detail.transactionId : sale.saleId;
  if (left.totalMinor <= 0)
    return {
      ...syncDraft(newId(), 'cancel-sale'),
      ...shared,
      undoesId: submit.id,
      detail: { kind: 'cancel-sale', transactionId: reference },
    };
  return {
    ...syncDraft(newId(), 'adjust'),
    ...shared,
    detail: {
      kind: 'adjust',
      transactionId: nextLink(submit.id, reference, operations),
      amountMinor: earningBaseMinor(left, settings),
      facts: {
        adjusts: submit.id,
        target: 'sale',
        totalMinor: String(left.totalMinor),
        earningMinor: String(left.earningMinor),
        pointsPaidMinor: String(left.pointsPaidMinor),
      },
    },
  };
}

/** @param changeMinor below 0: what goes back as points */
function payChange(
  pay: Operation,
  changeMinor: number,
  { sale, operations }: { readonly sale: Sale; readonly operations: readonly Operation[] },
  newId: () => string,
): OperationDraft {
  const { detail } = adjustsOf(pay.id, operations).at(-1) ?? pay;
  const standing = 'amountMinor' in detail ? detail.amountMinor : 0;
  const amountMinor = standing + changeMinor;
  const reference = 'transactionId' in pay.detail ? pay.detail.transactionId : sale.saleId;
  const shared = { saleId: sale.saleId, memberKeyId: pay.memberKeyId, afterId: lastLinkId(pay.id, operations) };
  if (amountMinor <= 0)
    return {
      ...syncDraft(newId(), 'cancel-payment'),
      ...shared,
      undoesId: pay.id,
      detail: { kind: 'cancel-payment', transactionId: reference, amountMinor: standing },
    };
  return {
    ...syncDraft(newId(), 'adjust'),
    ...shared,
    detail: {
      kind: 'adjust',
      transactionId: nextLink(pay.id, reference, operations),
      amountMinor,
      facts: { adjusts: pay.id, target: 'pay' },
    },
  };
}

/** `…-R-A1`, `…-R-A2` (section 10 rule 3); counted over every adjustment ever planned, so that none comes twice. */
function nextLink(originalId: string, reference: string, operations: readonly Operation[]): string {
  const before = operations.filter(
    ({ detail }) => detail.kind === 'adjust' && detail.facts?.['adjusts'] === originalId,
  ).length;
  return `${reference}-A${before + 1}`;
}
