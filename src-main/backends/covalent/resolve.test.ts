import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { Resolution } from '../../../src-shared/queue/outcome.ts';
import { HOUR, MINUTE } from '../../../src-shared/time/clock.ts';
import type { AnswerFacts } from '../http/read-status.ts';
import type { Reading } from './interpret-answer.ts';
import {
  aConfig,
  aDeliveredPay,
  aDeliveredSubmit,
  aMemberSale,
  anOperation,
  aPay,
  aPayCancel,
  aSaleCancel,
  aSubmit,
  OPENED_AT,
  SALE_ID,
  UNKNOWN,
} from './queue.test-support.ts';
import { resolve } from './resolve.ts';

const facts: AnswerFacts = { status: 200, vendorRequestId: null, serverOffsetMs: null };
const NOW = OPENED_AT + 9 * HOUR;
const settings = aConfig().settings;

/** @param answers bodies by the path that is asked for, without its query */
async function resolved(
  operation: Operation,
  answers: Readonly<Record<string, unknown>>,
  {
    known = [],
    nowMs = NOW,
    currency = 'EUR',
  }: { known?: readonly Operation[]; nowMs?: number; currency?: string } = {},
): Promise<Resolution> {
  return await resolve({
    operation,
    context: {
      sale: aMemberSale({ currency }),
      member: [{ method: 'card', value: 'LC-1' }],
      known: [...known, operation],
      nowMs,
      disturbedBy: [],
      disturbingSales: new Map(),
    },
    settings,
    connection: {
      origin: '',
      send: () => Promise.reject(new Error('nothing is changed by looking')),
      ask: (path) => {
        const body = answers[path.replace(/\?.*/, '')];
        if (body === undefined) return Promise.reject(new Error(`asked for ${path}`));
        return Promise.resolve({ kind: 'success', facts, body } satisfies Reading);
      },
      close: () => Promise.resolve(),
    },
    nowMs: () => nowMs,
    signal: new AbortController().signal,
  });
}

const transaction = (status: string, fields: object = {}) => ({
  id: 'tx_9',
  amount: 400,
  status,
  type: 'redemption',
  'sub-type': 'standard',
  external_reference: `${SALE_ID}-R`,
  ...fields,
});
const listed = (...results: readonly object[]) => ({ '/members/transactions': { count: results.length, results } });
const KEY = aSubmit().key;
const accepted = (more: Readonly<Record<string, string>>): Partial<Operation> => ({
  ...UNKNOWN,
  answer: { facts: { ...more, acceptedUnder: KEY } },
});

describe('what the program accepted is asked about by its own id (rule 11)', () => {
  const pay = aPay(accepted({ transactionId: 'tx_9', externalReference: `${SALE_ID}-R` }));
  test.each([
    ['completed', { kind: 'done', answer: { facts: { transactionId: 'tx_9' } } }],
    ['pending', { kind: 'ask-again' }],
    ['rejected', { kind: 'refused', code: 'rejected' }],
    ['cancelled', { kind: 'refused', code: 'cancelled' }],
    ['on hold 7', { kind: 'cannot-tell', code: 'onhold7' }],
  ])('a payment that is now %s', async (status, resolution) => {
    expect(await resolved(pay, { '/transactions/tx_9': transaction(status) })).toMatchObject(resolution);
  });

  test.each([
    ['completed', 'done'],
    ['pending_external_approval', 'ask-again'],
    ['rejected', 'refused'],
  ])('so is the cancel of one, which is %s, whatever the payment still is', async (status, kind) => {
    const cancel = aPayCancel({ ...accepted({ transactionId: 'tx_9' }), key: KEY });
    const answers = { '/transactions/tx_9': transaction(status, { 'sub-type': 'cancellation' }) };
    expect(await resolved(cancel, answers, { known: [aDeliveredPay()] })).toMatchObject({ kind });
  });

  test('and the change of a purchase', async () => {
    const adjust = anOperation(
      { kind: 'adjust', transactionId: 'x', amountMinor: 220, facts: { adjusts: 'submit', target: 'sale' } },
      accepted({ executionId: 'pre_1' }),
    );
    const execution = (status: string) => ({
      '/accruals/purchase-rules/executions/pre_1': {
        id: 'pre_1',
        transactions: [transaction(status, { type: 'accrual' })],
      },
    });
    const known = [aDeliveredSubmit()];
    expect(await resolved(adjust, execution('pending_external_approval'), { known })).toMatchObject({
      kind: 'ask-again',
    });
    expect(await resolved(adjust, execution('pending'), { known })).toMatchObject({ kind: 'done' });
  });

  test('a field that vanished or changed its form: this one is left to a person, and asked about no more', async () => {
    for (const body of [{ id: 'tx_9' }, transaction('completed', { status: 7 })])
      expect(await resolved(pay, { '/transactions/tx_9': body })).toMatchObject({
        kind: 'cannot-tell',
        code: 'fields-missing',
      });
  });

  test('less and less often', async () => {
    const after = async (waitedMs: number) => {
      const answers = { '/transactions/tx_9': transaction('pending_external_approval') };
      const resolution = await resolved(pay, answers, { nowMs: OPENED_AT + waitedMs });
      return resolution.kind === 'ask-again' ? resolution.afterMs : null;
    };
    expect(await Promise.all([-HOUR, 0, 20 * MINUTE, 9 * HOUR].map(after))).toEqual([
      30_000,
      30_000,
      5 * MINUTE,
      15 * MINUTE,
    ]);
  });

  test('an acceptance under a former key says nothing about this one', async () => {
    const again = aSubmit({ ...accepted({ executionId: 'pre_1' }), key: 'another' });
    expect(await resolved(again, listed())).toMatchObject({ kind: 'ask-again', code: 'not-listed-yet' });
  });
});

