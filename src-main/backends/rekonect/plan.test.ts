import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { PlanEvent } from '../backend.ts';
import { plan } from './plan.ts';
import {
  aDeliveredPay,
  aMemberSale,
  anOperation,
  anUnclaimedSubmit,
  aPay,
  aPayCancel,
  aSale,
  aSaleCancel,
  aSubmit,
} from './queue.test-support.ts';

const DELIVERED = { state: 'delivered', happened: 1 } as const;
const UNKNOWN = { state: 'unknown', happened: null } as const;
const SENDING = { state: 'sending', happened: null } as const;
const IN_DOUBT = { state: 'parked', happened: null } as const;
const REFUSED = { state: 'parked', happened: 0 } as const;
const DROPPED = { state: 'dropped', happened: 0 } as const;
const CLOSED_NOT = { state: 'closed', happened: 0 } as const;
const CLOSED_DONE = { state: 'closed', happened: 1 } as const;

const id = aSale().saleId;
const enrol = (fields: Partial<Operation> = {}) =>
  anOperation(
    { kind: 'enrol', profile: { email: 'nora@example.org', gdpr: true, termsOfUse: true }, consentedAtMs: 1 },
    { memberKeyId: 'member-1', ...fields },
  );

/** Ids n1, n2 … and only what a table needs to say. */
function planned(event: PlanEvent, known: readonly Operation[] = []) {
  let last = 0;
  const { append, drop, makeDue } = plan(event, known, () => {
    last += 1;
    return `n${last}`;
  });
  return {
    append: append.map(({ id: draftId, kind, detail, state, lane, afterId, undoesId, memberKeyId, replacesId }) => ({
      id: draftId,
      kind,
      transactionId: 'transactionId' in detail ? detail.transactionId : null,
      state,
      lane,
      afterId,
      undoesId,
      memberKeyId,
      replacesId,
    })),
    drop,
    makeDue,
  };
}

const draft = (fields: Record<string, unknown>) => ({
  transactionId: id,
  state: 'queued',
  lane: 'sync',
  afterId: null,
  undoesId: null,
  memberKeyId: null,
  replacesId: null,
  ...fields,
});

describe('pay', () => {
  const evidence = { balanceBefore: 900, balanceBeforeAtMs: 5 };
  const event: PlanEvent = {
    kind: 'pay',
    sale: aMemberSale({ state: 'open', tenders: [] }),
    amountMinor: 400,
    evidence,
  };
  const pay = draft({ id: 'n1', kind: 'pay', lane: 'fast', memberKeyId: 'member-1' });
  const cancel = draft({
    id: 'n2',
    kind: 'cancel-payment',
    state: 'owed',
    afterId: 'n1',
    undoesId: 'n1',
    memberKeyId: 'member-1',
  });

  test('with its owed cancel, and the evidence on the pay', () => {
    expect(planned(event)).toEqual({ append: [pay, cancel], drop: [], makeDue: [] });
    expect(plan(event, [], () => 'x').append[0]?.evidence).toEqual(evidence);
  });

  test('a second one goes after the cancel of the first', () => {
    const known = [aDeliveredPay(), aPayCancel({ state: 'queued' })];
    expect(planned(event, known)).toEqual({
      append: [{ ...pay, afterId: 'pay-cancel' }, cancel],
      drop: [],
      makeDue: [],
    });
  });

  test('a first one that still stands is given back first', () => {
    expect(planned(event, [aPay(UNKNOWN), aPayCancel()])).toMatchObject({ makeDue: ['pay-cancel'] });
  });

  test('one that never happened holds nothing up', () => {
    const known = [aPay(CLOSED_NOT), aPayCancel(DROPPED)];
    expect(planned(event, known)).toEqual({ append: [pay, cancel], drop: [], makeDue: [] });
  });
});

