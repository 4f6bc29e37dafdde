import { isFinished, type Operation } from '../../../src-shared/queue/operation.ts';
import { ContradictionError } from '../contradiction-error.ts';

/** A loyalty transaction and whose it is. */
export interface LoyaltyTransaction {
  readonly transactionId: string;
  readonly loyaltyId: string;
}

export const loyaltyFacts = ({ loyaltyId }: LoyaltyTransaction): Readonly<Record<string, string>> => ({ loyaltyId });

/** What the open sale goes on with: its latest owed release; null: nobody was identified online. */
export function openedNow(known: readonly Operation[]): Operation | null {
  return known.findLast(({ kind, state }) => kind === 'release' && state === 'owed') ?? null;
}

/** The transaction that an operation is about, as it was planned, or as the identify before it answered. Null: none is named. */
export function transactionOf(operation: Operation, known: readonly Operation[]): LoyaltyTransaction | null {
  const { detail } = operation;
  if (detail.kind !== 'submit' && detail.kind !== 'release') return null;
  const { loyaltyId, identifyId } = detail.facts ?? {};
  if (identifyId === undefined)
    return loyaltyId === undefined ? null : { transactionId: detail.transactionId, loyaltyId };
  const answer = known.find(({ id }) => id === identifyId)?.answer?.facts;
  const transactionId = answer?.['transactionId'];
  const answeredId = answer?.['loyaltyId'];
  return transactionId === undefined || answeredId === undefined ? null : { transactionId, loyaltyId: answeredId };
}

/** @throws ContradictionError where it is not known, so that the row is parked and not the queue. */
export function neededTransaction(operation: Operation, known: readonly Operation[]): LoyaltyTransaction {
  const transaction = transactionOf(operation, known);
  if (transaction === null)
    throw new ContradictionError('no-transaction', 'The program named no loyalty transaction for this sale.');
  return transaction;
}

/** Whether two operations are about the same transaction, also while nobody knows its id yet. */
export function nameOf({ detail }: Operation): string | null {
  if (detail.kind !== 'submit' && detail.kind !== 'release') return null;
  const identifyId = detail.facts?.['identifyId'];
  return identifyId === undefined ? detail.transactionId : `identified by ${identifyId}`;
}

/** An older transaction of this sale that is still being released: a claim must not overtake it (design 7.7). */
export function unfinishedRelease(known: readonly Operation[]): string | null {
  const waiting = known.findLast(
    ({ kind, state, detail }) =>
      kind === 'release' &&
      state !== 'owed' &&
      !isFinished(state) &&
      detail.kind === 'release' &&
      detail.facts?.['of'] !== ANOTHER_GUEST,
  );
  return waiting?.id ?? null;
}

/** In the facts of a release: it is not this sale's guest, so nothing of the basket is told. */
export const ANOTHER_GUEST = 'another-guest';
