import { describe, expect, it, test } from 'vitest';
import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import type { PlanEvent } from '../backend.ts';
import { plan } from './plan.ts';
import {
  anOperation,
  aPaidSale,
  aPay,
  aPayCancel,
  aSale,
  aSubmit,
  moves,
  SALE_ID,
  someTerms,
} from './queue.test-support.ts';

const run = (event: PlanEvent, known: readonly Operation[] = [], terms = someTerms()) => {
  let made = 0;
  return plan(event, known, () => `new-${++made}`, terms);
};
const facts = (draft: OperationDraft | undefined) =>
  draft !== undefined && 'facts' in draft.detail ? draft.detail.facts : undefined;
const brief = (drafts: readonly OperationDraft[]) =>
  drafts.map((draft) => [draft.kind, facts(draft)?.['points'], draft.undoesId, draft.afterId]);
const complete = (sale = aSale(1_000), original: Extract<PlanEvent, { kind: 'complete' }>['original'] = null) =>
  ({ kind: 'complete', sale, original }) as const;
const delivered = { state: 'delivered', happened: 1 } as const;

describe('a completed sale', () => {
  test('its points are minted', () => {
    expect(run(complete()).append).toMatchObject([
      {
        kind: 'submit',
        memberKeyId: 'member-1',
        saleId: SALE_ID,
        state: 'queued',
        lane: 'sync',
        detail: { transactionId: SALE_ID, facts: moves(50) },
      },
    ]);
  });

  test.each([
    ['without a member it is held', complete(aSale(1_000, { memberKeyId: null })), {}],
    ['without a whole point nothing is sent', complete(aSale(19)), {}],
    ['nor where the till does not mint', complete(), { mintAtTill: false }],
  ])('%s', (_name, event, settings) => {
    expect(run(event, [], someTerms(settings))).toEqual({ append: [], drop: [], makeDue: [] });
  });

  test('a pay that is a tender stays; every other one of this sale is given back or never sent', () => {
    const sale = aPaidSale(1_000);
    expect(run(complete(sale), [aPay(delivered), aPayCancel()])).toMatchObject({
      drop: ['cancel-payment'],
      makeDue: [],
    });
    expect(run(complete(), [aPay(delivered), aPayCancel()])).toMatchObject({ drop: [], makeDue: ['cancel-payment'] });
    expect(run(complete(), [aPay(), aPayCancel()])).toMatchObject({ drop: ['pay', 'cancel-payment'], makeDue: [] });
    const other = { saleId: 'another-open-sale' };
    expect(run(complete(), [aPay({ ...delivered, ...other }), aPayCancel(other)])).toMatchObject({
      drop: [],
      makeDue: [],
    });
  });

  test('a return is one burn, with and without its sale', () => {
    const original = (operation: Operation) => ({ sale: aSale(1_000), operations: [operation], returned: [] });
    const back = aSale(-600, { saleId: 'return-1' });
    expect(brief(run(complete(back)).append)).toEqual([['submit', '-30', null, null]]);
    expect(brief(run(complete(back, original(aSubmit(delivered)))).append)).toEqual([['submit', '-30', null, null]]);
  });

  it.each([
    [
      'waits until the sale’s points have arrived',
      aSubmit({ state: 'unknown', happened: null }),
      [['submit', '-30', null, 'submit']],
    ],
    ['also where nothing was sent yet', aSubmit(), [['submit', '-30', null, 'submit']]],
    ['burns no more than the sale was given', aSubmit(delivered, 12), [['submit', '-12', null, null]]],
    ['burns nothing that was refused', aSubmit({ state: 'parked', happened: 0 }), []],
    ['nor what was never to be given', aPay(delivered), []],
  ])('a return %s', (_name, operation, expected) => {
    const original = { sale: aSale(1_000), operations: [operation], returned: [] };
    expect(brief(run(complete(aSale(-600, { saleId: 'return-1' }), original)).append)).toEqual(expected);
  });

  test('a return follows what its sale was given, whatever the settings are by now', () => {
    const original = { sale: aSale(1_000), operations: [aSubmit(delivered)], returned: [] };
    const event = complete(aSale(-600, { saleId: 'return-1' }), original);
    expect(brief(run(event, [], someTerms({ mintAtTill: false })).append)).toEqual([['submit', '-30', null, null]]);
    const moved = run(event, [], someTerms({ accountType: 'cashback' })).append;
    expect(moved.map(facts)).toEqual([moves(-30)]);
  });

  test.each([
    ['', {}, [['submit', '-8', null, null]]],
    [', those voided again left out', { state: 'voided' }, [['submit', '-20', null, null]]],
  ])(
    'several returns of one sale burn no more than it was given%s',
    (_name, { state }: { state?: string }, expected) => {
      const first = { ...aSubmit({ ...delivered, id: 'first', saleId: 'return-1' }, -12) };
      const voided = anOperation(
        { kind: 'cancel-sale', transactionId: 'return-1', facts: moves(12) },
        { id: 'undone', undoesId: 'first', saleId: 'return-1' },
      );
      const returned = state === 'voided' ? [first, voided] : [first];
      const original = { sale: aSale(1_000), operations: [aSubmit(delivered, 20)], returned };
      expect(brief(run(complete(aSale(-600, { saleId: 'return-2' }), original)).append)).toEqual(expected);
    },
  );
});

