import { describe, expect, test } from 'vitest';
import { isFinished, OPERATION_STATES, type OperationKind, type OperationState } from './operation.ts';
import {
  AFTER_ABSENT_WANTED,
  AFTER_CRASH,
  AFTER_DROP,
  AFTER_DUE,
  AFTER_NOTHING_TO_UNDO,
  afterClose,
  afterDelivery,
  afterResolution,
  afterRetry,
  afterUnclaim,
  afterUnsendable,
  type Move,
  nextStep,
  type RepeatLimit,
  readiness,
  reversalOf,
  type StateFacts,
  settlesAlone,
} from './operation-state.ts';
import type { Delivery, MaybeWhy, NotArrivedWhy, Resolution } from './outcome.ts';

const facts = { status: null, vendorRequestId: null, serverOffsetMs: null } as const;
const DONE: Delivery = { kind: 'done', answer: {}, ...facts };
const refused = (onRepeat: 'means-done' | 'means-absent' | 'proves-nothing'): Delivery => ({
  kind: 'refused',
  code: 'X',
  text: '',
  onRepeat,
  ...facts,
});
const notArrived = (why: NotArrivedWhy, retryAfterMs: number | null = null): Delivery => ({
  kind: 'not-arrived',
  why,
  retryAfterMs,
  code: 'X',
  text: '',
  ...facts,
});
const maybe = (why: MaybeWhy, retryAfterMs: number | null = null): Delivery => ({
  kind: 'maybe',
  why,
  retryAfterMs,
  code: 'X',
  text: '',
  ...facts,
});
const NOT_FINAL: Delivery = { kind: 'not-final', code: 'pending', askAgainMs: 700, answer: {}, ...facts };

const row = (state: OperationState, kind: OperationKind = 'submit'): StateFacts => ({
  kind,
  state,
  happened: state === 'sending' || state === 'unknown' ? null : state === 'delivered' ? 1 : 0,
  firstSentAtMs: state === 'queued' || state === 'owed' ? null : 5,
});

/** As the table of design.md 7 is read: state, happened, whether it is known again that nothing was sent, when it is next. */
const short = (move: Move | null): string => {
  if (move === null) return 'no';
  const next = move.next.kind === 'after' ? `after ${move.next.ms}` : move.next.kind;
  const marks = [
    move.firstSentAtMs === null ? 'unsent' : null,
    move.countsAttempt ? 'counts' : null,
    move.newKey ? 'new key' : null,
    move.newBytes ? 'new bytes' : null,
    move.repeatLimit === 'never' ? 'look-up only' : null,
  ].filter((mark) => mark !== null);
  return [move.state, move.happened, next, ...marks].join(', ');
};

const QUEUED_AGAIN = 'queued, 0, as-before, unsent, new bytes';
const DELIVERED = 'delivered, 1, no, counts';
const PARKED_REFUSED = 'parked, 0, no, counts';
const CLOSED_REFUSED = 'closed, 0, no, counts';
const IN_DOUBT = 'parked, , no, counts';
const UNKNOWN = 'unknown, , retry, counts';
const DROPPED = 'dropped, 0, no, unsent';

