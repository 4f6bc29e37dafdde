import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { HttpAnswer } from '../http/http-call.ts';
import { readTimestamp } from './answers.ts';
import { deliveryOf } from './deliver.ts';
import { refusalText } from './error-codes.ts';
import { interpretAnswer } from './interpret-answer.ts';
import { aConfig, aPay, aSaleCancel, aSubmit, RELEASE_AT, SALE_ID } from './queue.test-support.ts';

const { settings } = aConfig();

function delivered(operation: Operation, status: number, body: unknown, headers: HttpAnswer['headers'] = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return deliveryOf(interpretAnswer({ kind: 'answer', status, headers, text }, 0), operation, settings);
}

const error = (code: string, field: string | null = null) => ({ errors: [{ message: 'x', field, code }] });
const accrual = (fields: object = {}) => ({
  id: 'tx_1',
  amount: 42,
  status: 'pending',
  type: 'accrual',
  release_date: '2026-03-25T09:02:00+0000',
  ...fields,
});
const execution = (...transactions: readonly object[]) => ({ id: 'pre_1', total: 42, transactions });
const paid = (fields: object = {}) => ({
  transaction: { id: 'tx_1', type: 'redemption', status: 'completed', amount: 400, ...fields },
  adjustment_allowed: true,
  total_loyalty_amount: 400,
  total_fiat_amount: 4.0,
});

describe('what is kept of an answer', () => {
  const pending = { executionId: 'pre_1', releaseAtMs: String(RELEASE_AT) };
  test.each<[string, Operation, unknown, object]>([
    [
      'a pending purchase is done',
      aSubmit(),
      execution(accrual()),
      { confirmationCode: 'pre_1', pointsEarned: 42, facts: pending },
    ],
    ['final at once', aSubmit(), execution(accrual({ status: 'completed' })), { facts: { executionId: 'pre_1' } }],
    [
      'a release that is not repeated is the one that was asked for',
      aSubmit({ request: { method: 'POST', path: '/', headers: {}, body: '{"release_date":"2026-03-25T09:02:00Z"}' } }),
      execution(accrual({ release_date: null })),
      { facts: pending },
    ],
    ['several rules', aSubmit(), execution(accrual(), accrual({ amount: 8 })), { pointsEarned: 50 }],
    ['an amount of another form', aSubmit(), execution(accrual({ amount: '42' })), { facts: pending }],
    ['no rule applied', aSubmit(), execution(), { pointsEarned: 0, facts: { executionId: 'pre_1' } }],
    [
      'one rule rejected, the other stands',
      aSubmit(),
      execution(accrual(), accrual({ status: 'rejected' })),
      { pointsEarned: 42 },
    ],
    [
      'a payment, by both its names',
      aPay(),
      paid(),
      {
        confirmationCode: 'tx_1',
        pointsRedeemed: 400,
        facts: { transactionId: 'tx_1', externalReference: `${SALE_ID}-R`, adjustmentAllowed: 'true' },
      },
    ],
    ['a cancel', aSaleCancel(), execution(accrual({ status: 'cancelled' })), {}],
  ])('%s', (_name, operation, body, answer) => {
    expect(delivered(operation, 200, body)).toMatchObject({ kind: 'done', answer });
  });

  test.each([
    ['a payment', aPay(), paid({ status: 'pending_external_approval' }), { transactionId: 'tx_1' }],
    ['a payment that is pending', aPay(), paid({ status: 'pending' }), { transactionId: 'tx_1' }],
    ['a purchase', aSubmit(), execution(accrual({ status: 'pending_external_approval' })), { executionId: 'pre_1' }],
  ])('%s that somebody has to approve is not final', (_name, operation, body, facts) => {
    expect(delivered(operation, 200, body)).toMatchObject({ kind: 'not-final', askAgainMs: 30_000, answer: { facts } });
  });

  test.each<[string, Operation, unknown, string]>([
    ['a rejected payment', aPay(), paid({ status: 'rejected' }), 'rejected'],
    [
      'a purchase of nobody',
      aSubmit(),
      execution(accrual({ status: 'rejected', status_message_code: 'member_does_not_exist' })),
      'member_does_not_exist',
    ],
  ])('%s is refused, whichever try it answers', (_name, operation, body, code) => {
    expect(delivered(operation, 200, body)).toMatchObject({ kind: 'refused', code, onRepeat: 'means-absent' });
  });
});

