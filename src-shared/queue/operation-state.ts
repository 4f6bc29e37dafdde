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

/**
 * How far an unclear row may still be repeated: `by-kind` as the program's replay rule says; `window-over` no longer where
 * that rule has a window (the clock went back, or the row belongs to another credential); `never`, because the program has
 * accepted it and it is not final yet.
 */
export type RepeatLimit = 'by-kind' | 'window-over' | 'never';

/**
 * When a row is to be looked at next: `retry` by the schedule, `after` a time asked for, `as-before` in its old place (what
 * holds it up is the connection, not the row), `no` not by time.
 */
export type Next =
  | { readonly kind: 'as-before' }
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
  /** Nothing can have happened and the bytes may be what was wrong: they are made afresh at the next claim. */
  readonly newBytes: boolean;
  readonly repeatLimit: RepeatLimit | 'keep';
}

const NO: Next = { kind: 'no' };
const AS_BEFORE: Next = { kind: 'as-before' };
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
  newBytes: false,
  repeatLimit: firstSentAtMs === null ? 'by-kind' : 'keep',
});

const DELIVERED = move('delivered', 1, 'keep', NO, true);
const PARKED_REFUSED = move('parked', 0, 'keep', NO, true);
const PARKED_IN_DOUBT = move('parked', null, 'keep', NO, true);
const CLOSED_REFUSED = move('closed', 0, 'keep', NO, true);
const DROPPED = move('dropped', 0, null, NO, false);
/** Its bytes may name times, so the next claim makes them afresh, however long that takes. */
const NEVER_SENT: Move = { ...move('queued', 0, null, AS_BEFORE, false), newBytes: true };

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
      // Nobody will be waiting when the connection is back (rule 8).
      if (first && before.kind === 'pay') return DROPPED;
      return first ? NEVER_SENT : move('unknown', null, 'keep', AS_BEFORE, false);
    }
    case 'refused':
      if (first) return refused(before.kind);
      if (delivery.onRepeat === 'means-done') return DELIVERED;
      if (delivery.onRepeat === 'means-absent') return refused(before.kind);
      return PARKED_IN_DOUBT;
    case 'not-final': {
      const later = move('unknown', null, 'keep', { kind: 'after', ms: delivery.askAgainMs }, false);
      return { ...later, repeatLimit: 'never' };
    }
    case 'maybe': {
      if (delivery.why === 'other-form') return PARKED_IN_DOUBT;
      const next: Next =
        delivery.retryAfterMs === null ? { kind: 'retry' } : { kind: 'after', ms: delivery.retryAfterMs };
      return move('unknown', null, 'keep', next, delivery.why !== 'aborted');
    }
  }
}

/**
 * A claimed row that was never started (the loop stops or pauses, the connection is lost) goes back as it was, with the time
 * at which it was due.
 */
export const afterUnclaim = (before: Pick<StateFacts, 'state'>): Move =>
  before.state === 'queued' ? NEVER_SENT : move('unknown', null, 'keep', AS_BEFORE, false);

/** The bytes cannot be made from what is stored: a person must look at it. Nothing left this till by this claim. */
export const afterUnsendable = (before: Pick<StateFacts, 'kind' | 'state'>): Move => ({
  ...(before.state === 'queued' ? refused(before.kind) : PARKED_IN_DOUBT),
  countsAttempt: false,
});

/**
 * A pay that provably did not arrive, or was proved absent, with a cashier still waiting for it: it goes out once more with a
 * new key. Only the fast lane may do this.
 */
export const AFTER_ABSENT_WANTED: Move = {
  ...move('queued', 0, null, { kind: 'now' }, false),
  newKey: true,
  newBytes: true,
};

/**
 * What a look-up makes of an unknown row. A proof of absence sends a pay nowhere: pays are never sent unattended, so it is
 * dropped, and its owed cancel with it; every other kind goes back to the queue with a new key, unless it is not wanted.
 *
 * @param unwanted its reversal is waiting for it: sent again, it would only be taken back.
 */