describe('complete', () => {
  const complete = (sale = aMemberSale()): PlanEvent => ({ kind: 'complete', sale, original: null });

  test('without a member: unclaimed, never both', () => {
    expect(planned(complete(aSale()))).toEqual({
      append: [draft({ id: 'n1', kind: 'submit-unclaimed' })],
      drop: [],
      makeDue: [],
    });
  });

  test('a delivered pay that is a tender keeps the points', () => {
    expect(planned(complete(), [aDeliveredPay(), aPayCancel()])).toEqual({
      append: [draft({ id: 'n1', kind: 'submit', memberKeyId: 'member-1' })],
      drop: ['pay-cancel'],
      makeDue: [],
    });
  });

  test('the pay of another open sale of the same member is not touched', () => {
    const other = [aDeliveredPay(), aPayCancel()].map((one) => ({ ...one, saleId: 'another-sale' }));
    expect(planned(complete(), other)).toMatchObject({ drop: [], makeDue: [] });
  });

  test.each([
    ['unknown', aPay(UNKNOWN)],
    ['in doubt', aPay(IN_DOUBT)],
    ['delivered, but replaced by another tender', aDeliveredPay()],
  ])('a pay that is %s is given back, and the submit does not wait for it', (_name, pay) => {
    const sale = aMemberSale({ tenders: aSale().tenders });
    expect(planned(complete(sale), [pay, aPayCancel()])).toEqual({
      append: [draft({ id: 'n1', kind: 'submit', memberKeyId: 'member-1' })],
      drop: [],
      makeDue: ['pay-cancel'],
    });
  });

  test('a pay that was never sent is dropped with its cancel', () => {
    const sale = aMemberSale({ tenders: aSale().tenders });
    expect(planned(complete(sale), [aPay(), aPayCancel()])).toMatchObject({ drop: ['pay', 'pay-cancel'], makeDue: [] });
  });

  test.each([
    [{ state: 'queued' }, 'enrol'],
    [UNKNOWN, 'enrol'],
    [REFUSED, 'enrol'],
    [DELIVERED, null],
    [{ memberKeyId: 'member-2' }, null],
  ] as const)('after an enrolment that is %o: %s', (fields, afterId) => {
    expect(planned(complete(), [enrol(fields)]).append[0]).toMatchObject({ afterId });
  });
});

describe('void: the submit', () => {
  const event: PlanEvent = { kind: 'void', sale: aSale({ state: 'voided' }) };
  const cancel = draft({ id: 'n1', kind: 'cancel-sale', afterId: 'unclaimed', undoesId: 'unclaimed' });

  test.each([
    ['queued', {}, [], ['unclaimed']],
    ['owed', { state: 'owed' }, [], ['unclaimed']],
    ['sending', SENDING, [cancel], []],
    ['unknown', UNKNOWN, [cancel], []],
    ['in doubt', IN_DOUBT, [cancel], []],
    ['delivered', DELIVERED, [cancel], []],
    ['closed as happened', CLOSED_DONE, [cancel], []],
    ['refused', REFUSED, [], []],
    ['dropped', DROPPED, [], []],
    ['closed as not happened', CLOSED_NOT, [], []],
  ] as const)('%s', (_name, fields, append, drop) => {
    expect(planned(event, [anUnclaimedSubmit(fields)])).toEqual({ append, drop, makeDue: [] });
  });

  test('voided twice: nothing more', () => {
    const known = [anUnclaimedSubmit(DELIVERED), aSaleCancel({ undoesId: 'unclaimed' })];
    expect(planned(event, known)).toEqual({ append: [], drop: [], makeDue: [] });
  });
});

describe('void: the payments', () => {
  const event: PlanEvent = { kind: 'void', sale: aMemberSale({ state: 'voided' }) };

  test('after the cancel of the sale', () => {
    const known = [aDeliveredPay(), aPayCancel(DROPPED), aSubmit(DELIVERED)];
    expect(planned(event, known).append).toEqual([
      draft({ id: 'n1', kind: 'cancel-sale', afterId: 'submit', undoesId: 'submit', memberKeyId: 'member-1' }),
      draft({ id: 'n2', kind: 'cancel-payment', afterId: 'n1', undoesId: 'pay', memberKeyId: 'member-1' }),
    ]);
  });

  test('at once where the submit was never sent', () => {
    const known = [aDeliveredPay(), aPayCancel(DROPPED), aSubmit()];
    expect(planned(event, known)).toEqual({
      append: [draft({ id: 'n1', kind: 'cancel-payment', afterId: 'pay', undoesId: 'pay', memberKeyId: 'member-1' })],
      drop: ['submit'],
      makeDue: [],
    });
  });

  test('each one once: what is on its way already is not given back again', () => {
    const known = [aDeliveredPay(), aPayCancel({ state: 'queued' }), aSubmit()];
    expect(planned(event, known).append).toEqual([]);
  });

  test.each([
    ['unknown', UNKNOWN, ['pay-cancel']],
    ['sending', SENDING, ['pay-cancel']],
    ['in doubt', IN_DOUBT, ['pay-cancel']],
    ['delivered', DELIVERED, ['pay-cancel']],
    ['refused', CLOSED_NOT, []],
  ] as const)('an open basket’s pay that is %s: its owed cancel', (_name, fields, makeDue) => {
    expect(planned(event, [aPay(fields), aPayCancel()])).toEqual({ append: [], drop: [], makeDue });
  });

  test('a queued pay goes with its cancel', () => {
    expect(planned(event, [aPay(), aPayCancel()])).toEqual({ append: [], drop: ['pay', 'pay-cancel'], makeDue: [] });
  });
});

