import { materialiseContext } from '../../src-main/sync/operation-context.ts';
import type { TillParts } from '../../src-main/till/till-parts.ts';

/** The body that an operation of the queue will be sent with. */
export function requestBodyOf(operationId: string, { stores, backEnd, clock }: TillParts): string {
  const operation = stores.operations.byId(operationId);
  if (operation === null) throw new Error('no such operation');
  return backEnd.materialise(operation, materialiseContext(operation, stores, clock.nowMs())).body;
}
