import type { QueueRow } from '../../../src-shared/contract/views.ts';
import type { IconName } from '../../widgets/icon.tsx';
import type { Tone } from '../../widgets/notice.tsx';

/** What a person reads as the state of an entry: the stored state, and for the settled ones what is known of the effect. */
export type ShownState =
  | 'owed'
  | 'queued'
  | 'sending'
  | 'unknown'
  | 'parkedRefused'
  | 'parkedInDoubt'
  | 'delivered'
  | 'dropped'
  | 'closedHappened'
  | 'closedNot';

export function shownState(row: Pick<QueueRow, 'state' | 'happened'>): ShownState {
  if (row.state === 'parked') return row.happened === 0 ? 'parkedRefused' : 'parkedInDoubt';
  if (row.state === 'closed') return row.happened === 1 ? 'closedHappened' : 'closedNot';
  return row.state;
}

export const STATE_LOOKS: Readonly<Record<ShownState, { readonly tone: Tone; readonly icon: IconName }>> = {
  owed: { tone: 'plain', icon: 'pause' },
  queued: { tone: 'info', icon: 'clock' },
  sending: { tone: 'info', icon: 'send' },
  unknown: { tone: 'warn', icon: 'question' },
  parkedRefused: { tone: 'bad', icon: 'cross' },
  parkedInDoubt: { tone: 'bad', icon: 'question' },
  delivered: { tone: 'good', icon: 'check' },
  dropped: { tone: 'plain', icon: 'minus' },
  closedHappened: { tone: 'plain', icon: 'check' },
  closedNot: { tone: 'plain', icon: 'cross' },
};

/** How a try came out, as the till writes it down and `queue.outcome` names it. */
const OUTCOMES = [
  'done',
  'refused',
  'absent',
  'ask-again',
  'cannot-tell',
  'not-final',
  'not-arrived: no-connection',
  'not-arrived: not-signed-in',
  'not-arrived: forbidden',
  'not-arrived: throttled',
  'maybe: no-answer',
  'maybe: connection-lost',
  'maybe: server-error',
  'maybe: conflict',
  'maybe: unreadable',
  'maybe: aborted',
] as const;

/** Null: no outcome that this page has words for. */
export const outcomeKey = (outcome: string): (typeof OUTCOMES)[number] | null =>
  OUTCOMES.find((known) => known === outcome) ?? null;

/** When the till goes on by itself: `now`, at a time, or `null` where only a person or another entry moves it. */
export function nextTry(row: Pick<QueueRow, 'nextAtMs'>, nowMs: number): 'now' | number | null {
  if (row.nextAtMs === null) return null;
  return row.nextAtMs <= nowMs ? 'now' : row.nextAtMs;
}

/** A reason that the contract accepts: at least three characters without the spaces around it. */
export const isReason = (text: string): boolean => text.trim().length >= 3;