describe('claim', () => {
  const event: PlanEvent = { kind: 'claim', sale: aSale(), memberKeyId: 'member-1' };
  const submit = draft({ id: 'n1', kind: 'submit', memberKeyId: 'member-1' });
  const cancelAndSubmit = [
    draft({ id: 'n1', kind: 'cancel-sale', afterId: 'unclaimed', undoesId: 'unclaimed' }),
    { ...submit, id: 'n2', transactionId: `${id}-C1`, afterId: 'n1' },
  ];

  test.each([
    ['not yet sent: the member under the same id', {}, [submit], ['unclaimed']],
    ['delivered: cancel, then -C1', DELIVERED, cancelAndSubmit, []],
    ['may have happened: the same', UNKNOWN, cancelAndSubmit, []],
    ['refused: corrected by this one', REFUSED, [{ ...submit, replacesId: 'unclaimed' }], []],
    ['dropped: nothing to claim', DROPPED, [], []],
  ] as const)('%s', (_name, fields, append, drop) => {
    expect(planned(event, [anUnclaimedSubmit(fields)])).toEqual({ append, drop, makeDue: [] });
  });

  test('by a member still to be enrolled: neither overtakes the enrolment', () => {
    expect(planned(event, [anUnclaimedSubmit(DELIVERED), enrol()]).append).toMatchObject([
      { kind: 'cancel-sale', afterId: 'enrol', undoesId: 'unclaimed' },
      { kind: 'submit', afterId: 'n1' },
    ]);
    expect(planned(event, [anUnclaimedSubmit(), enrol()]).append).toMatchObject([{ kind: 'submit', afterId: 'enrol' }]);
  });

  const claimed = (fields: Partial<Operation>) => [
    anUnclaimedSubmit(DELIVERED),
    aSaleCancel({ undoesId: 'unclaimed', ...DELIVERED }),
    aSubmit({ detail: { kind: 'submit', transactionId: `${id}-C1` }, afterId: 'sale-cancel', ...fields }),
  ];

  test('claimed twice: nothing', () => {
    expect(planned(event, claimed(DELIVERED)).append).toEqual([]);
  });

  test('voided afterwards: the void concerns what the claim sent', () => {
    const voided: PlanEvent = { kind: 'void', sale: aMemberSale({ state: 'voided' }) };
    expect(planned(voided, claimed(DELIVERED))).toMatchObject({
      append: [{ kind: 'cancel-sale', transactionId: `${id}-C1`, undoesId: 'submit', memberKeyId: 'member-1' }],
      drop: [],
    });
    expect(planned(voided, claimed({}))).toEqual({ append: [], drop: ['submit'], makeDue: [] });
  });
});

test('an event, an enrolment and an update are one operation each', () => {
  expect(planned({ kind: 'event', memberKeyId: null, type: 'visit', atMs: 1 }).append).toMatchObject([
    { kind: 'event' },
  ]);
  const profile = { email: 'nora@example.org' };
  expect(planned({ kind: 'enrol', profile, consentedAtMs: 1, memberKeyId: 'member-1' }).append).toMatchObject([
    { kind: 'enrol', memberKeyId: 'member-1', afterId: null },
  ]);
  expect(planned({ kind: 'update-member', profile, memberKeyId: 'member-1' }, [enrol()]).append).toMatchObject([
    { kind: 'update-member', afterId: 'enrol' },
  ]);
});