describe('a payment', () => {
  const pay = {
    kind: 'pay',
    sale: aSale(1_000, { state: 'open' }),
    amountMinor: 400,
    evidence: { balanceBefore: 900 },
  } as const;

  test('is a burn, with the mint that gives it back owed in the same commit', () => {
    expect(run(pay).append).toMatchObject([
      { id: 'new-1', kind: 'pay', lane: 'fast', evidence: { balanceBefore: 900 }, detail: { facts: moves(-400) } },
      { kind: 'cancel-payment', state: 'owed', undoesId: 'new-1', afterId: 'new-1', detail: { facts: moves(400) } },
    ]);
  });

  test('a second one goes after the cancel of the first', () => {
    const again = run(pay, [aPay({ state: 'unknown', happened: null }), aPayCancel()]);
    expect(again.append[0]).toMatchObject({ kind: 'pay', afterId: 'cancel-payment' });
    expect(again.makeDue).toEqual(['cancel-payment']);
  });
});

describe('a void', () => {
  const event = { kind: 'void', sale: aPaidSale(1_000) } as const;

  test('gives before it takes, which waits for that, each undoing its own', () => {
    const known = [aPay(delivered), aPayCancel({ state: 'dropped' }), aSubmit(delivered, 30)];
    expect(brief(run(event, known).append)).toEqual([
      ['cancel-payment', '400', 'pay', null],
      ['cancel-sale', '-30', 'submit', 'new-1'],
    ]);
    // What came first in the queue does not matter.
    const [give, take] = run(event, known.toReversed()).append;
    expect([give?.kind, take?.afterId]).toEqual(['cancel-payment', give?.id]);
  });

  test.each([
    ['never sent', aSubmit(), [], ['submit']],
    ['unknown', aSubmit({ state: 'unknown', happened: null }), [['cancel-sale', '-50', 'submit', null]], []],
    ['in doubt', aSubmit({ state: 'parked', happened: null }), [['cancel-sale', '-50', 'submit', null]], []],
    ['refused', aSubmit({ state: 'parked', happened: 0 }), [], []],
    ['closed: it happened', aSubmit({ state: 'closed', happened: 1 }), [['cancel-sale', '-50', 'submit', null]], []],
    ['a return: its points come back', aSubmit(delivered, -30), [['cancel-sale', '30', 'submit', null]], []],
  ])('of a submit that is %s', (_name, submit, append, drop) => {
    const made = run(event, [submit]);
    expect(brief(made.append)).toEqual(append);
    expect(made.drop).toEqual(drop);
  });

  test('a pay of a cleared basket is given back by what is owed, or dropped unsent with it', () => {
    const cleared = { kind: 'void', sale: aSale(1_000, { state: 'abandoned' }) } as const;
    expect(run(cleared, [aPay(delivered), aPayCancel()])).toEqual({
      append: [],
      drop: [],
      makeDue: ['cancel-payment'],
    });
    expect(run(cleared, [aPay(), aPayCancel()])).toEqual({ append: [], drop: ['pay', 'cancel-payment'], makeDue: [] });
  });

  test('nothing is taken back twice', () => {
    const undone = anOperation(
      { kind: 'cancel-sale', transactionId: SALE_ID, facts: moves(-50) },
      { undoesId: 'submit', ...delivered },
    );
    expect(run(event, [aSubmit(delivered), undone]).append).toEqual([]);
  });
});

test('a held sale is claimed once, with its points', () => {
  const event = { kind: 'claim', sale: aSale(1_000, { memberKeyId: null }), memberKeyId: 'member-9' } as const;
  expect(run(event).append).toMatchObject([{ kind: 'submit', memberKeyId: 'member-9', detail: { facts: moves(50) } }]);
  expect(run(event, [aSubmit()]).append).toEqual([]);
});
