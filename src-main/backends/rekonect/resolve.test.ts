import { describe, expect, test } from 'vitest';
import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { Evidence, Operation } from '../../../src-shared/queue/operation.ts';
import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { anOperation, aPay, aSale, aSubmit, OPENED_AT } from './queue.test-support.ts';
import { REKONECT_DEFAULT_SETTINGS, type RekonectSettings } from './rekonect-settings.ts';
import { resolve } from './resolve.ts';
import { type DetailsFields, detailsFields } from './wire-schemas.ts';

const MEMBER: readonly MemberIdentifier[] = [{ method: 'card', value: 'CARD-0007' }];
const LAST_ATTEMPT = OPENED_AT;
const LATER = LAST_ATTEMPT + 60_000;
const BEFORE: Evidence = { balanceBefore: 900, balanceBeforeAtMs: OPENED_AT - 1_000 };

const found = (member: Record<string, unknown>): DirectAnswer<DetailsFields> => ({
  kind: 'ok',
  value: detailsFields.parse({ member }),
});
const refused = (notFound: boolean): DirectAnswer<DetailsFields> => ({
  kind: 'refused',
  code: '203',
  text: 'No.',
  notFound,
});
const unavailable = (retryAfterMs: number | null): DirectAnswer<DetailsFields> => ({
  kind: 'unavailable',
  why: 'no-answer',
  retryAfterMs,
  code: 'x',
  text: 'Silent.',
});

interface Given {
  readonly nowMs?: number;
  readonly disturbedBy?: readonly Operation[];
  readonly sales?: readonly Sale[];
  readonly member?: readonly MemberIdentifier[];
  readonly settings?: Partial<RekonectSettings>;
}

async function resolved(operation: Operation, answer: DirectAnswer<DetailsFields> | null, given: Given = {}) {
  const { nowMs = LATER, disturbedBy = [], sales = [], member = MEMBER, settings = {} } = given;
  return await resolve(
    operation,
    {
      sale: null,
      member,
      known: [operation],
      nowMs,
      disturbedBy,
      disturbingSales: new Map(sales.map((sale) => [sale.saleId, sale])),
    },
    { ...REKONECT_DEFAULT_SETTINGS, ...settings },
    () => nowMs,
    async () => {
      if (answer === null) throw new Error('asked, though it must not');
      return answer;
    },
  );
}

const unknownPay = (evidence: Evidence | null = BEFORE): Operation =>
  aPay({ state: 'unknown', happened: null, firstSentAtMs: OPENED_AT, lastAttemptAtMs: LAST_ATTEMPT, evidence });

