import { randomUUID } from 'node:crypto';
import type { OperationDetail, OperationDraft, OperationKind } from '../../src-shared/queue/operation.ts';

function detailOf(kind: OperationKind): OperationDetail {
  const transactionId = 'invented-sale';
  switch (kind) {
    case 'pay':
    case 'cancel-payment':
    case 'adjust':
      return { kind, transactionId, amountMinor: 400 };
    case 'submit':
    case 'submit-unclaimed':
    case 'cancel-sale':
    case 'release':
      return { kind, transactionId };
    case 'identify':
      return { kind };
    case 'enrol':
      return { kind, profile: { email: 'nora@example.org' }, consentedAtMs: 1 };
    case 'update-member':
      return { kind, profile: { firstName: 'Nora' } };
    case 'event':
      return { kind, type: 'invented', atMs: 1 };
  }
}

/** A draft that is due at once, unless its fields say otherwise. */
export function aDraft(kind: OperationKind, fields: Partial<OperationDraft> = {}): OperationDraft {
  return {
    id: randomUUID(),
    kind,
    saleId: null,
    memberKeyId: null,
    detail: detailOf(kind),
    state: 'queued',
    lane: kind === 'pay' ? 'fast' : 'sync',
    afterId: null,
    undoesId: null,
    replacesId: null,
    evidence: null,
    ...fields,
  };
}

/** A pay with its owed cancel, as every back end plans them. */
export function aPayWithCancel(payId: string, cancelId: string): OperationDraft[] {
  return [
    aDraft('pay', { id: payId }),
    aDraft('cancel-payment', { id: cancelId, state: 'owed', afterId: payId, undoesId: payId }),
  ];
}
