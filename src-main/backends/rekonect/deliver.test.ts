import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import { deliveryOf } from './deliver.ts';
import type { Reading } from './interpret-answer.ts';
import { anOperation, aPay, aPayCancel, aSubmit } from './queue.test-support.ts';

const facts = { status: 200, vendorRequestId: null, serverOffsetMs: null };
const delivered = (operation: Operation, fields: Record<string, unknown>) =>
  deliveryOf({ kind: 'success', facts, fields } satisfies Reading, operation);
const enrol = anOperation({ kind: 'enrol', profile: { email: 'nora@example.org' }, consentedAtMs: 1 });

describe('what is kept of an answer', () => {
  test.each([
    [
      'pay',
      aPay(),
      { confirmationCode: 'c', newBalance: { points: 500, credit: 0 } },
      { confirmationCode: 'c', balancePoints: 500, balanceCredit: 0 },
    ],
    [
      'pay, balances as pairs',
      aPay(),
      { confirmationCode: 'c', newBalance: { points: { monetary: 5, nonMonetary: 500 } } },
      { confirmationCode: 'c', balancePoints: 500 },
    ],
    ['pay, no balances', aPay(), { confirmationCode: 'c' }, { confirmationCode: 'c' }],
    ['cancel without a code', aPayCancel(), {}, {}],
    [
      'submit',
      aSubmit(),
      { confirmationCode: 's', earned: 5, member: { firstName: 'Nora' } },
      { confirmationCode: 's' },
    ],
    ['enrol', enrol, { member: { membershipKey: 'k', email: 'nora@example.org' } }, { memberId: 'k' }],
    ['enrol, nothing said', enrol, {}, {}],
  ])('%s', (_name, operation, fields, answer) => {
    expect(delivered(operation, fields)).toEqual({ kind: 'done', ...facts, answer });
  });
});

test('a payment without its code is not counted: it could never be given back', () => {
  expect(delivered(aPay(), { newBalance: { points: 500 } })).toMatchObject({ kind: 'maybe', why: 'unreadable' });
});

test('a refusal says where, in our words, and what it means on a repeat', () => {
  const reading: Reading = {
    kind: 'refused',
    facts: { ...facts, status: 400 },
    code: '407',
    path: 'body.payment.amount é!',
  };
  expect(deliveryOf(reading, aPay())).toEqual({
    kind: 'refused',
    ...facts,
    status: 400,
    code: '407',
    text: 'The balance is too low for this payment. (body.payment.amount)',
    onRepeat: 'proves-nothing',
  });
});
