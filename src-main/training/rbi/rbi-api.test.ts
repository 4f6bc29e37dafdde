import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  line,
  MINA,
  OTTO,
  RbiFixture,
  request,
  rewardLine,
  ruleCodes,
  type SettingsInput,
} from './rbi-fixture.test-support.ts';

const RINGS = {
  incentiveId: 'rings',
  kind: 'reward',
  name: 'Onion rings',
  productId: '90412',
  costPoints: 250,
} as const;
const offer = (incentiveId: string, more: object) =>
  ({ incentiveId, kind: 'offer', name: incentiveId, productId: '80000', ...more }) as const;
const SETTINGS: SettingsInput = {
  depositProducts: '^DEP',
  incentives: [
    RINGS,
    { ...RINGS, incentiveId: 'one-only', costPoints: 10, rules: { limitPerOrder: 1, maxRedemptions: 1 } },
    offer('ten', { discount: { subtype: 'PERCENTAGE_DISCOUNT', value: 10 }, loyaltyEngineId: 'eng-10' }),
    offer('mine', { personal: { [MINA]: 'eng-mina' } }),
    offer('open', { open: true }),
    offer('picky', {
      rules: {
        weekdays: [0],
        startsAt: '2027-01-01T00:00:00Z',
        endsAt: '2025-01-01T00:00:00Z',
        enrolledFrom: '2025-01-01T00:00:00Z',
        enrolledUntil: '2020-01-01T00:00:00Z',
        serviceModes: ['DRIVE_THRU'],
        stores: ['1'],
        minimumSpendMinor: 5_000,
        needsProducts: ['COLA'],
        forbidsProducts: ['70110'],
        tenders: ['VISA'],
        questFrom: '2027-01-01T00:00:00Z',
      },
    }),
    offer('birthday', { rules: { birthday: true, firstOrder: true, cooldownSeconds: 3_600 } }),
  ],
};

let program: RbiFixture;
let sales = 0;
/** A fresh reference, so that each test looks at its own postings. */
const next = (): string => `S-${++sales}`;
beforeAll(async () => {
  program = await RbiFixture.start(SETTINGS);
});
afterAll(async () => await program.stop());

const open = async (identifier = MINA): Promise<string> =>
  String((await program.identify(identifier))['transactionId']);

describe('transport (13.1, 13.3, 13.4)', () => {
  test('all three headers, exact paths and methods', async () => {
    const identify = (headers: Record<string, unknown>) =>
      program.call('POST', '/loyalty/identify', { identifier: MINA, posVendor: {} }, headers);
    expect((await identify({ 'x-api-key': 'other' })).status).toBe(401);
    expect((await identify({ 'x-region': 'ESP' })).json).toMatchObject({ details: { fields: ['x-region'] } });
    expect((await identify({ 'x-user-datetime': 'noon' })).json).toMatchObject({
      details: { fields: ['x-user-datetime'] },
    });
    const id = await open();
    const path = `/loyalty/transaction/pos/validate/${id}`;
    expect((await program.call('PUT', path, request(id))).status).toBe(405);
    expect((await program.call('POST', '/loyalty/elsewhere', {})).status).toBe(404);
  });

  test.each([
    ['price', { order: [line({ price: 11.505 })] }, 'transactionDetails.order.0.price'],
    ['cents', { payments: [{ amount: 11.5, type: 'CASH' }] }, 'transactionDetails.payments.0.amount'],
    ['type', { order: [line({ productType: 'REWARD' })] }, 'transactionDetails.order.0.productType'],
    ['reward', { order: [line({ productType: 'reward' })] }, 'transactionDetails.order.0.incentiveId'],
    ['line id', { order: [line(), line()] }, 'transactionDetails.order.1.referenceId'],
    ['mode', { serviceMode: 'SWIM' }, 'serviceMode'],
    ['other guest', { loyaltyId: OTTO }, 'loyaltyId'],
  ])('a wrong %s is named', async (_name, parts, field) => {
    const id = await open();
    expect(await program.update(id, request(id, parts))).toMatchObject({
      status: 400,
      json: { details: { fields: [field] } },
    });
  });
});