describe('what proves nothing', () => {
  test.each<[string, number, unknown]>([
    ['errors with 200', 200, error('x')],
    ['a page of somebody else', 200, '<html>'],
    ['a list', 200, '[]'],
    ['400 without the program’s form', 400, '<html>'],
    ['404 from another server', 404, '<html>'],
    ['408', 408, error('timeout')],
    ['400 that is empty', 400, ''],
    ['a redirect', 302, ''],
  ])('%s', (_name, status, body) => {
    expect(delivered(aSubmit(), status, body)).toMatchObject({ kind: 'maybe', why: 'unreadable' });
  });

  test.each([
    [409, 'conflict'],
    [500, 'server-error'],
  ])('%s', (status, why) => {
    expect(delivered(aSubmit(), status, error('request_in_progress'))).toMatchObject({ kind: 'maybe', why });
  });
});

describe('accepted, in a form that this till cannot use: looked up, since a repeat brings back the same', () => {
  test.each<[string, Operation, unknown]>([
    ['a purchase without its id', aSubmit(), { total: 1, transactions: [] }],
    ['a purchase whose id is a number', aSubmit(), { id: 7, total: 1, transactions: [] }],
    ['a payment whose transaction is gone', aPay(), { total_loyalty_amount: 400 }],
    ['a payment whose status is a number', aPay(), paid({ status: 3 })],
  ])('%s', (_name, operation, body) => {
    expect(delivered(operation, 200, body)).toMatchObject({ kind: 'not-final', code: 'fields-missing', answer: {} });
  });
});

describe('refusals', () => {
  test.each<[string, number, unknown, HttpAnswer['headers'], string, string]>([
    ['of this try', 400, error('insufficient_balance'), {}, 'insufficient_balance', 'proves-nothing'],
    ['kept under the key', 400, error('invalid'), { 'idempotency-repeated': 'true' }, 'invalid', 'means-absent'],
    ['404 without a body', 404, '', {}, 'http-404', 'proves-nothing'],
    ['404 of another path', 404, { message: 'no such route' }, {}, 'http-404', 'proves-nothing'],
    ['404 in the program’s form', 404, error('not_found', 'member'), {}, 'not_found', 'proves-nothing'],
    ['a code that has become a number', 400, { errors: [{ code: 17 }] }, {}, '17', 'proves-nothing'],
    ['a code that is gone', 400, { errors: [{ field: 'member' }] }, {}, 'http-400', 'proves-nothing'],
    ['another form altogether', 400, { detail: 'no' }, {}, 'http-400', 'proves-nothing'],
    ['a code with more in it', 400, error('bad <b>Ann Ample'), {}, 'badbAnnAmple', 'proves-nothing'],
    ['another 4xx in the program’s form', 422, error('INVENTED_77'), {}, 'INVENTED_77', 'proves-nothing'],
    ['a field of another form', 400, { errors: [{ code: 'invalid', field: 7 }] }, {}, 'invalid', 'proves-nothing'],
  ])('%s', (_name, status, body, headers, code, onRepeat) => {
    expect(delivered(aPay(), status, body, headers)).toMatchObject({ kind: 'refused', code, onRepeat });
  });

  test.each([
    ['insufficient_balance', 'redemption_items', 'The balance is too low for this payment. (redemption_items)'],
    ['not_found', 'member', 'The loyalty program knows no member by this.'],
    ['INVENTED_77', null, 'The loyalty program refused this (code INVENTED_77).'],
    ['invalid', 'member.é <b>', 'The loyalty program did not accept what was sent. (member.b)'],
  ])('%s at %s', (code, field, text) => {
    expect(refusalText(code, field)).toBe(text);
  });

  test('a bare 404 names the setting, as a wrong base URL is answered so', () => {
    expect(refusalText('http-404', null)).toContain('baseUrl');
  });

  test('a wrong program names the setting', () => {
    expect(refusalText('invalid_choice', 'loyalty_currency')).toContain('loyaltyCurrency');
  });
});

test.each([
  ['2026-03-11T09:20:03+0000', Date.UTC(2026, 2, 11, 9, 20, 3)],
  ['2026-03-11T09:20:03+01:00', Date.UTC(2026, 2, 11, 8, 20, 3)],
  ['2026-03-11T09:20:03Z', Date.UTC(2026, 2, 11, 9, 20, 3)],
  ['yesterday', null],
])('the time %s', (text, atMs) => {
  expect(readTimestamp(text)).toBe(atMs);
});
