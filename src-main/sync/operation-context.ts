import type { Operation } from '../../src-shared/queue/operation.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { MaterialiseContext, ResolveContext } from '../backends/backend.ts';
import type { Stores } from '../stores/stores.ts';

/** Everything an operation's bytes are made from, read from the stores. */
export function materialiseContext(operation: Operation, stores: Stores, nowMs: number): MaterialiseContext {
  let known: readonly Operation[] | null = null;
  return {
    sale: operation.saleId === null ? null : stores.sales.byId(operation.saleId),
    member: operation.memberKeyId === null ? [] : (stores.memberKeys.identifiers(operation.memberKeyId) ?? []),
    // Read only where it is asked for: most bytes are made without the other operations of their sale.
    get known() {
      known ??= stores.operations.ofSameSale(operation);
      return known;
    },
    nowMs,
  };
}

/** The same, and what else may have moved the member's balance since the evidence was read. */
export function resolveContext(operation: Operation, stores: Stores, nowMs: number): ResolveContext {
  const sinceMs = operation.evidence?.balanceBeforeAtMs ?? operation.firstSentAtMs ?? operation.recordedAtMs;
  const disturbedBy = stores.operations.disturbing(operation, sinceMs);
  const disturbingSales = new Map<string, Sale>();
  for (const { saleId } of disturbedBy) {
    const sale = saleId === null || disturbingSales.has(saleId) ? null : stores.sales.byId(saleId);
    if (sale !== null) disturbingSales.set(sale.saleId, sale);
  }
  return { ...materialiseContext(operation, stores, nowMs), disturbedBy, disturbingSales };
}