describe('identify (13.2)', () => {
  test('a code works once, carries what was chosen, and holds its cost', async () => {
    const code = await program.issueCode(MINA, ['rings', 'ten']);
    const before = await program.points();
    const found = await program.identify(code);
    expect(found).toMatchObject({
      balances: [{ amount: before - 250, currency: 'points' }],
      loyaltyUser: { id: MINA, name: 'Mina' },
      order: [{ productId: '90412', productType: 'REWARD', quantity: 1, price: 0, incentiveId: 'rings' }],
      eligibleDiscounts: [{ incentiveId: 'ten', referenceId: 'eng-10', details: { discountValue: 10, type: 'offer' } }],
    });
    expect(await program.identify(code)).toMatchObject({ code: 'OrderSelectionStatusUnclaimable' });
    const id = found['transactionId'];
    expect((await program.void(id, request(id))).json).toMatchObject({ points: before });
  });

  test('the codes of section 3', async () => {
    const codeOf = async (identifier: string): Promise<unknown> => (await program.identify(identifier))['code'];
    const old = await program.issueCode(MINA);
    await program.control.setTime(300_000);
    expect(await codeOf(old)).toBe('HashSetNotFoundError');
    await program.control.setTime(0);
    expect(await codeOf(MINA.replace('c2f1', 'ffff'))).toBe('UserNotFoundError');
    expect(await codeOf('c2f1a9d0-7a3b-4f6e-8f1d-9be0c45a6b7')).toBe('IdentificationFailed');
    expect(await codeOf('otto@example.org')).toBe('IdentifierTypeDisabled');
    expect(await codeOf('what?')).toBe('InvalidIdentifier');
    expect(await codeOf(await program.issueCode(MINA, ['gone']))).toBe('RewardNotFoundError');
    await program.control.applySettings({ rbi: { identifiers: ['email'], codeSpelling: 'snake' } });
    expect(await program.identify('otto@example.org')).toMatchObject({ loyaltyUser: { id: OTTO } });
    expect(await codeOf('600555998877')).toBe('IDENTIFIER_TYPE_DISABLED');
    await program.control.applySettings({ rbi: { identifiers: [], codeSpelling: 'pascal' } });
  });
});

