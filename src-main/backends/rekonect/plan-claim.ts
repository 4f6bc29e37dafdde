import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Plan } from '../backend.ts';
import { NO_PLAN, reversalIn, syncDraft, unfinishedEnrol } from '../plan-links.ts';

/**
 * Gives an unclaimed sale to a member (contract section 6 rule 7). Not yet sent: the submit goes with the member, under the
 * same id. May have happened: it is cancelled and submitted again under `<id>-C1`, because the program refuses the same id
 * with other content (A7).
 */
export function planClaim(sale: Sale, memberKeyId: string, known: readonly Operation[], newId: () => string): Plan {
  const original = known.findLast(
    (operation) =>
      operation.kind === 'submit-unclaimed' &&
      operation.state !== 'dropped' &&
      reversalIn(known, operation.id) === null,
  );
  if (original?.detail.kind !== 'submit-unclaimed') return NO_PLAN;
  const { transactionId } = original.detail;
  const enrolId = unfinishedEnrol(known, memberKeyId);
  const submit = (id: string, afterId: string | null): OperationDraft => ({
    ...syncDraft(newId(), 'submit'),
    saleId: sale.saleId,
    memberKeyId,
    detail: { kind: 'submit', transactionId: id },
    afterId,
  });
  switch (reversalOf(original)) {
    case 'drop-original':
      return { append: [submit(transactionId, enrolId)], drop: [original.id], makeDue: [] };
    case 'none':
      // Refused, or found not to have happened: this one corrects it.
      return { append: [{ ...submit(transactionId, enrolId), replacesId: original.id }], drop: [], makeDue: [] };
    case 'due-now':
    case 'store-and-wait': {
      const cancelId = newId();
      const cancel: OperationDraft = {
        ...syncDraft(cancelId, 'cancel-sale'),
        saleId: sale.saleId,
        memberKeyId: null,
        detail: { kind: 'cancel-sale', transactionId },
        // `undoesId` waits for the original by itself, so where the member is still to be enrolled the link can hold that:
        // the new submit, which follows the cancel, must not overtake the enrolment.
        afterId: enrolId ?? original.id,
        undoesId: original.id,
      };
      return { append: [cancel, submit(`${transactionId}-C1`, cancelId)], drop: [], makeDue: [] };
    }
  }
}