describe('a pay', () => {
  test('is not asked about before the quiet time is over', async () => {
    expect(await resolved(unknownPay(), null, { nowMs: LATER - 1 })).toMatchObject({ kind: 'ask-again', afterMs: 1 });
    expect(await resolved(unknownPay(), null, { nowMs: LAST_ATTEMPT - 9_999_999 })).toMatchObject({ afterMs: 60_000 });
  });

  test.each([
    ['a number', { points: 900 }],
    ['a pair', { points: { monetary: 9, nonMonetary: 900 } }],
  ])('with the same balance is absent (%s)', async (_name, member) => {
    expect(await resolved(unknownPay(), found(member))).toMatchObject({
      kind: 'absent',
      evidence: { balanceBefore: 900, balanceSeen: 900, lookedUpAtMs: LATER },
    });
  });

  test.each([
    ['fell by it', 500, 'probably happened'],
    ['fell by more', 300, 'another amount'],
    ['rose', 1_300, 'another amount'],
  ])('whose balance %s cannot be told, in words', async (_name, points, words) => {
    const resolution = await resolved(unknownPay(), found({ points }));
    expect(resolution).toMatchObject({ kind: 'cannot-tell', code: 'pay-unclear', evidence: { balanceSeen: points } });
    const text = resolution.kind === 'cannot-tell' ? resolution.text : '';
    for (const part of ['900', String(points), '08:59:59 UTC', '09:01:00 UTC', words]) expect(text).toContain(part);
  });

  test('with other operations in between proves nothing', async () => {
    const resolution = await resolved(unknownPay(), found({ points: 900 }), { disturbedBy: [aSubmit()] });
    expect(resolution.kind).toBe('cannot-tell');
  });

  // The sale came to 1,240 and was paid in cash: at 5 % it earns 62.
  const earnRule = { basisPoints: 500, nonEarningDepartments: ['CHARGES'] };
  const during = { happened: 1, state: 'delivered', firstSentAtMs: OPENED_AT } as const;
  test.each([
    ['moved by just what the sale earned is absent', 962, during, 'absent'],
    ['lower by the pay too is in doubt', 562, during, 'cannot-tell'],
    ['that the sale does not explain is in doubt', 961, during, 'cannot-tell'],
    ['not moved although the sale was reported is in doubt', 900, during, 'cannot-tell'],
    [
      'not moved, the sale perhaps not yet reported, is absent',
      900,
      { ...during, happened: null, state: 'unknown' },
      'absent',
    ],
    ['moved, the sale perhaps reported, is absent', 962, { ...during, happened: null, state: 'unknown' }, 'absent'],
  ] as const)('whose balance is %s', async (_name, points, state, kind) => {
    const disturbedBy = [aSubmit({ ...state, saleId: aSale().saleId })];
    const given = { disturbedBy, sales: [aSale()], settings: { earnRule } };
    expect((await resolved(unknownPay(), found({ points }), given)).kind).toBe(kind);
    expect((await resolved(unknownPay(), found({ points }), { ...given, settings: {} })).kind).toBe('cannot-tell');
  });

  test('on an account that runs on credit', async () => {
    const settings = { spendFrom: 'credit' } as const;
    expect((await resolved(unknownPay(), found({ points: 0, credit: 900 }), { settings })).kind).toBe('absent');
    expect((await resolved(unknownPay(), found({ points: 900, credit: 500 }), { settings })).kind).toBe('cannot-tell');
  });

  test('is not absent when the other balance moved', async () => {
    const pay = unknownPay({ ...BEFORE, otherBalanceBefore: 2_000 });
    expect((await resolved(pay, found({ points: 900, credit: 2_000 }))).kind).toBe('absent');
    expect((await resolved(pay, found({ points: 900, credit: 1_600 }))).kind).toBe('cannot-tell');
  });

  test.each([
    ['no balance was read before', unknownPay(null), null, {}],
    ['the member was purged', unknownPay(), null, { member: [] }],
    ['the member is refused', unknownPay(), refused(true), {}],
    ['no balance is named', unknownPay(), found({}), {}],
  ])('cannot be told where %s', async (_name, pay, answer, given) => {
    expect((await resolved(pay, answer, given)).kind).toBe('cannot-tell');
  });

  test('is asked about later where no answer came', async () => {
    expect(await resolved(unknownPay(), unavailable(null))).toMatchObject({ kind: 'ask-again', afterMs: 15_000 });
    expect(await resolved(unknownPay(), unavailable(7_000))).toMatchObject({ kind: 'ask-again', afterMs: 7_000 });
  });
});

describe('an enrolment', () => {
  const enrol = anOperation(
    { kind: 'enrol', profile: { phoneNumber: '600000007', gdpr: true, termsOfUse: true }, consentedAtMs: 1 },
    { state: 'unknown', happened: null, firstSentAtMs: OPENED_AT, lastAttemptAtMs: LAST_ATTEMPT },
  );

  test('found is done, at once', async () => {
    expect(await resolved(enrol, found({ membershipKey: 'k' }), { nowMs: LAST_ATTEMPT })).toMatchObject({
      kind: 'done',
      answer: { memberId: 'k' },
    });
  });
  test('not found is absent only after the quiet time', async () => {
    expect((await resolved(enrol, refused(true), { nowMs: LATER - 1 })).kind).toBe('ask-again');
    expect((await resolved(enrol, refused(true))).kind).toBe('absent');
  });
  test('another refusal proves nothing', async () => {
    expect((await resolved(enrol, refused(false))).kind).toBe('cannot-tell');
  });
});

test('an event is sent once more, then listed', async () => {
  const event = anOperation({ kind: 'event', type: 'visit', atMs: 1 }, { state: 'unknown', happened: null });
  const first = await resolved(event, null);
  expect(first.kind).toBe('absent');
  const evidence = first.kind === 'absent' ? first.evidence : null;
  expect((await resolved({ ...event, evidence }, null)).kind).toBe('cannot-tell');
});

test('a sale cannot be asked about', async () => {
  expect((await resolved(aSubmit({ state: 'unknown', happened: null }), null)).kind).toBe('cannot-tell');
});
