import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import { syncDraft } from '../plan-links.ts';
import { nameOf } from './opened-transaction.ts';

/**
 * The release of the transaction that a claim was for, where the claim did not and will not happen: it stands PENDING, with
 * what it reserved. Null: nothing was opened, or it is being released already.
 */
export function releaseOf(submit: Operation, known: readonly Operation[], newId: () => string): OperationDraft | null {
  const { detail } = submit;
  if (detail.kind !== 'submit') return null;
  const name = nameOf(submit);
  const isReleased = known.some(
    (operation) => operation.kind === 'release' && operation.state !== 'dropped' && nameOf(operation) === name,
  );
  if (isReleased) return null;
  const identifyId = detail.facts?.['identifyId'];
  const identify = known.find(({ id }) => id === identifyId);
  if (identifyId !== undefined) {
    const reversal = identify === undefined ? 'none' : reversalOf(identify);
    if (reversal === 'none' || reversal === 'drop-original') return null;
  }
  return {
    ...syncDraft(newId(), 'release'),
    saleId: submit.saleId,
    memberKeyId: submit.memberKeyId,
    detail: { kind: 'release', transactionId: detail.transactionId, facts: detail.facts },
    // What a lost identify opened is known when its repeat answers.
    undoesId: identifyId ?? null,
    afterId: identifyId ?? null,
  };
}
