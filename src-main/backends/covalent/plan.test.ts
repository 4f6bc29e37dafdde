import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { PlanEvent } from '../backend.ts';
import { canUndo } from './can-undo.ts';
import { plan } from './plan.ts';
import {
  aConfig,
  aDeliveredPay,
  aDeliveredSubmit,
  aMemberSale,
  anOperation,
  aPay,
  aPayCancel,
  aReturn,
  aSale,
  aSaleCancel,
  aSubmit,
  DELIVERED,
  RELEASE_AT,
  SALE_ID,
  UNKNOWN,
} from './queue.test-support.ts';

const { settings } = aConfig();
const REFUSED = { state: 'parked', happened: 0 } as const;
const DROPPED = { state: 'dropped', happened: 0 } as const;

/** Ids n1, n2 … and only what a table needs to say. */
function planned(event: PlanEvent, known: readonly Operation[] = [], given = settings) {
  let last = 0;
  const { append, drop, makeDue } = plan(event, known, given, () => {
    last += 1;
    return `n${last}`;
  });
  return {
    append: append.map(({ kind, detail, saleId, state, lane, afterId, undoesId, replacesId }) => ({
      kind,
      ...(detail.kind === 'adjust' ? { amountMinor: detail.amountMinor, facts: detail.facts } : {}),
      reference: 'transactionId' in detail ? detail.transactionId.replace(saleId ?? '', '') : null,
      ...(state === 'owed' ? { state } : {}),
      ...(lane === 'fast' ? { lane } : {}),
      ...(afterId === null ? {} : { afterId }),
      ...(undoesId === null ? {} : { undoesId }),
      ...(replacesId === null ? {} : { replacesId }),
    })),
    drop,
    makeDue,
  };
}
const NOTHING = { append: [], drop: [], makeDue: [] };
const only = (...append: readonly Record<string, unknown>[]) => ({ ...NOTHING, append });

describe('pay', () => {
  const event: PlanEvent = {
    kind: 'pay',
    sale: aMemberSale({ state: 'open', tenders: [] }),
    amountMinor: 400,
    evidence: { balanceBefore: 900 },
  };
  const pay = { kind: 'pay', reference: '-R', lane: 'fast' };
  const cancel = { kind: 'cancel-payment', reference: '-R', state: 'owed', afterId: 'n1', undoesId: 'n1' };

  test('with its owed cancel and the evidence', () => {
    expect(planned(event)).toEqual(only(pay, cancel));
    expect(plan(event, [], settings, () => 'x').append[0]?.evidence).toEqual({ balanceBefore: 900 });
  });

  test('a second one has a reference of its own, after the cancel of the first', () => {
    expect(planned(event, [aPay(UNKNOWN), aPayCancel()])).toEqual({
      append: [
        { ...pay, reference: '-R2', afterId: 'pay-cancel' },
        { ...cancel, reference: '-R2' },
      ],
      drop: [],
      makeDue: ['pay-cancel'],
    });
  });
});

describe('complete', () => {
  const complete = (sale = aMemberSale()): PlanEvent => ({ kind: 'complete', sale, original: null });
  const submit = { kind: 'submit', reference: '-E' };

  test.each([
    ['with a member', complete(aMemberSale({ tenders: [] })), [], only(submit)],
    ['without one it is held', complete(aSale()), [], NOTHING],
    [
      'paid with points: the owed cancel is dropped',
      complete(),
      [aDeliveredPay(), aPayCancel()],
      { ...only(submit), drop: ['pay-cancel'] },
    ],
    [
      'a pay that is no tender is given back',
      complete(aMemberSale({ tenders: [] })),
      [aDeliveredPay(), aPayCancel()],
      { ...only(submit), makeDue: ['pay-cancel'] },
    ],
    [
      'a pay never sent is dropped',
      complete(aMemberSale({ tenders: [] })),
      [aPay(), aPayCancel()],
      { ...only(submit), drop: ['pay', 'pay-cancel'] },
    ],
    [
      'another open sale of the member keeps its pay',
      complete(aMemberSale({ tenders: [] })),
      [aDeliveredPay({ saleId: 'other' }), aPayCancel({ saleId: 'other' })],
      only(submit),
    ],
    ['a return without its sale', complete(aReturn(-620, 0, { returnOfSaleId: null })), [], NOTHING],
    ['nor one of free lines alone', complete(aReturn(0, 0, { returnOfSaleId: null })), [], NOTHING],
  ])('%s', (_name, event, known, expected) => {
    expect(planned(event, known)).toEqual(expected);
  });
});

describe('claim of a held sale', () => {
  const event: PlanEvent = { kind: 'claim', sale: aSale({ memberKeyId: 'member-1' }), memberKeyId: 'member-1' };
  test.each<[string, readonly Operation[], object]>([
    ['earns now', [], only({ kind: 'submit', reference: '-E' })],
    ['once', [aSubmit()], NOTHING],
    [
      'corrects one that was refused',
      [aSubmit(REFUSED)],
      only({ kind: 'submit', reference: '-E2', replacesId: 'submit' }),
    ],
  ])('%s', (_name, known, expected) => {
    expect(planned(event, known)).toEqual(expected);
  });
});

