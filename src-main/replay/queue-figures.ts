import type { Operation, OperationDetail, OperationState } from '../../src-shared/queue/operation.ts';
import type { TillFigures } from './replay-till.ts';

/** What is counted of a row; its detail is null where its sealed columns cannot be read. */
export type CountedRow = Pick<
  Operation,
  'id' | 'kind' | 'saleId' | 'state' | 'happened' | 'firstSentAtMs' | 'afterId' | 'undoesId'
> & { readonly detail: OperationDetail | null };

type Bucket = keyof TillFigures['operations'];

const BUCKETS: Readonly<Record<OperationState, Bucket>> = {
  owed: 'open',
  queued: 'open',
  sending: 'open',
  unknown: 'open',
  parked: 'parked',
  delivered: 'delivered',
  dropped: 'dropped',
  closed: 'closed',
};

/**
 * Sums up a till's whole queue (replay.md rules 14 and 15). Pure.
 *
 * A row that was never sent and waits for a parked one is part of the same doubt: it counts as parked, not as open.
 *
 * @param referenceOf the invoice number of a sale id
 */
export function queueFigures(
  operations: readonly CountedRow[],
  referenceOf: (saleId: string | null) => string,
): Omit<TillFigures, 'untold'> {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const counts = { delivered: 0, dropped: 0, closed: 0, parked: 0, open: 0 };
  const inDoubt = new Map<string, number>();
  const wronglyParked: { reference: string; kind: string }[] = [];
  for (const operation of operations) {
    const waits = BUCKETS[operation.state] === 'open' && waitsForParked(operation, byId);
    counts[waits ? 'parked' : BUCKETS[operation.state]] += 1;
    if (operation.state !== 'parked') continue;
    const reference = referenceOf(operation.saleId);
    const { detail } = operation;
    if (operation.happened === null && (detail?.kind === 'pay' || detail?.kind === 'cancel-payment'))
      inDoubt.set(reference, Math.abs(detail.amountMinor));
    else wronglyParked.push({ reference, kind: operation.kind });
  }
  return {
    operations: counts,
    inDoubt: [...inDoubt].map(([reference, minor]) => ({ reference, minor })),
    wronglyParked,
  };
}

function waitsForParked(operation: CountedRow, byId: ReadonlyMap<string, CountedRow>): boolean {
  if (operation.firstSentAtMs !== null) return false;
  return [operation.undoesId, operation.afterId].some((id) => {
    const other = id === null ? undefined : byId.get(id);
    return other !== undefined && (other.state === 'parked' || waitsForParked(other, byId));
  });
}
