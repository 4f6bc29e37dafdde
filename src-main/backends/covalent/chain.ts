import type { Operation } from '../../../src-shared/queue/operation.ts';

const isOut = ({ state, happened }: Operation): boolean =>
  state === 'dropped' || ((state === 'parked' || state === 'closed') && happened === 0);

/** The adjustments of an operation that stand or may still come, in order of recording. */
export function adjustsOf(originalId: string, known: readonly Operation[]): readonly Operation[] {
  return known.filter(
    (operation) =>
      operation.detail.kind === 'adjust' && operation.detail.facts?.['adjusts'] === originalId && !isOut(operation),
  );
}

/** What has to be finished before an operation's chain may be changed again. */
export const lastLinkId = (originalId: string, known: readonly Operation[]): string =>
  adjustsOf(originalId, known).at(-1)?.id ?? originalId;

/** What the program calls a purchase, from its answer or from a manager's finding; null: nobody said. */
export const executionIdIn = ({ answer }: Operation): string | null =>
  answer?.facts?.['executionId'] ?? answer?.confirmationCode ?? null;

export interface LatestLink {
  readonly transactionId: string;
  readonly externalReference: string;
}

/**
 * The latest link of a payment's chain, which adjust and cancel have to name (contract section 6.5); null: none that the
 * program confirmed.
 *
 * @param exceptId the operation that is about to become the next link.
 */
export function latestLinkOf(pay: Operation, known: readonly Operation[], exceptId: string): LatestLink | null {
  const links = [pay, ...adjustsOf(pay.id, known).filter(({ id, happened }) => id !== exceptId && happened === 1)];
  const { answer, detail } = links.at(-1) ?? pay;
  // A manager who closed it as "it happened" named the program's id; the reference is what was sent.
  const transactionId = answer?.facts?.['transactionId'] ?? answer?.confirmationCode;
  const externalReference =
    answer?.facts?.['externalReference'] ?? ('transactionId' in detail ? detail.transactionId : undefined);
  return transactionId === undefined || externalReference === undefined ? null : { transactionId, externalReference };
}

/** When the points of a delivered purchase become final, ms since 1970; null: they were at once, or it was not said. */
export function releaseAtMsOf(submit: Operation): number | null {
  const text = submit.answer?.facts?.['releaseAtMs'];
  const atMs = text === undefined ? Number.NaN : Number(text);
  return Number.isSafeInteger(atMs) ? atMs : null;
}
