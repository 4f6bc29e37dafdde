import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpOutcome } from '../http/http-call.ts';
import { dealsOf } from './deals.ts';
import { deliveryOf } from './deliver.ts';
import { answerTo } from './direct-calls.ts';
import { meaningOf, normalCode } from './error-codes.ts';
import { interpretAnswer } from './interpret-answer.ts';
import { localTimeIn } from './local-time.ts';
import { aClaim, aGift, aLine, anIdentify, aRelease, aSale, TRANSACTION } from './queue.test-support.ts';
import { rbiConfig } from './rbi-config.ts';
import { readMember } from './read-member.ts';
import { ruleText } from './rule-codes.ts';
import { majorOf, minorOf } from './wire-money.ts';
import { identifyFields } from './wire-schemas.ts';

const base = {
  baseUrl: 'https://loyalty.example.test',
  apiKey: 'invented-key',
  branchId: '5120',
  posId: '2',
  currency: 'EUR',
};
const config = rbiConfig.parse({ ...base, settings: { region: 'ES' } });

const answered = (status: number, body: unknown): HttpOutcome => ({
  kind: 'answer',
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const read = (status: number, body: unknown) => interpretAnswer(answered(status, body), 0);
const delivered = (operation = aClaim(), status = 200, body: unknown = {}) =>
  deliveryOf(read(status, body), operation, config.settings);

describe('errors (A1, A4)', () => {
  test.each([
    ['HashSetNotFoundError', 'HASH_SET_NOT_FOUND_ERROR'],
    ['TransactionNotClaimable', 'TRANSACTION_NOT_CLAIMABLE'],
    ['RedeemRewardError', 'REDEEM_REWARD'],
  ])('%s and %s are one code', (one, other) => {
    expect(normalCode(one)).toBe(normalCode(other));
    expect(meaningOf(other)).toEqual(meaningOf(one));
    expect(meaningOf(one).text).not.toContain('refused this');
  });

  test.each([
    ['a code on any status', 418, { code: 'OfferNotFoundError' }, 'OfferNotFoundError'],
    ['a code on 200', 200, { code: 'RulesError', message: 'x' }, 'RulesError'],
    ['no code', 400, { message: 'x', details: { fields: ['channel'] } }, 'http-400'],
    ['a code that is a number', 422, { code: 17, message: 'x' }, '17'],
  ])('%s is a refusal', (_name, status, body, code) => {
    expect(read(status, body)).toMatchObject({ kind: 'refused', code });
  });

  test('what is no answer of the program proves nothing', () => {
    for (const [status, body] of [
      [200, '<html>'],
      [404, '<html>'],
      [302, {}],
      [200, [1]],
      [200, { status: 'please sign in to the guest network' }],
    ] as const)
      expect(delivered(aClaim(), status, body)).toMatchObject({ kind: 'maybe', why: 'unreadable' });
  });

  test('a success of the program without what the claim needs steps aside with its code', () => {
    const changed = { transactionId: TRANSACTION, loyaltyUser: 'in another form' };
    expect(delivered(anIdentify(), 200, changed)).toMatchObject({
      kind: 'maybe',
      why: 'other-form',
      code: 'fields-missing',
    });
  });

  test('a path that is not there parks no row, because the program names a code of its own for whatever it judges', () => {
    for (const status of [404, 405])
      expect(delivered(aClaim(), status, { message: 'no such path' })).toMatchObject({
        kind: 'maybe',
        why: 'unreadable',
        code: `http-${status}`,
      });
    expect(delivered(aClaim(), 404, { code: 'TransactionNotFoundError' })).toMatchObject({ kind: 'refused' });
  });

  test('an unknown code is said, a refusal of a repeat proves nothing, and no debug data is kept', () => {
    const body = { code: 'Brand New!', message: 'Mina', details: { errorConfig: { key: 'secret' } } };
    const delivery = delivered(aClaim(), 422, body);
    expect(delivery).toMatchObject({ kind: 'refused', code: 'BrandNew', onRepeat: 'proves-nothing' });
    expect(delivery).toMatchObject({ text: 'The loyalty program refused this (code BrandNew).' });
    expect(JSON.stringify(delivery)).not.toMatch(/Mina|secret/);
    expect(delivered(aClaim(), 400, { details: { fields: ['channel', 'a<b'] } })).toMatchObject({
      text: 'The loyalty program did not accept what was sent. (channel, ab)',
    });
  });

  test('a cashier who waits reads which field it was, too', () => {
    expect(answerTo(read(400, { details: { fields: ['x-region'] } }), () => true)).toMatchObject({
      kind: 'refused',
      code: 'http-400',
      text: expect.stringContaining('(x-region)'),
    });
  });

  test('a rule in any case, and one that nobody documented', () => {
    const fail = (code: string) => ruleText({ code, incentiveId: 'x' }, 'EUR');
    expect(fail('INVALID_END_DATE')).toEqual(fail('invalid-end-date'));
    const failures = [{ code: 4711, incentiveId: 'rings' }, { incentiveId: 'rings' }];
    const several = read(422, { code: 'RulesError', details: { ruleEvaluation: failures } });
    expect(several).toMatchObject({ failures: [{ code: '4711' }, { code: 'unnamed' }] });
    expect(fail('moon-phase')).toMatchObject({ reason: expect.stringContaining('moon-phase'), cashierCanFix: false });
  });
});

describe('answers (A1, A7)', () => {
  test('a field that vanished or changed its type is absent, the rest is read', () => {
    expect(delivered(aClaim(), 200, { points: '1705', pointsEarned: {}, receiptCode: 7, news: true })).toMatchObject({
      kind: 'done',
      answer: { balancePoints: 1_705 },
    });
  });

  test('a void is done by any 2xx', () => {
    for (const body of ['', {}, { points: 12 }]) expect(delivered(aRelease(), 200, body).kind).toBe('done');
  });

  test('an offline identify keeps what the claim needs, and nothing else is one', () => {
    const body = { transactionId: 'tx', loyaltyUser: { id: 'ABC', name: 'Mina' } };
    expect(delivered(anIdentify(), 200, body)).toMatchObject({
      answer: { memberId: 'abc', facts: { transactionId: 'tx', loyaltyId: 'abc' } },
    });
    expect(JSON.stringify(delivered(anIdentify(), 200, body))).not.toContain('Mina');
    expect(delivered(anIdentify(), 200, { transactionId: 'tx' })).toMatchObject({ kind: 'maybe' });
  });

  test('chosen incentives in either case, with numbers as texts, and without a price', () => {
    const fields = identifyFields.parse({
      transactionId: 'tx',
      balances: [{ amount: '1840', currency: 'POINTS' }],
      loyaltyUser: { id: 'abc' },
      order: [
        { productId: '1', productType: 'REWARD', quantity: '2', price: '1.50', incentiveId: 'r' },
        { productId: '1', productType: 'reward', quantity: 1, incentiveId: 'r' },
        { productId: '2', productType: 'Offer', incentiveId: 'o', loyaltyEngineId: 'eng' },
        { quantity: 1 },
      ],
    });
    const member = readMember(fields, [{ method: 'code', value: '123456' }], config);
    expect(member).toMatchObject({ balancePoints: 1_840, firstName: null });
    expect(JSON.stringify(member)).not.toContain('123456');
    expect(
      member.gifts.map(({ key, line, redeemable }) => [key, line?.pieces, line?.unitPriceMinor, redeemable]),
    ).toEqual([
      ['r', 2, 150, true],
      ['r#2', 1, 0, true],
      // Nothing is given away because its price is not known.
      ['o/eng', 1, 0, false],
      // Nothing that was chosen is left out in silence: it may hold points.
      ['unread', undefined, undefined, false],
    ]);
    expect(member.gifts[2]?.notRedeemableBecause).toContain('has no price');
    expect(member.gifts[3]?.notRedeemableBecause).toContain('could not read');
  });

  test('ids that became numbers are read as what they were; a list that became something else is said', () => {
    const read = (chosen: object) =>
      readMember(identifyFields.parse({ transactionId: 'tx', loyaltyUser: { id: 'abc' }, ...chosen }), [], config)
        .gifts;
    const order = [{ productId: 90_412, productType: 'reward', quantity: 1, incentiveId: 17 }];
    expect(read({ order })).toMatchObject([{ key: '17', facts: { productId: '90412', incentiveId: '17' } }]);
    expect(read({ order: { items: order } })).toMatchObject([{ key: 'unread', redeemable: false }]);
    expect(read({ eligibleDiscounts: [{ incentiveId: 'i' }] })).toMatchObject([{ key: 'unread', kind: 'reward' }]);
    expect(read({ order: null })).toEqual([]);
  });
});

describe('money', () => {
  test('two units of one body, without a fraction in between', () => {
    expect(JSON.stringify([majorOf(1_150, 'EUR'), majorOf(29, 'EUR'), majorOf(500, 'JPY'), majorOf(1, 'KWD')])).toBe(
      '[11.5,0.29,500,0.001]',
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (minor) => {
        expect(minorOf(JSON.parse(JSON.stringify(majorOf(minor, 'EUR'))) as number, 'EUR')).toBe(minor);
      }),
      { numRuns: 200 },
    );
    expect(minorOf(1.005, 'EUR')).toBeNull();
  });

  const discount = (subtype: string, value: string, productId = 'x') =>
    aGift({ incentiveId: subtype, productId, discount: { referenceId: 'e', displayName: 'd', value, subtype } });

  test.each([
    ['a share, half away from zero', [discount('PERCENTAGE_DISCOUNT', '12.5')], [144]],
    ['an amount in major units', [discount('AMOUNT_DISCOUNT', '2.5')], [250]],
    ['never more than the basket', [discount('AMOUNT_DISCOUNT', '99'), discount('AMOUNT_DISCOUNT', '1')], [1_150]],
    ['one piece of its article', [discount('PERCENTAGE_DISCOUNT', '50', '70110')], [200]],
    ['an unknown kind', [discount('SURPRISE', '50')], []],
  ])('discounts: %s', (name, usedGifts, amounts) => {
    const lines = name.startsWith('one piece')
      ? [aLine({ unitPriceMinor: 400, quantityThousandths: 2_000, netMinor: 800 })]
      : [aLine()];
    expect(dealsOf(aSale({ lines, usedGifts }), new Set()).map(({ amountMinor }) => amountMinor)).toEqual(amounts);
    expect(dealsOf(aSale({ lines, usedGifts }), new Set(usedGifts.map(({ key }) => key)))).toEqual([]);
  });
});

test('the restaurant’s local time, through the change of its clocks', () => {
  const madrid = localTimeIn('Europe/Madrid');
  expect(madrid(Date.UTC(2026, 2, 29, 0, 59, 59))).toBe('2026-03-29T01:59:59+01:00');
  expect(madrid(Date.UTC(2026, 2, 29, 1))).toBe('2026-03-29T03:00:00+02:00');
  expect(localTimeIn('UTC')(Date.UTC(2026, 0, 1))).toBe('2026-01-01T00:00:00+00:00');
  expect(localTimeIn('America/St_Johns')(Date.UTC(2026, 0, 1))).toBe('2025-12-31T20:30:00-03:30');
});

test('a wrong setting is named', () => {
  const wrong = (settings: object) => rbiConfig.safeParse({ ...base, settings }).error?.issues[0]?.path.join('.');
  expect(wrong({ region: 'Spain' })).toBe('settings.region');
  expect(wrong({})).toBe('settings.region');
});
