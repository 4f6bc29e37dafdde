import { isFinished, type Operation, type OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Plan } from '../backend.ts';
import { reversalIn, syncDraft } from '../plan-links.ts';

/**
 * The void table of design 8, an operation at a time. Order by contract section 6 rule 8 and A11: the sale first, then its
 * payments, since no points may come back while the sale still stands. Serves an abandoned basket as well, which has
 * payments at most.
 */
export function planVoid(sale: Sale, known: readonly Operation[], newId: () => string): Plan {
  const append: OperationDraft[] = [];
  const drop: string[] = [];
  const makeDue: string[] = [];

  let saleCancelId =
    known.findLast((operation) => operation.kind === 'cancel-sale' && !isFinished(operation.state))?.id ?? null;
  for (const submit of known) {
    if (submit.detail.kind !== 'submit' && submit.detail.kind !== 'submit-unclaimed') continue;
    // A claimed sale was taken back here once already; the void concerns what the claim sent.
    if (reversalIn(known, submit.id) !== null) continue;
    const reversal = reversalOf(submit);
    if (reversal === 'drop-original') drop.push(submit.id);
    if (reversal !== 'due-now' && reversal !== 'store-and-wait') continue;
    saleCancelId = newId();
    append.push({
      ...syncDraft(saleCancelId, 'cancel-sale'),
      saleId: sale.saleId,
      memberKeyId: submit.memberKeyId,
      detail: { kind: 'cancel-sale', transactionId: submit.detail.transactionId },
      afterId: submit.id,
      undoesId: submit.id,
    });
  }

  for (const pay of known) {
    if (pay.detail.kind !== 'pay') continue;
    const reversal = reversalOf(pay);
    const cancel = reversalIn(known, pay.id);
    if (reversal === 'drop-original') {
      drop.push(pay.id);
      if (cancel?.state === 'owed' || cancel?.state === 'queued') drop.push(cancel.id);
    } else if (reversal !== 'none') {
      if (cancel?.state === 'owed') makeDue.push(cancel.id);
      if (cancel !== null) continue;
      append.push({
        ...syncDraft(newId(), 'cancel-payment'),
        saleId: sale.saleId,
        memberKeyId: pay.memberKeyId,
        detail: {
          kind: 'cancel-payment',
          transactionId: pay.detail.transactionId,
          amountMinor: pay.detail.amountMinor,
        },
        afterId: saleCancelId ?? pay.id,
        undoesId: pay.id,
      });
    }
  }
  return { append, drop, makeDue };
}
