import type { Operation } from '../../src-shared/queue/operation.ts';
import type { MaterialiseContext, ResolveContext } from '../backends/backend.ts';
import type { Stores } from '../stores/stores.ts';

/** Everything an operation's bytes are made from, read from the stores. */
export function materialiseContext(operation: Operation, stores: Stores): MaterialiseContext {
  return {
    sale: operation.saleId === null ? null : stores.sales.byId(operation.saleId),
    member: operation.memberKeyId === null ? [] : (stores.memberKeys.identifiers(operation.memberKeyId) ?? []),
    known: operation.saleId === null ? [operation] : stores.operations.ofSale(operation.saleId),
  };
}

/** The same, and what else may have moved the member's balance since the evidence was read. */
export function resolveContext(operation: Operation, stores: Stores): ResolveContext {
  const sinceMs = operation.evidence?.balanceBeforeAtMs ?? operation.firstSentAtMs ?? operation.recordedAtMs;
  return { ...materialiseContext(operation, stores), disturbedBy: stores.operations.disturbing(operation, sinceMs) };
}
