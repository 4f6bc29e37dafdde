import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Plan } from '../backend.ts';
import { reversalIn, syncDraft } from '../plan-links.ts';
import { lastLinkId, releaseAtMsOf } from './chain.ts';

/**
 * The void table of design 8, an operation at a time. What the sale earned and what it was paid with are taken back
 * independently of each other: neither waits for the other. Serves an abandoned basket as well.
 *
 * Points that were final at once have no reversal: nothing is sent, and the void said so before. Points that became final
 * later are still asked back, because only the program knows its clock; its refusal then stays listed.
 */
export function planVoid(sale: Sale, known: readonly Operation[], newId: () => string): Plan {
  const append: OperationDraft[] = [];
  const drop: string[] = [];
  const makeDue: string[] = [];
  const undo = (original: Operation): Pick<OperationDraft, 'saleId' | 'memberKeyId' | 'afterId' | 'undoesId'> => ({
    saleId: sale.saleId,
    memberKeyId: original.memberKeyId,
    afterId: lastLinkId(original.id, known),
    undoesId: original.id,
  });

  for (const submit of known) {
    if (submit.detail.kind !== 'submit' || reversalIn(known, submit.id) !== null) continue;
    const reversal = reversalOf(submit);
    if (reversal === 'drop-original') drop.push(submit.id);
    if (reversal !== 'due-now' && reversal !== 'store-and-wait') continue;
    if (reversal === 'due-now' && releaseAtMsOf(submit) === null) continue;
    const { transactionId } = submit.detail;
    append.push({
      ...syncDraft(newId(), 'cancel-sale'),
      ...undo(submit),
      detail: { kind: 'cancel-sale', transactionId },
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
      const { transactionId, amountMinor } = pay.detail;
      append.push({
        ...syncDraft(newId(), 'cancel-payment'),
        ...undo(pay),
        detail: { kind: 'cancel-payment', transactionId, amountMinor },
      });
    }
  }
  return { append, drop, makeDue };
}