describe('what an answer makes of a claimed row', () => {
  const table: readonly [string, Delivery, firstTry: string, repeat: string, firstTryOfPay: string][] = [
    ['done', DONE, DELIVERED, DELIVERED, DELIVERED],
    ['refused, means done', refused('means-done'), PARKED_REFUSED, DELIVERED, CLOSED_REFUSED],
    ['refused, means absent', refused('means-absent'), PARKED_REFUSED, PARKED_REFUSED, CLOSED_REFUSED],
    ['refused, proves nothing', refused('proves-nothing'), PARKED_REFUSED, IN_DOUBT, CLOSED_REFUSED],
    ['no connection', notArrived('no-connection'), QUEUED_AGAIN, 'unknown, , as-before', DROPPED],
    ['401', notArrived('not-signed-in'), QUEUED_AGAIN, 'unknown, , as-before', DROPPED],
    ['429', notArrived('throttled', 900), QUEUED_AGAIN, 'unknown, , as-before', DROPPED],
    ['403', notArrived('forbidden'), PARKED_REFUSED, IN_DOUBT, CLOSED_REFUSED],
    ['silence', maybe('no-answer'), UNKNOWN, UNKNOWN, UNKNOWN],
    ['reset', maybe('connection-lost'), UNKNOWN, UNKNOWN, UNKNOWN],
    ['5xx', maybe('server-error'), UNKNOWN, UNKNOWN, UNKNOWN],
    [
      '409, 425',
      maybe('conflict', 800),
      ...(new Array(3).fill('unknown, , after 800, counts') as [string, string, string]),
    ],
    ['unreadable', maybe('unreadable'), UNKNOWN, UNKNOWN, UNKNOWN],
    ['in a form that nobody knows', maybe('other-form'), IN_DOUBT, IN_DOUBT, IN_DOUBT],
    ['aborted by us', maybe('aborted'), ...(new Array(3).fill('unknown, , retry') as [string, string, string])],
    [
      'accepted, not final',
      NOT_FINAL,
      ...(new Array(3).fill('unknown, , after 700, look-up only') as [string, string, string]),
    ],
  ];

  test.each(table)('%s', (_name, delivery, firstTry, repeat, firstTryOfPay) => {
    expect(short(afterDelivery(row('queued'), delivery))).toBe(firstTry);
    expect(short(afterDelivery(row('unknown'), delivery))).toBe(repeat);
    expect(short(afterDelivery(row('queued', 'pay'), delivery))).toBe(firstTryOfPay);
  });

  test('a refused repeat of a pay is closed only where it means absent', () => {
    expect(short(afterDelivery(row('unknown', 'pay'), refused('means-absent')))).toBe(CLOSED_REFUSED);
    expect(short(afterDelivery(row('unknown', 'pay'), refused('proves-nothing')))).toBe(IN_DOUBT);
  });

  test('a row that may have arrived never loses its first send', () => {
    for (const [, delivery] of table) expect(afterDelivery(row('unknown'), delivery).firstSentAtMs).toBe('keep');
  });
});

describe('what a look-up makes of an unknown row', () => {
  const evidence = {};
  test.each([
    [{ kind: 'done', answer: {}, evidence }, DELIVERED, DELIVERED],
    [{ kind: 'absent', evidence }, 'queued, 0, now, unsent, new key, new bytes', 'dropped, 0, no, unsent'],
    [{ kind: 'refused', code: 'X', text: '', evidence }, 'parked, 0, no', 'closed, 0, no'],
    [{ kind: 'cannot-tell', code: 'X', text: '', evidence }, IN_DOUBT, IN_DOUBT],
    [{ kind: 'ask-again', afterMs: 60, why: null, code: 'X', text: '' }, 'unknown, , after 60', 'unknown, , after 60'],
  ] as const)('%o', (resolution: Resolution, submit, pay) => {
    expect(short(afterResolution(row('unknown'), resolution, false))).toBe(submit);
    expect(short(afterResolution(row('unknown', 'pay'), resolution, false))).toBe(pay);
  });
});

test('proved absent while its reversal waits: never sent again, whatever its kind', () => {
  expect(short(afterResolution(row('unknown'), { kind: 'absent', evidence: {} }, true))).toBe('dropped, 0, no, unsent');
  const found: Resolution = { kind: 'done', answer: {}, evidence: {} };
  expect(short(afterResolution(row('unknown'), found, true))).toBe(DELIVERED);
});

