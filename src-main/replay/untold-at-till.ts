import { isFinished, type Operation } from '../../src-shared/queue/operation.ts';
import type { Untold } from './due.ts';

type Fact = Pick<Operation, 'id' | 'kind' | 'state' | 'happened' | 'undoesId'>;

/** A recorded sale with what the till stored of it. */
export interface RecordedSale {
  readonly state: 'completed' | 'voided';
  /** Minor units; below 0 for most returns. */
  readonly totalMinor: number;
  readonly isReturn: boolean;
  /** Whether its receipt has a code with which it can still be claimed. */
  readonly claimable: boolean;
  readonly operations: readonly Fact[];
}

/**
 * What a till kept from its program (replay.md rule 15). Pure.
 *
 * @param takesReturns whether the program takes a return; one that moves nothing there is then nothing to correct
 */
export function untoldAtTill(sales: Iterable<RecordedSale>, takesReturns: boolean): Untold {
  let held = 0;
  let count = 0;
  let minor = 0;
  for (const sale of sales) {
    if (sale.state === 'completed' && sale.claimable && !isTold(sale)) held += 1;
    if (!isUncorrected(sale, takesReturns)) continue;
    count += 1;
    minor += Math.abs(sale.totalMinor);
  }
  return { held, uncorrected: { count, minor } };
}

const isReport = ({ kind }: Fact): boolean => kind === 'submit' || kind === 'submit-unclaimed';

const isTold = ({ operations }: RecordedSale): boolean =>
  operations.some((operation) => isReport(operation) && operation.state !== 'dropped');

function isUncorrected(sale: RecordedSale, takesReturns: boolean): boolean {
  if (sale.state === 'completed') return sale.isReturn && !takesReturns && !isTold(sale);
  return sale.operations.some(
    (operation) =>
      (isReport(operation) || operation.kind === 'pay') && operation.happened === 1 && !isReversed(operation, sale),
  );
}

/** Taken back, or going to be. */
const isReversed = ({ id }: Fact, { operations }: RecordedSale): boolean =>
  operations.some(({ undoesId, state, happened }) => undoesId === id && (!isFinished(state) || happened === 1));