export function afterResolution(row: StateFacts, resolution: Resolution, unwanted: boolean): Move {
  switch (resolution.kind) {
    case 'done':
      return DELIVERED;
    case 'absent':
      return row.kind === 'pay' || unwanted ? DROPPED : AFTER_ABSENT_WANTED;
    case 'refused':
      return { ...refused(row.kind), countsAttempt: false };
    case 'cannot-tell':
      return PARKED_IN_DOUBT;
    case 'ask-again':
      return move('unknown', null, 'keep', { kind: 'after', ms: resolution.afterMs }, false);
  }
}

/** What the sync loop does with a row whose time has come. */
export type NextStep = 'send' | 'replay' | 'look-up' | 'drop';

/**
 * Whether an unknown row may be sent again or only asked about (design.md 7, rules 5, 6, 8, 11). An unwanted pay is repeated,
 * in order to be cancelled, only where a repeat returns the first answer; a pay that is still queued is never sent from here.
 *
 * @param program the program's replay rule for this kind; null where it has no such operation (a row of an older version).
 */
export function nextStep(
  row: StateFacts & { readonly repeatLimit: RepeatLimit },
  program: { readonly replay: Replay | null; readonly payReplayReturnsFirstAnswer: boolean },
  nowMs: number,
): NextStep {
  if (row.state === 'queued') return row.kind === 'pay' ? 'drop' : 'send';
  if (row.repeatLimit === 'never' || program.replay === null) return 'look-up';
  if (row.kind === 'pay' && !program.payReplayReturnsFirstAnswer) return 'look-up';
  switch (program.replay.kind) {
    case 'safe-for-ever':
      return 'replay';
    case 'safe-for': {
      const sinceMs = row.firstSentAtMs === null ? null : nowMs - row.firstSentAtMs;
      const inWindow = sinceMs !== null && sinceMs >= 0 && sinceMs < program.replay.ms;
      return inWindow && row.repeatLimit === 'by-kind' ? 'replay' : 'look-up';
    }
    case 'look-up-first':
      return 'look-up';
  }
}

/**
 * Kinds with a window, or whose code cannot be asked again, are written alone and at once, before a screen hears of it; only
 * what may be repeated for ever is written in groups (rule 3).
 */
export const settlesAlone = (kind: OperationKind, replay: Replay | null): boolean =>
  kind === 'pay' || kind === 'cancel-payment' || kind === 'adjust' || replay?.kind !== 'safe-for-ever';

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
 * A manager's retry: a refused row is sent again, its bytes made afresh, with a new key where the program stores refusals; a
 * doubtful one is asked about again, by a look-up or by a repeat where that is safe, never sent blindly. Null: not parked, or a pay, which nobody sends unattended.
 */
export function afterRetry(row: StateFacts, storesRefusals: boolean): Move | null {
  if (row.state !== 'parked') return null;
  if (row.happened !== 0) return move('unknown', null, 'keep', { kind: 'now' }, false);
  if (row.kind === 'pay') return null;
  return { ...move('queued', 0, null, { kind: 'now' }, false), newKey: storesRefusals, newBytes: true };
}

/** A manager's close, with the finding. Null: not parked, or it is said to have happened although nothing was ever sent. */
export function afterClose(row: StateFacts, finding: 0 | 1): Move | null {
  if (row.state !== 'parked') return null;
  if (finding === 1 && row.firstSentAtMs === null) return null;
  return move('closed', finding, 'keep', NO, false);
}

/** Nothing to undo, although this reversal may have been sent: it cannot have changed anything. */
export const AFTER_NOTHING_TO_UNDO: Move = move('closed', 0, 'keep', NO, false);

/** An owed row whose sale died. */
export const AFTER_DUE: Move = move('queued', 0, null, { kind: 'now' }, false);

/** Taken up at start, and at every tick for rows that this process is not working on: it may have arrived. */
export const AFTER_CRASH: Move = move('unknown', null, 'keep', { kind: 'now' }, false);

/** Never sent and never to be sent: voided, abandoned or expired. */
export const AFTER_DROP: Move = DROPPED;
