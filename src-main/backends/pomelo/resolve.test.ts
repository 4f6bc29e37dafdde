import { describe, expect, it, test } from 'vitest';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import { DAY, HOUR } from '../../../src-shared/time/clock.ts';
import type { Balances } from './direct-calls.ts';
import { aPay, aSale, aSubmit, OPENED_AT, someSettings } from './queue.test-support.ts';
import { resolve } from './resolve.ts';

const SENT = OPENED_AT;
const before = { balanceBefore: 1_000, balanceBeforeAtMs: SENT - 1 };
const anUnknown = { state: 'unknown', happened: null, firstSentAtMs: SENT, lastAttemptAtMs: SENT } as const;
const pay = aPay({ ...anUnknown, evidence: before });
const later = SENT + DAY + HOUR;
const sure = { id: 'other', state: 'delivered', happened: 1, firstSentAtMs: SENT + HOUR } as const;
const perhaps = { id: 'other', state: 'unknown', happened: null, firstSentAtMs: SENT + HOUR } as const;

interface Case {
  readonly operation?: Operation;
  readonly seen?: number | null;
  readonly nowMs?: number;
  readonly others?: readonly Operation[];
  readonly answer?: DirectAnswer<Balances>;
  readonly member?: readonly { readonly method: 'card'; readonly value: string }[];
}

async function settled({ operation = pay, seen = 1_000, nowMs = later, others = [], answer, member }: Case) {
  const context = {
    sale: aSale(1_000),
    member: member ?? [{ method: 'card', value: 'crd-1' } as const],
    known: [operation],
    nowMs,
    disturbedBy: others,
    disturbingSales: new Map(),
  };
  const read = answer ?? { kind: 'ok', value: { points: seen, cashback: 0 } };
  return await resolve(
    operation,
    context,
    someSettings(),
    () => nowMs,
    () => Promise.resolve(read),
  );
}

describe('after the window a payment is settled by a clear and unique match only (section 8.7)', () => {
  it.each<[string, Case, string]>([
    ['the balance fell by it', { seen: 600 }, 'done'],
    ['the balance is as it was', {}, 'absent'],
    ['it moved by something else', { seen: 940 }, 'cannot-tell'],
    ['the program named none', { seen: null }, 'cannot-tell'],
    ['a known mint explains the rest', { seen: 650, others: [aSubmit(sure)] }, 'done'],
    ['a known mint explains it all', { seen: 1_050, others: [aSubmit(sure)] }, 'absent'],
    ['a known mint that may have come', { seen: 650, others: [aSubmit(perhaps)] }, 'done'],
    ['a known mint that may not have come', { seen: 600, others: [aSubmit(perhaps)] }, 'done'],
    ['another payment of the same amount may have come', { seen: 600, others: [aPay(perhaps)] }, 'cannot-tell'],
    ['another payment of the same amount surely came', { seen: 600, others: [aPay(sure)] }, 'absent'],
    ['both came', { seen: 200, others: [aPay(sure)] }, 'done'],
    [
      'another one says nothing of what it moved',
      { seen: 600, others: [{ ...aPay(sure), detail: { kind: 'release', transactionId: 'x' } }] },
      'cannot-tell',
    ],
    ['the balance before was never read', { operation: { ...pay, evidence: null } }, 'cannot-tell'],
    ['the card is gone', { member: [] }, 'cannot-tell'],
    [
      'the card is not known any more',
      { answer: { kind: 'refused', code: 'X', text: 'No.', notFound: true } },
      'cannot-tell',
    ],
  ])('%s', async (_name, given, kind) => {
    expect((await settled(given)).kind).toBe(kind);
  });

  test('what is found is written down, with the answer that a receipt needs', async () => {
    expect(await settled({ seen: 600 })).toEqual({
      kind: 'done',
      answer: { balancePoints: 600, pointsRedeemed: 400 },
      evidence: {
        ...before,
        lookedUpAtMs: later,
        balanceSeen: 600,
        finding: 'Balance 1000 before it, 600 now; this moves -400.',
      },
    });
  });
});

describe('when it is asked', () => {
  test('not before the quiet time is over', async () => {
    expect(await settled({ nowMs: SENT + 59_000 })).toMatchObject({ kind: 'ask-again', afterMs: 1_000, why: null });
  });

  test('inside the window doubt parks nothing: a repeat can still answer', async () => {
    expect(await settled({ nowMs: SENT + HOUR, seen: 940 })).toMatchObject({ kind: 'ask-again', why: null });
    expect(await settled({ nowMs: SENT + HOUR, seen: 600 })).toMatchObject({ kind: 'done' });
  });

  test('a clock that went back ends the window', async () => {
    const settledLate = { ...pay, lastAttemptAtMs: SENT - 2 * HOUR };
    expect(await settled({ operation: settledLate, nowMs: SENT - HOUR, seen: 940 })).toMatchObject({
      kind: 'cannot-tell',
    });
  });

  test('a program that cannot be reached is asked again', async () => {
    const answer = { kind: 'unavailable', why: 'throttled', retryAfterMs: 9_000, code: 'http-429', text: '' } as const;
    expect(await settled({ answer })).toMatchObject({ kind: 'ask-again', afterMs: 9_000, why: 'throttled' });
  });
});

test('a mint without a balance from before is left to a person', async () => {
  expect(await settled({ operation: aSubmit(anUnknown) })).toMatchObject({
    kind: 'cannot-tell',
    code: 'balance-unclear',
  });
});
