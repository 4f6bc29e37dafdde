import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { MaterialiseContext, Plan, PlanEvent } from '../backend.ts';
import { follow } from './follow.ts';
import { plan } from './plan.ts';
import {
  aClaim,
  aClaimAfterIdentify,
  aGift,
  aLine,
  anIdentify,
  anOperation,
  anUnclaimed,
  aRelease,
  aSale,
  LOYALTY_ID,
  SALE_ID,
  TRANSACTION,
} from './queue.test-support.ts';
import { waysOut } from './ways-out.ts';

const sale = aSale({ memberKeyId: 'member-1' });
const NEW = { transactionId: 'new-transaction', memberId: LOYALTY_ID.toUpperCase() };

function planned(event: PlanEvent, known: readonly Operation[] = []): Plan {
  let count = 0;
  return plan(event, known, () => `new-${++count}`);
}

/** Kind, state and links of what is appended, and what is dropped and made due. */
const shape = ({ append, drop, makeDue }: Plan) => ({
  append: append.map(({ kind, state, afterId, undoesId, replacesId }) =>
    [kind, state, afterId && `after ${afterId}`, undoesId && `undoes ${undoesId}`, replacesId && `for ${replacesId}`]
      .filter(Boolean)
      .join(', '),
  ),
  drop,
  makeDue,
});
const complete = (of = sale): PlanEvent => ({ kind: 'complete', sale: of, original: null });
const voided: PlanEvent = { kind: 'void', sale };

describe('plan', () => {
  const returned = aSale({ memberKeyId: 'member-1', lines: [aLine({ action: 'return', netMinor: -1_150 })] });
  const older = aRelease({ id: 'older', state: 'queued' });
  const stranger = aRelease({ id: 'stranger', state: 'queued', detail: otherGuest() });
  const sent = { state: 'unknown', happened: null } as const;
  const done = { state: 'delivered', happened: 1 } as const;
  const refused = { state: 'parked', happened: 0 } as const;

  test.each<[string, PlanEvent, readonly Operation[], readonly string[], readonly string[], readonly string[]]>([
    ['opened', { kind: 'opened', sale, opened: NEW, keep: true }, [], ['release, owed'], [], []],
    [
      'opened again',
      { kind: 'opened', sale, opened: NEW, keep: true },
      [aRelease()],
      ['release, owed'],
      [],
      ['release'],
    ],
    [
      'opened by another',
      { kind: 'opened', sale, opened: NEW, keep: false },
      [aRelease()],
      ['release, queued'],
      [],
      [],
    ],
    ['member removed', { kind: 'member-removed', sale }, [aRelease()], [], [], ['release']],
    ['complete', complete(), [aRelease()], ['submit, queued'], ['release'], []],
    ['complete after a second scan', complete(), [older, aRelease()], ['submit, queued, after older'], ['release'], []],
    ['complete beside another guest', complete(), [aRelease(), stranger], ['submit, queued'], ['release'], []],
    ['complete of nobody', complete(aSale()), [], ['submit-unclaimed, queued'], [], []],
    ['complete offline', complete(), [], ['identify, queued', 'submit, queued, after new-1'], [], []],
    ['a return', complete(returned), [], [], [], []],
    ['claim', { kind: 'claim', sale, memberKeyId: 'member-1' }, [anUnclaimed(done)], [], [], []],
    ['cleared', { kind: 'void', sale: aSale({ state: 'abandoned' }) }, [aRelease()], [], [], ['release']],
    ['void, never sent', voided, [aClaim()], ['release, queued'], ['submit'], []],
    ['void, unknown', voided, [aClaim(sent)], ['cancel-sale, queued, after submit, undoes submit'], [], []],
    ['void, delivered', voided, [aClaim(done)], ['cancel-sale, queued, after submit, undoes submit'], [], []],
    ['void, refused', voided, [aClaim(refused)], ['release, queued'], [], []],
    ['void, unclaimed never sent', voided, [anUnclaimed()], [], ['submit-unclaimed'], []],
    ['void, identify never sent', voided, [anIdentify(), aClaimAfterIdentify()], [], ['submit', 'identify'], []],
    [
      'void, identify unknown',
      voided,
      [anIdentify(sent), aClaimAfterIdentify()],
      ['release, queued, after identify, undoes identify'],
      ['submit'],
      [],
    ],
    [
      'void, claimed without benefits',
      voided,
      [aClaim({ state: 'closed' }), aClaim({ id: 'second', ...done })],
      ['cancel-sale, queued, after second, undoes second'],
      [],
      [],
    ],
    ['void, released already', voided, [aClaim(refused), aRelease(done)], [], [], []],
    ['void of another sale', voided, [aClaim({ ...done, saleId: 'other' })], [], [], []],
  ])('%s', (_name, event, known, append, drop, makeDue) => {
    expect(shape(planned(event, known))).toEqual({ append, drop, makeDue });
  });

  test('a claim has the transaction and guest of what it replaces; the guest of an offline one is its identify’s', () => {
    expect(planned(complete(), [aRelease()]).append[0]?.detail).toEqual({
      kind: 'submit',
      transactionId: TRANSACTION,
      facts: { loyaltyId: LOYALTY_ID },
    });
    expect(planned(complete()).append[1]?.detail).toMatchObject({ facts: { identifyId: 'new-1' } });
  });

  test('what the program has no operation for is planned by nobody', () => {
    const profile = { phoneNumber: '600555001' };
    const events: PlanEvent[] = [
      { kind: 'enrol', profile, consentedAtMs: 0, memberKeyId: 'm' },
      { kind: 'update-member', profile, memberKeyId: 'm' },
      { kind: 'pay', sale, amountMinor: 1, evidence: {} },
      { kind: 'event', memberKeyId: 'm', type: 'visit', atMs: 0 },
    ];
    for (const event of events) expect(shape(planned(event))).toEqual({ append: [], drop: [], makeDue: [] });
  });
});

