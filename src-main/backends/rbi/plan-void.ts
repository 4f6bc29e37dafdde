import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Plan } from '../backend.ts';
import { reversalIn, syncDraft } from '../plan-links.ts';
import { nameOf } from './opened-transaction.ts';
import { releaseOf } from './release-of.ts';

/**
 * The void table of design 8 over one call: Void takes back a claim and lets go of a pending transaction alike (section 7).
 * A claim that was never sent is dropped, and only the transaction is released (section 12). Serves an abandoned sale as well.
 */
export function planVoid(sale: Sale, known: readonly Operation[], newId: () => string): Plan {
  const append: OperationDraft[] = [];
  const drop: string[] = [];
  const makeDue = known.filter(({ kind, state }) => kind === 'release' && state === 'owed').map(({ id }) => id);
  const unhappened: Operation[] = [];
  const cancelled = new Set<string | null>();
  for (const submit of known) {
    if (submit.kind !== 'submit' && submit.kind !== 'submit-unclaimed') continue;
    if (submit.state === 'dropped' || reversalIn(known, submit.id) !== null) continue;
    const reversal = reversalOf(submit);
    if (reversal === 'drop-original' || reversal === 'none') {
      if (reversal === 'drop-original') drop.push(submit.id);
      unhappened.push(submit);
      continue;
    }
    cancelled.add(nameOf(submit));
    append.push({
      ...syncDraft(newId(), 'cancel-sale'),
      saleId: sale.saleId,
      memberKeyId: submit.memberKeyId,
      detail: { kind: 'cancel-sale', transactionId: sale.saleId },
      afterId: submit.id,
      undoesId: submit.id,
    });
  }
  for (const { kind, state, id } of known)
    if (kind === 'identify' && (state === 'queued' || state === 'owed')) drop.push(id);
  for (const submit of unhappened) {
    if (cancelled.has(nameOf(submit))) continue;
    cancelled.add(nameOf(submit));
    const release = releaseOf(submit, known, newId);
    if (release !== null) append.push(release);
  }
  return { append, drop, makeDue };
}
