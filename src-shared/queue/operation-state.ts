import type { Replay } from '../backend/capabilities.ts';
import type { Happened, OperationKind, OperationState } from './operation.ts';
import type { Delivery, Resolution } from './outcome.ts';

/** What the state table needs to know of an operation. */
export interface StateFacts {
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly happened: Happened;
  readonly firstSentAtMs: number | null;
}

/** When a row is to be looked at next: `retry` by the schedule, `after` a time asked for, `no` not by time. */
export type Next =
  | { readonly kind: 'now' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'after'; readonly ms: number }
  | { readonly kind: 'no' };

/** One allowed move. `firstSentAtMs`: null says that nothing was ever sent, `keep` leaves it as it is. */
export interface Move {
  readonly state: OperationState;
  readonly happened: Happened;
  readonly firstSentAtMs: null | 'keep';
  readonly next: Next;
  readonly countsAttempt: boolean;
  /** A look-up proved the operation absent: it gets a new key, so that a late first try cannot meet it. */
  readonly newKey: boolean;
}

const NO: Next = { kind: 'no' };
const move = (
  state: OperationState,
  happened: Happened,
  firstSentAtMs: null | 'keep',
  next: Next,
  countsAttempt: boolean,
): Move => ({
  state,
  happened,
  firstSentAtMs,
  next,
  countsAttempt,
  newKey: false,
});

const DELIVERED = move('delivered', 1, 'keep', NO, true);
const PARKED_REFUSED = move('parked', 0, 'keep', NO, true);
const PARKED_IN_DOUBT = move('parked', null, 'keep', NO, true);
const CLOSED_REFUSED = move('closed', 0, 'keep', NO, true);
const DROPPED = move('dropped', 0, null, NO, false);

/** A person was waiting for the answer, or the operation is never sent again without one: a refusal is final at once. */
const refused = (kind: OperationKind): Move => (kind === 'pay' ? CLOSED_REFUSED : PARKED_REFUSED);

/**
 * What an answer makes of a row that was claimed. `before` is the row as it was before this claim: only from it can
 * "provably not arrived" go back, and only a first try makes a refusal a proof.
 */
export function afterDelivery(before: StateFacts, delivery: Delivery): Move {
  const first = before.state === 'queued';
  switch (delivery.kind) {
    case 'done':
      return DELIVERED;
    case 'not-arrived': {
      if (delivery.why === 'forbidden') return first ? refused(before.kind) : PARKED_IN_DOUBT;
      const next: Next =
        delivery.retryAfterMs === null ? { kind: 'retry' } : { kind: 'after', ms: delivery.retryAfterMs };
      return first ? move('queued', 0, null, next, false) : move('unknown', null, 'keep', next, false);
    }
    case 'refused':
      if (first) return refused(before.kind);
      if (delivery.onRepeat === 'means-done') return DELIVERED;
      if (delivery.onRepeat === 'means-absent') return refused(before.kind);
      return PARKED_IN_DOUBT;
    case 'not-final':
      return move('unknown', null, 'keep', { kind: 'after', ms: delivery.askAgainMs }, false);
    case 'maybe': {
      const next: Next =
        delivery.retryAfterMs === null ? { kind: 'retry' } : { kind: 'after', ms: delivery.retryAfterMs };
      return move('unknown', null, 'keep', next, delivery.why !== 'aborted');
    }
  }
}

/**
 * What a look-up makes of an unknown row. A proof of absence sends a pay nowhere: pays are never sent unattended, so it is
 * dropped, and its owed cancel with it; every other kind goes back to the queue with a new key.
 */
export function afterResolution(row: StateFacts, resolution: Resolution): Move {
  switch (resolution.kind) {
    case 'done':
      return DELIVERED;
    case 'absent':
      return row.kind === 'pay' ? DROPPED : { ...move('queued', 0, null, { kind: 'now' }, false), newKey: true };
    case 'cannot-tell':
      return PARKED_IN_DOUBT;
    case 'ask-again':
      return move('unknown', null, 'keep', { kind: 'after', ms: resolution.afterMs }, false);
  }
}

/** What the sync loop does with a row whose time has come. */
export type NextStep = 'send' | 'replay' | 'look-up';

/**
 * Whether an unknown row may be sent again or only asked about. A wall clock earlier than the highest committed time, or a
 * changed credential, puts it beyond every window (`windowOver`).
 */
export function nextStep(row: StateFacts, replay: Replay, nowMs: number, windowOver: boolean): NextStep {
  if (row.state === 'queued') return 'send';
  switch (replay.kind) {
    case 'safe-for-ever':
      return 'replay';
    case 'safe-for':
      return !windowOver && row.firstSentAtMs !== null && nowMs - row.firstSentAtMs < replay.ms ? 'replay' : 'look-up';
    case 'look-up-first':
      return 'look-up';
  }
}

/** Whether a row that waits for others may go on. */
export type Readiness = 'due' | 'wait' | 'drop';

interface Finished {
  readonly state: OperationState;
  readonly happened: Happened;
}

/**
 * A row is due when what it comes after is finished and what it undoes has happened; it is dropped when what it undoes
 * turned out not to have happened, because then there is nothing to give back. A refused original counts as such: it is
 * closed together with its reversal, since nobody will retry half of a voided sale.
 */
export function readiness(after: Finished | null, undone: Finished | null): Readiness {
  if (undone !== null) {
    const settledAbsent = undone.happened === 0 && undone.state !== 'queued' && undone.state !== 'owed';
    if (settledAbsent) return 'drop';
    if (undone.happened !== 1) return 'wait';
  }
  if (after === null) return 'due';
  return after.state === 'delivered' || after.state === 'dropped' || after.state === 'closed' ? 'due' : 'wait';
}

/** The reversal of an operation of a voided sale (design: the void table). */
export type Reversal = 'drop-original' | 'store-and-wait' | 'due-now' | 'none';

export function reversalOf(row: Pick<StateFacts, 'state' | 'happened'>): Reversal {
  switch (row.state) {
    case 'owed':
    case 'queued':
      return 'drop-original';
    case 'sending':
    case 'unknown':
      return 'store-and-wait';
    case 'parked':
      return row.happened === 0 ? 'none' : 'store-and-wait';
    case 'delivered':
      return 'due-now';
    case 'dropped':
      return 'none';
    case 'closed':
      return row.happened === 1 ? 'due-now' : 'none';
  }
}

/**
 * A manager's retry: a refused row is sent again, with a new key where the program stores refusals; a doubtful one is asked
 * about again, never sent blindly. Null: not parked, or a pay, which nobody sends unattended.
 */
export function afterRetry(row: StateFacts): Move | null {
  if (row.state !== 'parked') return null;
  if (row.happened === 0) return row.kind === 'pay' ? null : move('queued', 0, null, { kind: 'now' }, false);
  return move('unknown', null, 'keep', { kind: 'now' }, false);
}

/** A manager's close, with the finding. Null: not parked. */
export function afterClose(row: StateFacts, finding: 0 | 1): Move | null {
  if (row.state !== 'parked') return null;
  return move('closed', finding, 'keep', NO, false);
}

/** Taken up at start, and at every tick for rows that this process is not working on: it may have arrived. */
export const AFTER_CRASH: Move = move('unknown', null, 'keep', { kind: 'now' }, false);

/** Never sent and never to be sent: voided, abandoned or expired. */
export const AFTER_DROP: Move = DROPPED;
