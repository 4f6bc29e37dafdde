import { isFinished, type Operation, type OperationDraft } from '../../../src-shared/queue/operation.ts';

/** A draft for the sync loop, due at once, without links. */
export function syncDraft<K extends OperationDraft['kind']>(id: string, kind: K) {
  return {
    id,
    kind,
    saleId: null,
    memberKeyId: null,
    state: 'queued',
    lane: 'sync',
    afterId: null,
    undoesId: null,
    replacesId: null,
    evidence: null,
  } as const;
}

/** An enrolment of this member that has not reached the program yet: nothing of his may overtake it. */
export function unfinishedEnrol(known: readonly Operation[], memberKeyId: string | null): string | null {
  if (memberKeyId === null) return null;
  const enrol = known.findLast(
    (operation) => operation.kind === 'enrol' && operation.memberKeyId === memberKeyId && !isFinished(operation.state),
  );
  return enrol?.id ?? null;
}

/** The reversal of an operation that still counts: a dropped one does not. */
export function reversalIn(known: readonly Operation[], originalId: string): Operation | null {
  return known.findLast((operation) => operation.undoesId === originalId && operation.state !== 'dropped') ?? null;
}
