import { isFinished, type Operation, type OperationDraft } from '../../src-shared/queue/operation.ts';
import type { DirectAnswer } from '../../src-shared/queue/outcome.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { FollowUp, Plan } from './backend.ts';

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

/** Operations of the member's other sales are known as well, and are none of this sale's business. */
export const ofSale = ({ saleId }: Pick<Sale, 'saleId'>, known: readonly Operation[]): readonly Operation[] =>
  known.filter((operation) => operation.saleId === saleId);

/** What a plan without any effect says. */
export const NO_PLAN: Plan = { append: [], drop: [], makeDue: [] };

/** For a back end whose outcomes make nothing necessary. */
export const NOTHING_FOLLOWS: FollowUp = { ...NO_PLAN, close: false };

/** For a program without codes from advertising. */
export const NO_PROMO_CODES: DirectAnswer<never> = {
  kind: 'refused',
  code: 'not-offered',
  text: 'This program has no promo codes.',
  notFound: false,
};

/** For a program that reserves nothing before the sale is paid; screens do not ask, because its capabilities say so. */
export const NOTHING_TO_RESERVE: DirectAnswer<never> = {
  kind: 'refused',
  code: 'not-offered',
  text: 'This program does not reserve benefits.',
  notFound: false,
};
