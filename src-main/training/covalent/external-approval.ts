import { z } from 'zod';
import type { CovalentContext } from './covalent-context.ts';
import { postEarn, postSale, postSpend } from './post-movements.ts';
import type { CovalentTransaction } from './transaction-store.ts';

export const approvalOrder = z.strictObject({
  /** Absent: every transaction that waits. */
  transactionId: z.string().optional(),
  decision: z.enum(['approve', 'reject']),
});

/** Somebody outside decides about transactions with the status `pending_external_approval`. Answers how many it were. */
export function decideApproval(context: CovalentContext, order: z.infer<typeof approvalOrder>): { decided: number } {
  return context.inOneCommit(() => {
    const waiting = context.transactions
      .list(null)
      .filter(({ status }) => status === 'pending_external_approval')
      .filter(({ id }) => order.transactionId === undefined || id === order.transactionId);
    for (const transaction of waiting) {
      if (order.decision === 'approve') approve(context, transaction);
      else reject(context, transaction);
    }
    return { decided: waiting.length };
  });
}

function approve({ transactions, nowMs }: CovalentContext, transaction: CovalentTransaction): void {
  const released = transaction.releaseAtMs === null || transaction.releaseAtMs <= nowMs();
  transactions.save({
    ...transaction,
    status: released ? 'completed' : 'pending',
    statusMessage: null,
    statusMessageCode: released ? null : 'release_date_not_reached',
    completedAtMs: released ? nowMs() : null,
  });
}

function reject(context: CovalentContext, transaction: CovalentTransaction): void {
  const rejected: CovalentTransaction = {
    ...transaction,
    status: 'rejected',
    statusMessage: 'Not approved',
    statusMessageCode: null,
  };
  context.transactions.save(rejected);
  if (transaction.type === 'redemption') {
    const redemption = context.redemptions.byLatest(transaction.id);
    if (redemption === null) return;
    context.redemptions.save({ ...redemption, cancelled: true }, null);
    postSpend(context, redemption, -1);
    return;
  }
  const execution = transaction.executionId === null ? null : context.executions.byId(transaction.executionId);
  if (execution === null) return;
  postEarn(context, transaction, execution.reference, -1);
  const stands = execution.transactionIds.some((id) => context.transactions.byId(id)?.status !== 'rejected');
  if (!stands) postSale(context, execution, -1);
}
