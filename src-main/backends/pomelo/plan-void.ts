import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Plan } from '../backend.ts';
import { reversalIn, syncDraft } from '../plan-links.ts';
import { adjustmentOf, factsOf, opposite } from './adjustment.ts';

/**
 * The void table of design 8: the opposite adjustment of each operation, under a key of its own (contract section 8.5).
 * Gives before takes (8.8): a take waits for the give, because several requests are on their way at once and it would be
 * refused where only what is given back covers it. A give waits for nothing.
 */
export function planVoid(sale: Sale, known: readonly Operation[], newId: () => string): Plan {
  const drop: string[] = [];
  const makeDue: string[] = [];
  const reversals: OperationDraft[] = [];
  for (const operation of known) {
    if ((operation.kind !== 'pay' && operation.kind !== 'submit') || operation.saleId !== sale.saleId) continue;
    const standing = reversalIn(known, operation.id);
    const reversal = reversalOf(operation);
    if (reversal === 'drop-original') {
      drop.push(operation.id);
      if (standing?.state === 'owed' || standing?.state === 'queued') drop.push(standing.id);
    } else if (reversal !== 'none') {
      if (standing?.state === 'owed') makeDue.push(standing.id);
      if (standing === null) reversals.push(...reversalDraft(operation, newId));
    }
  }
  const gives = reversals.filter((draft) => (adjustmentOf(draft)?.points ?? 0) > 0);
  const takes = reversals.filter((draft) => !gives.includes(draft));
  const afterId = gives.at(-1)?.id ?? null;
  return { append: [...gives, ...takes.map((take) => ({ ...take, afterId }))], drop, makeDue };
}

function reversalDraft(operation: Operation, newId: () => string): OperationDraft[] {
  const { id, detail, saleId, memberKeyId } = operation;
  const moved = adjustmentOf(operation);
  if (moved === null || (detail.kind !== 'pay' && detail.kind !== 'submit')) return [];
  const { transactionId } = detail;
  const facts = factsOf(opposite(moved));
  const links = { saleId, memberKeyId, undoesId: id };
  return detail.kind === 'pay'
    ? [
        {
          ...syncDraft(newId(), 'cancel-payment'),
          ...links,
          detail: { kind: 'cancel-payment', transactionId, amountMinor: detail.amountMinor, facts },
        },
      ]
    : [{ ...syncDraft(newId(), 'cancel-sale'), ...links, detail: { kind: 'cancel-sale', transactionId, facts } }];
}
