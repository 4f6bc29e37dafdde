import { expect, test } from 'vitest';
import type { Support } from '../../src-shared/backend/capabilities.ts';
import type { Happened, Operation, OperationKind, OperationState } from '../../src-shared/queue/operation.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import { effectsOfVoid, fingerprintOf } from './effects.ts';

const CAN_UNDO = () => ({ offered: true }) as const;

const SALE: Sale = {
  saleId: 's',
  saleNumber: 'T1-A000001',
  reference: 'T1-A000001',
  source: 'till',
  state: 'completed',
  currency: 'EUR',
  staffId: 'c',
  openedAtMs: 0,
  closedAtMs: 1,
  voidedAtMs: null,
  memberKeyId: 'm',
  returnOfSaleId: null,
  lines: [],
  deals: [],
  usedGifts: [],
  tenders: [
    { tenderId: '1', type: 'POINTS', amountMinor: 400, tenderedMinor: 400, payOperationId: 'pay' },
    { tenderId: '2', type: 'CASH', amountMinor: 500, tenderedMinor: 1_000, payOperationId: null },
    { tenderId: '3', type: 'CARD', amountMinor: 100, tenderedMinor: 100, payOperationId: null },
  ],
};

function operation(kind: OperationKind, state: OperationState, happened: Happened, more: Partial<Operation> = {}) {
  return {
    seq: 1,
    id: kind,
    key: 'k',
    saleId: 's',
    memberKeyId: 'm',
    kind,
    backEnd: 'rekonect',
    account: 'a',
    state,
    happened,
    afterId: null,
    undoesId: null,
    replacesId: null,
    detail: kind === 'pay' ? { kind, transactionId: 's', amountMinor: 400 } : { kind: 'submit', transactionId: 's' },
    request: null,
    recordedAtMs: 0,
    firstSentAtMs: 0,
    lastAttemptAtMs: 0,
    nextAtMs: null,
    endedAtMs: 0,
    attempts: 1,
    evidence: null,
    answer: null,
    errorCode: null,
    errorText: null,
    repeatLimit: 'by-kind',
    ...more,
  } as Operation;
}

const kindsOf = (operations: readonly Operation[], earned: number | null = null, canUndo: () => Support = CAN_UNDO) =>
  effectsOfVoid(SALE, operations, canUndo, earned, true).map(({ kind }) => kind);

const TABLE: readonly [OperationState, Happened, string[], string[]][] = [
  ['queued', 0, [], ['nothing-was-sent']],
  ['sending', null, ['waits-for-outcome'], ['waits-for-outcome']],
  ['unknown', null, ['waits-for-outcome'], ['waits-for-outcome']],
  ['parked', null, ['waits-for-outcome'], ['waits-for-outcome']],
  ['parked', 0, [], []],
  ['delivered', 1, ['points-given-back'], ['points-taken-back-unknown']],
  ['closed', 1, ['points-given-back'], ['points-taken-back-unknown']],
  ['closed', 0, [], []],
  ['dropped', 0, [], []],
];

test.each(TABLE)('%s, happened %s: what the void of a pay and of a submit says', (state, happened, ofPay, ofSubmit) => {
  expect(kindsOf([operation('pay', state, happened)])).toEqual(['money-back', ...ofPay]);
  expect(kindsOf([operation('submit', state, happened)])).toEqual(['money-back', ...ofSubmit]);
});

test('money and points both ways, each by what is known of it', () => {
  const pay = operation('pay', 'delivered', 1, { evidence: { balanceBefore: 900 }, answer: { balancePoints: 860 } });
  const submit = operation('submit', 'delivered', 1);
  expect(effectsOfVoid(SALE, [pay, submit], CAN_UNDO, 30, true)).toEqual([
    { kind: 'money-back', amountMinor: 600, points: null, text: null },
    // Ten minor units a point at this business: the balances say so, the till computes nothing.
    { kind: 'points-given-back', amountMinor: 400, points: 40, text: null },
    { kind: 'points-taken-back', amountMinor: null, points: 30, text: null },
  ]);
  expect(kindsOf([submit], -30)).toEqual(['money-back', 'points-given-back']);
});

test('what is already reversed is not reversed again, unless its reversal is only owed or dropped', () => {
  const pay = operation('pay', 'delivered', 1);
  const cancel = (state: OperationState) => operation('cancel-payment', state, 0, { undoesId: 'pay' });
  expect(kindsOf([pay, cancel('queued')])).toEqual(['money-back']);
  expect(kindsOf([pay, cancel('owed')])).toEqual(['money-back', 'points-given-back']);
  expect(kindsOf([pay, cancel('dropped')])).toEqual(['money-back', 'points-given-back']);
});

test('what the program cannot undo is said, and so is a member whom nobody knows any more', () => {
  const keeps = () => ({ offered: false, because: 'It keeps what was earned.' }) as const;
  const submit = operation('submit', 'delivered', 1);
  expect(effectsOfVoid(SALE, [submit], keeps, null, true).at(-1)).toMatchObject({
    kind: 'cannot-be-undone',
    text: 'It keeps what was earned.',
  });
  expect(effectsOfVoid(SALE, [submit], CAN_UNDO, 30, false).map(({ kind }) => kind)).toEqual([
    'money-back',
    'without-loyalty',
  ]);
});

test('gifts come back only where they may have been used', () => {
  const sale = {
    ...SALE,
    usedGifts: [{ key: 'g', name: 'Coffee', kind: 'gift' as const, costPoints: null, facts: {}, confirmed: true }],
  };
  const kinds = (state: OperationState, happened: Happened) =>
    effectsOfVoid(sale, [operation('submit', state, happened)], CAN_UNDO, 0, true).map(({ kind }) => kind);
  expect(kinds('delivered', 1)).toContain('gift-given-back');
  expect(kinds('unknown', null)).toContain('gift-given-back');
  expect(kinds('queued', 0)).not.toContain('gift-given-back');
  expect(kinds('parked', 0)).not.toContain('gift-given-back');
});

test('the fingerprint changes with anything that is shown', () => {
  const shown = effectsOfVoid(SALE, [operation('submit', 'delivered', 1)], CAN_UNDO, 30, true);
  const other = effectsOfVoid(SALE, [operation('submit', 'delivered', 1)], CAN_UNDO, 31, true);
  expect(fingerprintOf(shown)).toBe(fingerprintOf([...shown]));
  expect(fingerprintOf(shown)).not.toBe(fingerprintOf(other));
});

test('what the program itself said a sale earned is announced, also where that came after the receipt', () => {
  const answered = operation('submit', 'delivered', 1, { answer: { pointsEarned: 90 } });
  const taken = effectsOfVoid(SALE, [answered], CAN_UNDO, null, true).find(({ kind }) =>
    kind.startsWith('points-taken'),
  );
  expect(taken).toMatchObject({ kind: 'points-taken-back', points: 90 });
});