describe('looked for in the lists', () => {
  test.each([
    ['cancelled since', 'cancelled', { kind: 'ask-again', code: 'not-listed-yet' }],
    ['in a state that nobody knows', 'frozen', { kind: 'cannot-tell', code: 'frozen' }],
    ['adjusted since', 'adjusted', { kind: 'done' }],
  ])('a payment that was %s', async (_name, status, resolution) => {
    expect(await resolved(aPay(UNKNOWN), listed(transaction(status)))).toMatchObject(resolution);
  });

  test('one that the program decided against counts as refused when two lists say so', async () => {
    const evidence = { absentSinceMs: NOW - 10 * MINUTE };
    const row = { ...transaction('rejected'), status_message_code: 'not_approved' };
    expect(await resolved(aPay({ ...UNKNOWN, evidence }), listed(row))).toMatchObject({
      kind: 'refused',
      code: 'not_approved',
    });
  });

  test('a list from before the latest try does not count for it', async () => {
    const submit = aSubmit({
      ...UNKNOWN,
      lastAttemptAtMs: OPENED_AT + MINUTE,
      evidence: { absentSinceMs: OPENED_AT - HOUR },
    });
    expect(await resolved(submit, listed())).toMatchObject({
      kind: 'ask-again',
      afterMs: 10 * MINUTE,
      evidence: { absentSinceMs: NOW },
    });
  });
});

test.each([
  ['cancelled', 'rejected', 'done'],
  ['cancelled', 'reversed', 'done'],
  ['cancelled', 'pending', 'absent'],
  ['completed', 'completed', 'absent'],
])('the lost void of a purchase of two rules, now %s and %s: %s', async (first, second, kind) => {
  const cancel = aSaleCancel(UNKNOWN);
  const transactions = [first, second].map((status) => transaction(status, { type: 'accrual' }));
  const answers = { '/accruals/purchase-rules/executions/pre_1': { id: 'pre_1', transactions } };
  expect(await resolved(cancel, answers, { known: [aDeliveredSubmit()] })).toMatchObject({ kind });
});

test.each([
  ['1.20', 'EUR', 'absent'],
  ['2.20', 'EUR', 'done'],
  ['2.2000', 'EUR', 'done'],
  [2.2, 'EUR', 'done'],
  ['220.00', 'JPY', 'done'],
  ['0.22', 'KWD', 'done'],
])('a lost change of a purchase, which now is over %s %s: %s', async (amount, currency, kind) => {
  const adjust = anOperation(
    { kind: 'adjust', transactionId: 'x', amountMinor: 220, facts: { adjusts: 'submit', target: 'sale' } },
    UNKNOWN,
  );
  const transactions = [transaction('pending', { type: 'accrual', related_data: { purchase_fiat_amount: amount } })];
  const answers = { '/accruals/purchase-rules/executions/pre_1': { id: 'pre_1', transactions } };
  expect(await resolved(adjust, answers, { known: [aDeliveredSubmit()], currency })).toMatchObject({ kind });
});

test('what a manager found out serves as the program’s id', async () => {
  const closed = { state: 'closed', happened: 1, answer: { confirmationCode: 'tx_9' } } as const;
  const cancel = aPayCancel(UNKNOWN);
  const answers = { '/transactions/tx_9': transaction('cancelled') };
  expect(await resolved(cancel, answers, { known: [aPay(closed)] })).toMatchObject({ kind: 'done' });
});
