import { expect, it } from 'vitest';
import type { HttpOutcome } from '../http/http-call.ts';
import { deliveryOf } from './deliver.ts';
import { interpretAnswer } from './interpret-answer.ts';
import { aPay } from './queue.test-support.ts';

const answer = (status: number, body: unknown): HttpOutcome => ({
  kind: 'answer',
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const envelope = (code: unknown) => ({ error: { details: [{ code, detail: 'card of Nora' }] } });

it.each<[string, number, unknown, object]>([
  [
    'an unknown code is shown with a generic sentence',
    400,
    envelope('E_77'),
    { kind: 'refused', code: 'E_77', text: 'The loyalty program refused this (code E_77).' },
  ],
  ['a code that is a number', 422, envelope(77), { kind: 'refused', code: '77' }],
  [
    'a code that would not fit',
    400,
    envelope(`x y ${'z'.repeat(99)}`),
    { kind: 'refused', code: `xy${'z'.repeat(38)}` },
  ],
  [
    'a balance too low, where the program told its code',
    400,
    envelope('LOW'),
    { kind: 'refused', text: 'The balance is too low for this.' },
  ],
  ['an empty body', 404, '', { kind: 'refused', code: 'http-404' }],
  ['a body that is no JSON', 400, '<html>', { kind: 'refused', code: 'http-400' }],
  ['details that vanished', 400, { error: {} }, { kind: 'refused', code: 'http-400' }],
  ['the key is used by a running request', 409, envelope('BUSY'), { kind: 'maybe', why: 'conflict' }],
  ['the server gave up waiting', 408, '', { kind: 'maybe', why: 'no-answer' }],
  ['somebody else’s page', 200, '<html>', { kind: 'maybe', why: 'unreadable' }],
  ['a redirection', 302, '', { kind: 'maybe', why: 'unreadable' }],
  [
    'an error that calls itself a success',
    200,
    envelope('E'),
    { kind: 'maybe', why: 'unreadable', code: 'figures-missing' },
  ],
  [
    'figures of another type',
    200,
    { points: {}, updatedBalance: [] },
    { kind: 'maybe', why: 'other-form', code: 'figures-missing' },
  ],
  [
    'a balance alone, as text',
    200,
    { updatedBalance: '4599.5' },
    { kind: 'done', answer: { balancePoints: 4_599, pointsRedeemed: 400 } },
  ],
  [
    'no balance, but what was moved',
    200,
    { points: 400, cashback: 0 },
    { kind: 'done', answer: { pointsRedeemed: 400 } },
  ],
])('%s', (_name, status, body, expected) => {
  const delivery = deliveryOf(interpretAnswer(answer(status, body), 0), aPay(), ['LOW']);
  expect(delivery).toMatchObject(expected);
  expect(JSON.stringify(delivery)).not.toContain('Nora');
});
