import { isFinished, type Operation, type OperationDraft } from '../../src-shared/queue/operation.ts';
import { reversalOf } from '../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { Plan, PlanEvent } from './backend.ts';
import { reversalIn, syncDraft } from './plan-links.ts';

/** What the program is told of a pay and of its cancel. */
export interface PayTerms {
  readonly transactionId: string;
  readonly payFacts?: Readonly<Record<string, string>>;
  readonly cancelFacts?: Readonly<Record<string, string>>;
}

/**
 * The pay and, in the same commit, the cancel that becomes due only if the sale dies (design 7.8). A second pay goes after
 * the cancel of the first, so that both never stand together.
 *
 * @param known operations of the sale, in order of recording.
 */
export function payWithCancel(
  { sale, amountMinor, evidence }: PlanEvent & { readonly kind: 'pay' },
  known: readonly Operation[],
  newId: () => string,
  { transactionId, payFacts, cancelFacts }: PayTerms,
): Plan {
  const earlier = known
    .filter((operation) => operation.kind === 'pay' && reversalOf(operation) !== 'none')
    .map((operation) => reversalIn(known, operation.id))
    .findLast((cancel) => cancel !== null && !isFinished(cancel.state));
  const shared = { saleId: sale.saleId, memberKeyId: sale.memberKeyId };
  const payId = newId();
  const pay: OperationDraft = {
    ...syncDraft(payId, 'pay'),
    ...shared,
    detail: { kind: 'pay', transactionId, amountMinor, ...(payFacts === undefined ? {} : { facts: payFacts }) },
    lane: 'fast',
    afterId: earlier?.id ?? null,
    evidence,
  };
  const cancel: OperationDraft = {
    ...syncDraft(newId(), 'cancel-payment'),
    ...shared,
    detail: {
      kind: 'cancel-payment',
      transactionId,
      amountMinor,
      ...(cancelFacts === undefined ? {} : { facts: cancelFacts }),
    },
    state: 'owed',
    afterId: payId,
    undoesId: payId,
  };
  return { append: [pay, cancel], drop: [], makeDue: earlier?.state === 'owed' ? [earlier.id] : [] };
}

/**
 * What completing a sale makes of its owed cancels: a delivered pay that is a tender stays, one that was never sent must not
 * be sent any more, every other one is given back. `known` may hold other sales of the member: theirs are left alone.
 */
export function endOfPays(sale: Sale, known: readonly Operation[]): Pick<Plan, 'drop' | 'makeDue'> {
  const drop: string[] = [];
  const makeDue: string[] = [];
  for (const cancel of known) {
    if (cancel.kind !== 'cancel-payment' || cancel.state !== 'owed' || cancel.saleId !== sale.saleId) continue;
    const pay = known.find((operation) => operation.id === cancel.undoesId);
    const isTender = sale.tenders.some((tender) => tender.payOperationId === cancel.undoesId);
    if (pay?.state === 'delivered' && isTender) drop.push(cancel.id);
    else if (pay?.state === 'queued') drop.push(pay.id, cancel.id);
    else makeDue.push(cancel.id);
  }
  return { drop, makeDue };
}