describe('follow', () => {
  const followed = (operation: Operation, outcome: 'delivered' | 'refused', known: readonly Operation[]) => {
    const context: MaterialiseContext = { sale, member: [], known, nowMs: 0 };
    const followUp = follow(operation, outcome, context, () => 'new');
    return { ...shape(followUp), close: followUp.close };
  };
  const nothing = { append: [], drop: [], makeDue: [], close: false };
  const refused = { state: 'parked', happened: 0 } as const;

  test('a refused identify: its sale is reported as one of nobody, and the row is closed', () => {
    const identify = anIdentify({ ...refused, errorCode: 'UserNotFoundError' });
    expect(followed(identify, 'refused', [identify, aClaimAfterIdentify()])).toEqual({
      append: ['submit-unclaimed, queued, for identify'],
      drop: ['submit'],
      makeDue: [],
      close: true,
    });
    expect(followed(identify, 'refused', [identify])).toEqual({ ...nothing, close: true });
  });

  test('what is forbidden, and what was delivered, changes nothing', () => {
    const forbidden = anIdentify({ ...refused, errorCode: 'http-403' });
    expect(followed(forbidden, 'refused', [forbidden, aClaimAfterIdentify()])).toEqual(nothing);
    expect(followed(anIdentify(), 'delivered', [anIdentify(), aClaimAfterIdentify()])).toEqual(nothing);
  });

  test('a refused claim of a voided sale lets its transaction go', () => {
    const claim = aClaim({ ...refused, errorCode: 'TransactionNotClaimable' });
    const cancel = anOperation({ kind: 'cancel-sale', transactionId: SALE_ID }, { undoesId: 'submit' });
    expect(followed(claim, 'refused', [claim, cancel])).toMatchObject({ append: ['release, queued'], close: true });
    expect(followed(claim, 'refused', [claim])).toEqual(nothing);
  });

  test('a release of what the program no longer knows needs nobody', () => {
    const gone = aRelease({ ...refused, errorCode: 'TRANSACTION_NOT_FOUND' });
    expect(followed(gone, 'refused', [gone])).toEqual({ ...nothing, close: true });
    const other = aRelease({ ...refused, errorCode: 'http-400' });
    expect(followed(other, 'refused', [other])).toEqual(nothing);
  });
});

describe('ways out', () => {
  const refusedFor = (errorCode: string | null, fields: Partial<Operation> = {}): Operation =>
    aClaim({ state: 'parked', happened: 0, errorCode, ...fields });
  const withReward = aSale({ memberKeyId: 'member-1', usedGifts: [aGift()] });

  test.each<[string, Operation, typeof sale, readonly string[]]>([
    ['points', refusedFor('TransactionInsufficientPoints'), withReward, ['without-benefits', 'as-unclaimed']],
    ['state', refusedFor('TRANSACTION_NOT_CLAIMABLE'), withReward, ['without-benefits', 'as-unclaimed']],
    ['reward', refusedFor('RedeemRewardError'), withReward, ['without-benefits', 'as-unclaimed']],
    ['no benefits in it', refusedFor('TransactionNotClaimable'), sale, ['as-unclaimed']],
    ['transaction gone', refusedFor('TransactionNotFoundError'), withReward, ['as-unclaimed']],
    ['something else', refusedFor('SomethingNew'), withReward, []],
    ['in doubt', refusedFor('RedeemRewardError', { happened: null }), withReward, ['without-benefits', 'as-unclaimed']],
    ['found to have happened', refusedFor('RedeemRewardError', { happened: 1, state: 'closed' }), withReward, []],
    [
      'nothing was opened',
      aClaimAfterIdentify({ ...refusedFor('stored-data'), detail: offline() }),
      sale,
      ['as-unclaimed'],
    ],
  ])('%s', (_name, operation, of, ids) => {
    expect(waysOut(operation, of).map(({ id }) => id)).toEqual(ids);
  });

  test('in doubt each says what must have been found out first', () => {
    const [first] = waysOut(refusedFor('RedeemRewardError', { happened: null }), withReward);
    expect(first?.consequence).toMatch(/^Only where .* did not happen/);
    expect(waysOut(refusedFor('RedeemRewardError'), withReward)[0]?.consequence).not.toContain('Only where');
  });

  test('a claim without benefits replaces the refused one; without the guest its transaction is let go', () => {
    const claim = refusedFor('RedeemRewardError');
    const take = (wayOut: string) => planned({ kind: 'way-out', sale: withReward, refused: claim, wayOut }, [claim]);
    expect(shape(take('without-benefits')).append).toEqual(['submit, queued, for submit']);
    expect(take('without-benefits').append[0]?.detail).toMatchObject({
      transactionId: TRANSACTION,
      facts: { loyaltyId: LOYALTY_ID, benefits: 'plain' },
    });
    expect(shape(take('as-unclaimed')).append).toEqual(['release, queued', 'submit-unclaimed, queued, for submit']);
    expect(shape(take('guess')).append).toEqual([]);
  });
});

function otherGuest() {
  return { kind: 'release', transactionId: 'x', facts: { loyaltyId: 'y', of: 'another-guest' } } as const;
}

function offline() {
  return { kind: 'submit', transactionId: SALE_ID, facts: { identifyId: 'identify' } } as const;
}
