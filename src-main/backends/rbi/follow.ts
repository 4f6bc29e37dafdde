import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { FollowUp, MaterialiseContext, OutcomeOf } from '../backend.ts';
import { NO_PLAN, NOTHING_FOLLOWS } from '../plan-links.ts';
import { meaningOf } from './error-codes.ts';
import { unclaimedDraft } from './plan.ts';
import { releaseOf } from './release-of.ts';

/** What an outcome makes necessary. Pure but for `newId`. */
export function follow(
  operation: Operation,
  outcome: OutcomeOf,
  { known }: MaterialiseContext,
  newId: () => string,
): FollowUp {
  if (outcome === 'delivered') return NOTHING_FOLLOWS;
  switch (operation.kind) {
    case 'identify':
      return withoutGuest(operation, known, newId);
    case 'submit':
      return letGo(operation, known, newId);
    case 'release':
      // What the program does not know any more needs no release.
      return { ...NO_PLAN, close: outcome === 'refused' && isGone(operation) };
    default:
      return NOTHING_FOLLOWS;
  }
}

const isGone = ({ errorCode }: Operation): boolean => errorCode !== null && meaningOf(errorCode).cause === 'gone';

/** Section 12: a Loyalty ID that nobody has, taken offline: the sale is reported as one of nobody. */
function withoutGuest(identify: Operation, known: readonly Operation[], newId: () => string): FollowUp {
  // What is forbidden says nothing about the guest: a manager sees it, and may have it sent again.
  if (identify.errorCode === 'http-403') return NOTHING_FOLLOWS;
  const submit = known.find(
    ({ kind, state, afterId }) => kind === 'submit' && state === 'queued' && afterId === identify.id,
  );
  if (submit?.saleId == null) return { ...NO_PLAN, close: true };
  const unclaimed = { ...unclaimedDraft({ saleId: submit.saleId }, newId), replacesId: identify.id };
  return { append: [unclaimed], drop: [submit.id], makeDue: [], close: true };
}

/** The sale was voided while its claim was under way, and the claim did not happen: its transaction still stands open. */
function letGo(submit: Operation, known: readonly Operation[], newId: () => string): FollowUp {
  if (!known.some(({ undoesId }) => undoesId === submit.id)) return NOTHING_FOLLOWS;
  const release = releaseOf(submit, known, newId);
  return { ...NO_PLAN, append: release === null ? [] : [release], close: true };
}
