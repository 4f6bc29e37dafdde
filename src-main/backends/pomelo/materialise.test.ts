import { describe, expect, it, test } from 'vitest';
import { readReason } from '../../training/pomelo/adjustment-reason.ts';
import { materialise } from './materialise.ts';
import { anOperation, aPay, aPayCancel, aSale, aSubmit, moves, SALE_ID } from './queue.test-support.ts';

const member = [
  { method: 'membership-key', value: 'usr-1' },
  { method: 'card', value: ' crd-1 ' },
] as const;
const context = (fields: Partial<Parameters<typeof materialise>[1]> = {}) => ({
  sale: aSale(1_000),
  member,
  known: [],
  nowMs: 0,
  ...fields,
});

describe('the request', () => {
  const undo = (points: number) =>
    anOperation({ kind: 'cancel-sale', transactionId: SALE_ID, facts: moves(points) }, { undoesId: 'submit' });

  it.each([
    [aSubmit(), 'mint', 50, 'submit 1000 OP submit'],
    [aSubmit({}, -30), 'burn', 30, 'submit 1000 OP submit'],
    [aPay(), 'burn', 400, 'pay 400 OP pay'],
    [aPayCancel(), 'mint', 400, 'cancel-payment 400 OP cancel-payment UNDOES pay'],
    [undo(-50), 'burn', 50, 'cancel-sale 1000 OP cancel-sale UNDOES submit'],
    [undo(30), 'mint', 30, 'cancel-sale 1000 OP cancel-sale UNDOES submit'],
  ])('of %o', (operation, direction, amount, words) => {
    expect(materialise(operation, context())).toEqual({
      method: 'POST',
      path: `/loyalty/v1/accounts/points/${direction}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ amount, reason: `REF T1-A-000418 ${words}`, card_id: 'crd-1' }),
    });
  });

  test('names any reference so that a reconciliation reads it back', () => {
    const sale = aSale(-250, { reference: 'Shop 7/ä' });
    const body = JSON.parse(materialise(aSubmit({}, -12), context({ sale })).body) as { reason: string };
    expect(readReason(body.reason)).toEqual({
      reference: 'Shop 7/ä',
      operation: 'submit',
      amountMinor: -250,
      operationId: 'submit',
      undoesId: null,
    });
  });

  it.each([
    ['a member without a card', aSubmit(), context({ member: [member[0]] }), 'on cards only'],
    ['a card’s number', aSubmit(), context({ member: [{ method: 'card', value: '4000000000000002' }] }), 'never sent'],
    ['a member no longer kept', aSubmit(), context({ member: [] }), 'no longer kept'],
    ['no sale', aSubmit(), context({ sale: null }), 'not known'],
    ['no points recorded', anOperation({ kind: 'submit', transactionId: SALE_ID }), context(), 'how many points'],
    ['more than the sale', aPay(), context({ sale: aSale(399) }), 'above what the sale comes to'],
    ['what the program does not have', anOperation({ kind: 'identify' }), context(), 'no operation'],
  ])('is not made for %s', (_name, operation, stored, words) => {
    expect(() => materialise(operation, stored)).toThrow(words);
  });
});
