import { materialiseContext } from '../../src-main/sync/operation-context.ts';
import type { TillParts } from '../../src-main/till/till-parts.ts';
import type { FrozenRequest } from '../../src-shared/queue/operation.ts';

/** What an operation of the queue will be sent as; the till adds only its key. */
export function requestOf(operationId: string, { stores, backEnd, clock }: TillParts): FrozenRequest {
  const operation = stores.operations.byId(operationId);
  if (operation === null) throw new Error('no such operation');
  return backEnd.materialise(operation, materialiseContext(operation, stores, clock.nowMs()));
}