describe('states and ledger (13.5, 13.6)', () => {
  test('pending reserves and earns nothing, claimed commits once, void takes back exactly that', async () => {
    const reference = next();
    const id = await open();
    const before = await program.points();
    const order = [line(), rewardLine('rings')];
    const pending = await program.update(id, request(id, { reference, order }));
    expect(pending.json).toMatchObject({ points: before - 250, pointsEarned: 0, pointsRedeemed: 250 });
    expect((await program.update(id, request(id, { reference }))).json).toMatchObject({ points: before });
    expect(await program.postings(reference)).toEqual([]);

    await program.update(id, request(id, { reference, order }));
    const claimed = await program.update(id, request(id, { reference, order, status: 'CLAIMED' }));
    expect(claimed.json).toMatchObject({
      points: before - 250 + 57,
      pointsEarned: 57,
      pointsRedeemed: 250,
      receiptCode: expect.stringMatching(/^[A-Z0-9]{16}$/),
      presentation: { header: 'Harbour Rewards', pointsEarned: 'Earned: 57' },
    });
    const again = await program.update(id, request(id, { reference, order, status: 'CLAIMED' }));
    expect(again).toEqual(claimed);
    for (const other of [{ reference, status: 'CLAIMED' }, { reference }])
      expect((await program.update(id, request(id, other))).json).toMatchObject({ code: 'TransactionNotClaimable' });
    expect(await program.postings(reference)).toEqual([
      ['sale', 0, 1_150],
      ['spend', -250, 0],
      ['earn', 57, 0],
    ]);
    for (let times = 0; times < 2; times += 1)
      expect(await program.void(id, request(id, { reference, order, status: 'CLAIMED' }))).toMatchObject({
        status: 200,
        json: { points: before },
      });
    expect((await program.postings(reference)).slice(3)).toEqual([
      ['sale-cancel', 0, -1_150],
      ['spend-cancel', 250, 0],
      ['earn-cancel', -57, 0],
    ]);
    expect((await program.update(id, request(id, { reference, order }))).json).toMatchObject({
      code: 'TransactionNotClaimable',
    });
    expect((await program.control.journal()).flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  test('a reservation is given back after 30 minutes and its claim checked again (13.12)', async () => {
    const id = await open(OTTO);
    const order = [line(), rewardLine('one-only', { quantity: 5 })];
    expect((await program.update(id, request(id, { loyaltyId: OTTO, order }))).json).toMatchObject({
      code: 'RedeemRewardError',
    });
    const one = [line(), rewardLine('one-only')];
    expect((await program.update(id, request(id, { loyaltyId: OTTO, order: one }))).json).toMatchObject({ points: 40 });
    expect((await program.identify(OTTO))['balances']).toEqual([{ amount: 40, currency: 'points' }]);
    await program.control.setTime(31 * 60_000);
    expect((await program.identify(OTTO))['balances']).toEqual([{ amount: 50, currency: 'points' }]);
    await program.control.setTime(0);
    expect((await program.void(id, request(id, { loyaltyId: OTTO, order: one }))).status).toBe(200);
  });

  test('unclaimed counts once by sale, terminal and day, and can be voided (13.12)', async () => {
    const reference = next();
    const send = () =>
      program.call('POST', '/loyalty/transaction/pos', request(null, { reference, status: 'CLAIMED' }));
    const first = await send();
    expect(first.json).toMatchObject({ presentation: { marketing: expect.stringContaining('points today') } });
    expect(await send()).toEqual(first);
    expect(await program.postings(reference)).toEqual([['sale', 0, 1_150]]);
    const id = first.json['transactionId'];
    const { loyaltyId: _nobody, ...body } = request(id, { reference, status: 'CLAIMED' });
    expect((await program.void(id, body)).status).toBe(200);
    expect(await program.postings(reference)).toContainEqual(['sale-cancel', 0, -1_150]);
  });

  test('deposits earn nothing, rounded down (13.8)', async () => {
    await program.control.applySettings({ rbi: { pointsPerUnit: 10 } });
    const id = await open();
    const order = [line({ price: 3.99 }), line({ referenceId: '2', productId: 'DEP-1', price: 0.25 })];
    const payments = [{ amount: 424, type: 'CASH' }];
    expect((await program.update(id, request(id, { order, payments, status: 'CLAIMED' }))).json).toMatchObject({
      pointsEarned: 39,
    });
    await program.control.applySettings({ rbi: { pointsPerUnit: 5, earnMinimumMinor: 2_000 } });
    const small = await open();
    expect((await program.update(small, request(small, { status: 'CLAIMED' }))).json).toMatchObject({
      pointsEarned: 0,
    });
    await program.control.applySettings({ rbi: { earnMinimumMinor: 0 } });
  });
});

describe('rules (13.7, 13.10, 13.11)', () => {
  test('all failures together, with their incentive', async () => {
    const id = await open();
    const order = [line(), rewardLine('one-only', { quantity: 200 }), offerLine('picky')];
    const payments = [{ amount: 1_150, type: 'CASH' }];
    const answer = await program.validate(id, request(id, { order, payments }));
    expect(answer).toMatchObject({ status: 422, json: { code: 'RulesError', details: { isEngineError: true } } });
    expect(ruleCodes(answer).map(([code, incentive]) => `${incentive}: ${code}`)).toEqual([
      'one-only: exceeds-limit-per-order',
      'one-only: exceeds-max-redemption',
      'picky: invalid-enrollment-start-date',
      'picky: invalid-enrollment-end-date',
      'picky: invalid-day-of-the-week',
      'picky: invalid-start-date',
      'picky: invalid-end-date',
      'picky: invalid-service-mode',
      'picky: invalid-store-id',
      'picky: subtotal-below-minimum-spend',
      'picky: unsatisfied-cart-requirements',
      'picky: unsatisfied-cart-requirements-exclusion',
      'picky: invalid-payment-method',
      'picky: invalid-quest-activation-date',
      'one-only: insufficient-point-balance',
    ]);
    expect((await program.update(id, request(id, { order }))).json).toMatchObject({
      code: 'TransactionInsufficientPoints',
    });
  });

  test('first order, birthday and cooldown', async () => {
    const id = await open(OTTO);
    const order = [line(), offerLine('birthday')];
    const failing = async (created?: string) =>
      ruleCodes(await program.validate(id, request(id, { loyaltyId: OTTO, order, ...(created ? { created } : {}) })));
    expect(await failing()).toEqual([['not-birthday', 'birthday']]);
    const mina = await open();
    const claim = request(mina, { order, status: 'CLAIMED' });
    // Mina has claimed before.
    expect((await program.update(mina, claim)).json).toMatchObject({ code: 'RedeemRewardError' });
    expect(ruleCodes(await program.validate(mina, request(mina, { order }))).map(([code]) => code)).toEqual([
      'not-first-order',
    ]);
  });

  test('a personalized offer: its guest, its engine id, once', async () => {
    const reference = next();
    const id = await open();
    const codes = async (engineId: string) =>
      ruleCodes(await program.validate(id, request(id, { order: [line(), offerLine('mine', engineId)] })));
    expect(await codes('eng-other')).toEqual([['invalid-scope', 'mine']]);
    expect(await codes('eng-mina')).toEqual([]);
    const order = [line(), offerLine('mine', 'eng-mina')];
    expect((await program.update(id, request(id, { reference, order, status: 'CLAIMED' }))).status).toBe(200);
    const second = await open();
    expect(ruleCodes(await program.validate(second, request(second, { order })))).toEqual([
      ['exceeds-max-redemption', 'mine'],
    ]);
    expect((await program.void(id, request(id, { reference, order, status: 'CLAIMED' }))).status).toBe(200);
    expect(ruleCodes(await program.validate(second, request(second, { order })))).toEqual([]);
    const other = await open(OTTO);
    expect(
      ruleCodes(
        await program.validate(other, request(other, { loyaltyId: OTTO, order: [offerLine('mine', 'eng-mina')] })),
      ),
    ).toEqual([['invalid-scope', 'mine']]);
  });

  test('a store without loyalty: offers work, rewards do not, nothing is earned', async () => {
    await program.control.applySettings({ rbi: { stores: { '5120': { loyalty: false } } } });
    const id = await open();
    const before = await program.points();
    const reward = [line(), rewardLine('rings')];
    expect((await program.update(id, request(id, { order: reward }))).json).toMatchObject({
      code: 'RedeemRewardError',
    });
    const order = [line(), offerLine('open')];
    expect((await program.update(id, request(id, { order, status: 'CLAIMED' }))).json).toMatchObject({
      pointsEarned: 0,
    });
    expect(await program.points()).toBe(before);
    const elsewhere = await open();
    expect((await program.update(elsewhere, request(elsewhere, { storeId: '9' }))).json).toMatchObject({
      code: 'StoreNotFound',
    });
    await program.control.applySettings({ rbi: { stores: null } });
  });

  test('signed out: open offers only', async () => {
    const send = (order: readonly object[]) =>
      program.call(
        'POST',
        '/loyalty/transaction/pos',
        request(null, { reference: next(), status: 'CLAIMED', order: order as never }),
      );
    expect((await send([line(), offerLine('open')])).status).toBe(200);
    for (const closed of [offerLine('birthday'), rewardLine('rings')])
      expect(ruleCodes(await send([line(), closed])).map(([code]) => code)).toEqual(['user-not-logged-in']);
  });

  test('a promo code names what it unlocks', async () => {
    await program.control.applySettings({ rbi: { promoCodes: { WINTER: 'ten' } } });
    const posVendor = { transactionId: 'S', storeId: '1', terminal: '1', operator: '1', posType: 'Partner' };
    const redeem = (promoCode: string) => program.call('POST', '/loyalty/promo-code/redeem', { promoCode, posVendor });
    expect((await redeem('WINTER')).json).toEqual({ sanityId: 'ten' });
    expect((await redeem('SUMMER')).status).toBe(404);
  });
});

function offerLine(incentiveId: string, loyaltyEngineId?: string) {
  return rewardLine(incentiveId, {
    productType: 'offer',
    ...(loyaltyEngineId === undefined ? {} : { loyaltyEngineId }),
  });
}