test('every move is one that the CHECKs of the table allow', () => {
  const deliveries = [
    DONE,
    refused('proves-nothing'),
    notArrived('forbidden'),
    notArrived('throttled'),
    maybe('aborted'),
    NOT_FINAL,
  ];
  const resolutions: Resolution[] = [
    { kind: 'done', answer: {}, evidence: {} },
    { kind: 'absent', evidence: {} },
    { kind: 'refused', code: '', text: '', evidence: {} },
    { kind: 'cannot-tell', code: '', text: '', evidence: {} },
  ];
  const kinds: OperationKind[] = ['submit', 'pay'];
  const moves = kinds.flatMap((kind) => [
    ...deliveries.flatMap((delivery) => [
      afterDelivery(row('queued', kind), delivery),
      afterDelivery(row('unknown', kind), delivery),
    ]),
    ...resolutions.map((resolution) => afterResolution(row('unknown', kind), resolution, false)),
    afterUnclaim(row('queued', kind)),
    afterUnclaim(row('unknown', kind)),
    AFTER_ABSENT_WANTED,
    AFTER_CRASH,
    AFTER_DROP,
    AFTER_DUE,
    AFTER_NOTHING_TO_UNDO,
  ]);
  for (const { state, happened, firstSentAtMs, next } of moves) {
    if (state === 'queued' || state === 'owed' || state === 'dropped')
      expect([happened, firstSentAtMs]).toEqual([0, null]);
    if (state === 'unknown') expect([happened, firstSentAtMs]).toEqual([null, 'keep']);
    if (state === 'delivered') expect([happened, firstSentAtMs]).toEqual([1, 'keep']);
    if (isFinished(state) || state === 'parked') expect(next.kind).toBe('no');
    else expect(next.kind).not.toBe('no');
  }
});

describe('a claim that was never started', () => {
  test('goes back as it was', () => {
    expect(short(afterUnclaim(row('queued')))).toBe(QUEUED_AGAIN);
    expect(short(afterUnclaim(row('unknown')))).toBe('unknown, , as-before');
  });

  test('cannot be made from what is stored: steps aside, closed where a person was waiting', () => {
    expect(short(afterUnsendable(row('queued')))).toBe('parked, 0, no');
    expect(short(afterUnsendable(row('queued', 'pay')))).toBe('closed, 0, no');
    expect(short(afterUnsendable(row('unknown')))).toBe('parked, , no');
  });
});

describe('what is done with a row whose time has come', () => {
  const HOUR = 3_600_000;
  const step = (
    kind: OperationKind,
    replay: Parameters<typeof nextStep>[1]['replay'],
    repeatLimit: RepeatLimit = 'by-kind',
    nowMs = 10,
    payReplayReturnsFirstAnswer = false,
  ) => nextStep({ ...row('unknown', kind), repeatLimit }, { replay, payReplayReturnsFirstAnswer }, nowMs);

  test('queued: sent; a pay is dropped, since nobody waits for it', () => {
    const program = { replay: { kind: 'look-up-first' }, payReplayReturnsFirstAnswer: true } as const;
    expect(nextStep({ ...row('queued'), repeatLimit: 'by-kind' }, program, 10)).toBe('send');
    expect(nextStep({ ...row('queued', 'pay'), repeatLimit: 'by-kind' }, program, 10)).toBe('drop');
  });

  test.each([
    ['safe for ever', 'submit', { kind: 'safe-for-ever' }, 'by-kind', 10, 'replay'],
    ['safe for ever: a window says nothing', 'submit', { kind: 'safe-for-ever' }, 'window-over', 10, 'replay'],
    ['accepted, not final: never', 'submit', { kind: 'safe-for-ever' }, 'never', 10, 'look-up'],
    ['inside its window', 'adjust', { kind: 'safe-for', ms: HOUR }, 'by-kind', 4 + HOUR, 'replay'],
    ['at its end', 'adjust', { kind: 'safe-for', ms: HOUR }, 'by-kind', 5 + HOUR, 'look-up'],
    ['before it was sent: the clock is wrong', 'adjust', { kind: 'safe-for', ms: HOUR }, 'by-kind', 4, 'look-up'],
    ['window ended by the clock or a key', 'adjust', { kind: 'safe-for', ms: HOUR }, 'window-over', 10, 'look-up'],
    ['look up first', 'enrol', { kind: 'look-up-first' }, 'by-kind', 10, 'look-up'],
    ['no such operation any more', 'release', null, 'by-kind', 10, 'look-up'],
  ] as const)('unknown, %s', (_name, kind, replay, limit, nowMs, expected) => {
    expect(step(kind, replay, limit, nowMs)).toBe(expected);
  });

  test('an unwanted pay is repeated only where a repeat returns the first answer', () => {
    expect(step('pay', { kind: 'safe-for', ms: HOUR }, 'by-kind', 10, false)).toBe('look-up');
    expect(step('pay', { kind: 'safe-for', ms: HOUR }, 'by-kind', 10, true)).toBe('replay');
    expect(step('pay', { kind: 'safe-for', ms: HOUR }, 'by-kind', 5 + HOUR, true)).toBe('look-up');
  });

  test('what settles alone', () => {
    const ever = { kind: 'safe-for-ever' } as const;
    for (const kind of ['pay', 'cancel-payment', 'adjust'] as const) expect(settlesAlone(kind, ever)).toBe(true);
    expect(settlesAlone('submit', ever)).toBe(false);
    expect(settlesAlone('submit', { kind: 'safe-for', ms: 1 })).toBe(true);
    expect(settlesAlone('enrol', { kind: 'look-up-first' })).toBe(true);
    expect(settlesAlone('release', null)).toBe(true);
  });
});