describe('void', () => {
  const event: PlanEvent = { kind: 'void', sale: aMemberSale() };
  const cancelSale = { kind: 'cancel-sale', reference: '-E', afterId: 'submit', undoesId: 'submit' };
  const cancelPay = { kind: 'cancel-payment', reference: '-R', afterId: 'pay', undoesId: 'pay' };
  test.each<[string, readonly Operation[], object]>([
    ['nothing was sent', [aSubmit()], { ...NOTHING, drop: ['submit'] }],
    ['being sent', [aSubmit({ state: 'sending', happened: null })], only(cancelSale)],
    ['unknown', [aSubmit(UNKNOWN)], only(cancelSale)],
    ['in doubt', [aSubmit({ state: 'parked', happened: null })], only(cancelSale)],
    ['refused', [aSubmit(REFUSED)], NOTHING],
    ['delivered and pending', [aDeliveredSubmit()], only(cancelSale)],
    ['delivered and final at once', [aDeliveredSubmit(null)], NOTHING],
    ['taken back already', [aDeliveredSubmit(), aSaleCancel()], NOTHING],
    ['again where the cancel was dropped', [aDeliveredSubmit(), aSaleCancel(DROPPED)], only(cancelSale)],
    [
      'with points: neither waits for the other',
      [aDeliveredPay(), aPayCancel(DROPPED), aDeliveredSubmit()],
      only(cancelSale, cancelPay),
    ],
    ['an unknown pay of a cleared basket', [aPay(UNKNOWN), aPayCancel()], { ...NOTHING, makeDue: ['pay-cancel'] }],
    ['a pay never sent', [aPay(), aPayCancel()], { ...NOTHING, drop: ['pay', 'pay-cancel'] }],
    ['held', [], NOTHING],
  ])('%s', (_name, known, expected) => {
    expect(planned(event, known)).toEqual(expected);
  });
});

describe('a return of lines', () => {
  const returned = (operations: readonly Operation[], sale = aReturn()): PlanEvent => ({
    kind: 'complete',
    sale,
    original: { sale: aMemberSale(), operations, returned: [] },
  });
  const facts = { adjusts: 'submit', target: 'sale', totalMinor: '620', earningMinor: '620', pointsPaidMinor: '400' };
  const adjustSale = { kind: 'adjust', reference: '-E-A1', amountMinor: 220, facts, afterId: 'submit' };
  const adjustPay = {
    kind: 'adjust',
    reference: '-R-A1',
    amountMinor: 250,
    facts: { adjusts: 'pay', target: 'pay' },
    afterId: 'pay',
  };
  const first = anOperation(
    { kind: 'adjust', transactionId: `${SALE_ID}-E-A1`, amountMinor: 220, facts },
    { id: 'a1', afterId: 'submit', ...DELIVERED },
  );

  test.each<[string, PlanEvent, object]>([
    ['the purchase is run on what is left', returned([aDeliveredSubmit()]), only(adjustSale)],
    ['not yet delivered', returned([aSubmit(UNKNOWN)]), only(adjustSale)],
    ['final: nothing', returned([aDeliveredSubmit(null)]), NOTHING],
    ['final by the time', returned([aDeliveredSubmit()], aReturn(-620, 0, { closedAtMs: RELEASE_AT })), NOTHING],
    ['refused: nothing', returned([aSubmit(REFUSED)]), NOTHING],
    ['voided before: nothing', returned([aDeliveredSubmit(), aSaleCancel()]), NOTHING],
    ['the member is no longer known', returned([aDeliveredSubmit()], aReturn(-620, 0, { memberKeyId: null })), NOTHING],
    ['with points', returned([aDeliveredSubmit(null), aDeliveredPay()], aReturn(-150, -150)), only(adjustPay)],
    [
      'all of the points',
      returned([aDeliveredSubmit(null), aDeliveredPay()], aReturn(-400, -400)),
      only({ kind: 'cancel-payment', reference: '-R', afterId: 'pay', undoesId: 'pay' }),
    ],
    [
      'a second one, until nothing is left',
      returned([aDeliveredSubmit(), first]),
      only({ kind: 'cancel-sale', reference: '-E', afterId: 'a1', undoesId: 'submit' }),
    ],
    [
      'a second one, after a first that was refused',
      returned([aDeliveredSubmit(), { ...first, ...REFUSED }]),
      only({ ...adjustSale, reference: '-E-A2' }),
    ],
  ])('%s', (_name, event, expected) => {
    expect(planned(event)).toEqual(expected);
  });

  test('with final points nothing is planned for a sale whose outcome is open', () => {
    expect(planned(returned([aSubmit(UNKNOWN)]), [], { ...settings, releaseAfterDays: 0 })).toEqual(NOTHING);
  });
});

test('what a till cannot ask of this program is planned by nobody', () => {
  expect(planned({ kind: 'event', memberKeyId: null, type: 'visit', atMs: 1 })).toEqual(NOTHING);
  expect(planned({ kind: 'enrol', profile: {}, consentedAtMs: 1, memberKeyId: 'm' })).toEqual(NOTHING);
});

describe('can it be undone', () => {
  test.each<[string, Operation, number, RegExp | null]>([
    ['a pending sale', aDeliveredSubmit(), RELEASE_AT - 1, null],
    ['a released one', aDeliveredSubmit(), RELEASE_AT, /final on 2026-03-25 and stay/],
    ['one that was final at once', aDeliveredSubmit(null), 0, /final at once/],
    [
      'one that earned nothing',
      aSubmit({ ...DELIVERED, answer: { pointsEarned: 0, facts: { executionId: 'pre_1' } } }),
      0,
      null,
    ],
    ['a payment', aDeliveredPay(), RELEASE_AT, null],
    [
      'a payment of a program without adjustments',
      aDeliveredPay({ answer: { facts: { adjustmentAllowed: 'false' } } }),
      0,
      /does not give back/,
    ],
  ])('%s', (_name, operation, nowMs, because) => {
    const support = canUndo(operation, nowMs);
    expect(support.offered).toBe(because === null);
    if (!support.offered) expect(support.because).toMatch(because ?? /^$/);
  });
});