describe('rows that wait for others', () => {
  const at = (state: OperationState, happened: 0 | 1 | null = row(state).happened) => ({ state, happened });

  test.each(OPERATION_STATES)('after one that is %s', (state) => {
    expect(readiness(at(state), null)).toBe(isFinished(state) ? 'due' : 'wait');
  });

  test.each([
    ['owed', 0, 'wait'],
    ['queued', 0, 'wait'],
    ['sending', null, 'wait'],
    ['unknown', null, 'wait'],
    ['parked', null, 'wait'],
    ['parked', 0, 'drop'],
    ['delivered', 1, 'due'],
    ['dropped', 0, 'drop'],
    ['closed', 0, 'drop'],
    ['closed', 1, 'due'],
  ] as const)('undoing one that is %s (%s)', (state, happened, expected) => {
    expect(readiness(null, at(state, happened))).toBe(expected);
    expect(readiness(at('delivered'), at(state, happened))).toBe(expected);
    // What it comes after may still hold it, but not keep it alive.
    expect(readiness(at('unknown'), at(state, happened))).toBe(expected === 'due' ? 'wait' : expected);
  });

  test('nothing to wait for', () => {
    expect(readiness(null, null)).toBe('due');
  });
});

test.each([
  ['owed', 0, 'drop-original'],
  ['queued', 0, 'drop-original'],
  ['sending', null, 'store-and-wait'],
  ['unknown', null, 'store-and-wait'],
  ['parked', null, 'store-and-wait'],
  ['parked', 0, 'none'],
  ['delivered', 1, 'due-now'],
  ['dropped', 0, 'none'],
  ['closed', 0, 'none'],
  ['closed', 1, 'due-now'],
] as const)('the reversal of an operation that is %s (%s): %s', (state, happened, expected) => {
  expect(reversalOf({ state, happened })).toBe(expected);
});

describe('a manager', () => {
  const parked = (
    happened: 0 | null,
    kind: OperationKind = 'submit',
    firstSentAtMs: number | null = 5,
  ): StateFacts => ({
    kind,
    state: 'parked',
    happened,
    firstSentAtMs,
  });

  test('retries a refused row: sent again, with a new key where the program stores refusals', () => {
    expect(short(afterRetry(parked(0), false))).toBe('queued, 0, now, unsent, new bytes');
    expect(short(afterRetry(parked(0), true))).toBe('queued, 0, now, unsent, new key, new bytes');
  });

  test('retries a doubtful row: asked about, what was sent stays known', () => {
    expect(short(afterRetry(parked(null), true))).toBe('unknown, , now');
    expect(short(afterRetry(parked(null, 'pay'), false))).toBe('unknown, , now');
  });

  test('cannot send a refused pay again', () => {
    expect(afterRetry(parked(0, 'pay'), false)).toBeNull();
  });

  test('closes with a finding', () => {
    expect(short(afterClose(parked(null), 1))).toBe('closed, 1, no');
    expect(short(afterClose(parked(null), 0))).toBe('closed, 0, no');
    expect(short(afterClose(parked(0), 0))).toBe('closed, 0, no');
  });

  test('cannot find that something happened which was never sent', () => {
    expect(afterClose(parked(0, 'submit', null), 1)).toBeNull();
  });

  test.each(OPERATION_STATES.filter((state) => state !== 'parked'))(
    'has nothing to do with a row that is %s',
    (state) => {
      expect(afterRetry(row(state), false)).toBeNull();
      expect(afterClose(row(state), 1)).toBeNull();
    },
  );
});
