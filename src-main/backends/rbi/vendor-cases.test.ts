import { afterEach, describe, expect, test } from 'vitest';
import type { RbiSettingsPatch } from '../../training/rbi/rbi-options.ts';
import { Counter } from './counter.test-support.ts';
import { aLine } from './queue.test-support.ts';
import { MINA, OTTO, type RbiWorld, startRbiWorld } from './rbi-world.test-support.ts';

type Incentive = NonNullable<RbiSettingsPatch['incentives']>[number];

const reward = (incentiveId: string, more: Partial<Incentive> = {}): Incentive => ({
  incentiveId,
  kind: 'reward',
  name: incentiveId,
  productId: '90412',
  costPoints: 250,
  ...more,
});
const offer = (incentiveId: string, more: Partial<Incentive> = {}): Incentive => ({
  incentiveId,
  kind: 'offer',
  name: incentiveId,
  productId: '80100',
  ...more,
});

const INCENTIVES: Incentive[] = [
  reward('rings'),
  reward('menu', { productId: '90500', costPoints: 400, priceMinor: 250 }),
  reward('five-off', { costPoints: 500, discount: { subtype: 'AMOUNT_DISCOUNT', value: 5 } }),
  offer('coffee'),
  offer('yours', { productId: '80200', personal: { [MINA]: 'eng-mina' } }),
  offer('ten', {
    productId: '80300',
    loyaltyEngineId: 'eng-ten',
    discount: { subtype: 'PERCENTAGE_DISCOUNT', value: 10 },
  }),
  offer('from-20', { productId: '80400', rules: { minimumSpendMinor: 2_000 } }),
];
/** What this till knows of the PLUs; offers name no price. */
const ARTICLES = Object.fromEntries(
  ['80100', '80200', '80400'].map((plu) => [plu, { name: `Offer ${plu}`, priceMinor: 300 }]),
);

/** What each chosen incentive does to a sale of 11.50: points it costs, what is paid, points earned at 5 for 1.00. */
const REWARD_KINDS = [
  ['item', 'rings', 250, 1_150, 57],
  ['points and cash', 'menu', 400, 1_400, 70],
  ['discount', 'five-off', 500, 650, 32],
] as const;
const OFFER_KINDS = [
  ['system-wide', 'coffee', 0, 1_450, 72],
  ['personalized', 'yours', 0, 1_450, 72],
  ['discount', 'ten', 0, 1_035, 51],
] as const;

let world: RbiWorld | null = null;
afterEach(async () => {
  await world?.stop();
  world = null;
});

async function open(program: RbiSettingsPatch = {}, till: Parameters<typeof startRbiWorld>[1] = {}) {
  world = await startRbiWorld({ incentives: INCENTIVES, ...program }, { incentives: ARTICLES, ...till });
  return world;
}

const START = 5_000;

describe('vendor cases (contract section 14)', () => {
  test.each(['typed code', 'QR with the Loyalty ID'])('1: identify by %s opens a transaction', async (how) => {
    const shop = await open();
    const counter = new Counter(shop);
    const answer = await counter.scan(how === 'typed code' ? await shop.issueCode(MINA) : MINA);
    expect(answer).toMatchObject({ kind: 'ok', value: { member: { firstName: 'Mina', balancePoints: START } } });
    expect(await shop.statuses()).toEqual(['PENDING']);
    // The code is used up and is kept nowhere.
    expect(counter.member?.identifiers).toEqual([{ method: 'membership-key', value: MINA }]);
  });

  test.each(REWARD_KINDS)(
    '2: a pre-selected reward (%s) is in the basket, its cost taken off for now',
    async (...row) => {
      const [, id, cost] = row;
      const shop = await open();
      const counter = new Counter(shop);
      await counter.scan(await shop.issueCode(MINA, [id]));
      expect(counter.member?.balancePoints).toBe(START - cost);
      expect(counter.member?.gifts).toMatchObject([{ kind: 'reward', preselected: true, redeemable: true }]);
      expect(await shop.pointsOf(MINA)).toBe(START);
    },
  );

  test.each(OFFER_KINDS)('3: a pre-selected offer (%s) is in the basket, the balance as it was', async (_kind, id) => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, [id]));
    expect(counter.member).toMatchObject({ balancePoints: START, gifts: [{ kind: 'offer', preselected: true }] });
  });

  test('2, 9: the same with everything spelt the other way', async () => {
    const spelling = { codeSpelling: 'snake', productTypeCase: 'lower', numericStrings: true } as const;
    const shop = await open(spelling);
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['rings', 'coffee']));
    counter.takeChosen();
    expect(counter.sale.lines.map(({ benefitKey, netMinor }) => [benefitKey, netMinor])).toEqual([
      [null, 1_150],
      ['rings', 0],
      ['coffee', 300],
    ]);
    expect(await counter.complete()).toMatchObject({ answer: { pointsRedeemed: 250, pointsEarned: 72 } });
    expect(await counter.scan(MINA.replace('c2f1', 'ffff'))).toMatchObject({ kind: 'refused', notFound: true });
  });

  test('4: a market without Validate: discounts as an estimate, nothing is asked', async () => {
    const shop = await open({}, { validate: false });
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['ten']));
    counter.takeChosen();
    expect(await counter.preview()).toMatchObject({ value: { deals: [{ amountMinor: 115 }], estimate: true } });
    expect((await shop.control.journal()).map(({ operation }) => operation)).toEqual(['identify']);
  });

  test('4: items rung up first, then the scan: they stay', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    const before = counter.sale.lines;
    await counter.scan(await shop.issueCode(MINA, ['rings']));
    counter.takeChosen();
    expect(counter.sale.lines).toMatchObject([...before, { articleCode: '90412', netMinor: 0, benefitKey: 'rings' }]);
    expect(await counter.preview()).toMatchObject({ kind: 'ok', value: { notApplied: [], estimate: false } });
  });

  test('5: an offer with a minimum spend: refused, and the till says how much is missing', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['from-20', 'ten']));
    counter.takeChosen();
    expect(await counter.preview()).toMatchObject({
      kind: 'ok',
      value: {
        // The other offer applies all the same.
        deals: [{ amountMinor: 145, sourceId: 'ten/eng-ten' }],
        notApplied: [
          {
            key: 'from-20',
            name: 'Offer 80400',
            reason: 'The basket is below the minimum of 20.00 EUR: add items for 8.50 EUR more.',
            cashierCanFix: true,
          },
        ],
      },
    });
  });

  test.each([
    ['limitPerOrder', { limitPerOrder: 1 }, 'Too many of this in one order: remove the extra one.', true],
    ['weekdays', { weekdays: [6] }, 'It is not valid on this day of the week. It is valid on saturday.', false],
    ['startsAt', { startsAt: '2027-01-01T00:00:00Z' }, 'It is not valid yet.', false],
    ['endsAt', { endsAt: '2025-01-01T00:00:00Z' }, 'It has expired.', false],
    ['enrolledFrom', { enrolledFrom: '2025-01-01T00:00:00Z' }, 'It is for guests who joined later.', false],
    ['enrolledUntil', { enrolledUntil: '2020-01-01T00:00:00Z' }, 'It is for guests who joined earlier.', false],
    ['serviceModes', { serviceModes: ['DRIVE_THRU'] }, /^It is not for this way of eating: change it\./, true],
    ['stores', { stores: ['1'] }, 'It is not valid in this restaurant.', false],
    ['needsProducts', { needsProducts: ['COLA'] }, /missing: add one\. One of COLA\./, true],
    ['forbidsProducts', { forbidsProducts: ['70110'] }, /remove that\. Not with 70110\./, true],
    ['birthday', { birthday: true }, 'It is for the birthday only.', false],
    ['questFrom', { questFrom: '2027-01-01T00:00:00Z' }, 'Its quest is not active now.', false],
  ] as const)('5: the rule %s, named with its incentive', async (_rule, rules, reason, cashierCanFix) => {
    const shop = await open({ incentives: [offer('ruled', { rules: rules as Incentive['rules'] })] });
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['ruled', 'ruled']));
    counter.takeChosen();
    const answer = await counter.preview();
    const refusals = answer.kind === 'ok' ? answer.value.notApplied : [];
    expect(refusals.at(-1)).toMatchObject({
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
      cashierCanFix,
    });
    // Of too many, the first may stay.
    expect(refusals).toHaveLength('limitPerOrder' in rules ? 1 : 2);
  });

  test('5: rules about the past and the balance, in both spellings of codes', async () => {
    const rules = { cooldownSeconds: 3_600, maxRedemptions: 1, firstOrder: true };
    const shop = await open({ incentives: [offer('once', { rules }), reward('dear', { costPoints: 9_000 })] });
    const first = new Counter(shop);
    await first.scan(await shop.issueCode(MINA, ['once']));
    first.takeChosen();
    expect(await first.complete()).toMatchObject({ state: 'delivered' });
    await shop.control.applySettings({ rbi: { codeSpelling: 'snake' } });
    const second = new Counter(shop);
    await second.scan(await shop.issueCode(MINA, ['once', 'dear']));
    second.takeChosen();
    expect(await second.preview()).toMatchObject({
      kind: 'ok',
      value: {
        notApplied: [
          { key: 'once', cashierCanFix: false },
          { key: 'dear', reason: 'Not enough points for this: remove the reward.', cashierCanFix: true },
        ],
      },
    });
    expect(await second.reserve()).toMatchObject({ kind: 'refused', code: 'TRANSACTION_INSUFFICIENT_POINTS' });
  });

  test.each(OFFER_KINDS)('6: claimed with items and an offer (%s): the right points', async (...row) => {
    const [, id, , paidMinor, earned] = row;
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, [id]));
    counter.takeChosen();
    await counter.preview();
    const claim = await counter.complete();
    expect(claim).toMatchObject({
      state: 'delivered',
      answer: { balancePoints: START + earned, pointsEarned: earned, pointsRedeemed: 0, memberId: MINA },
    });
    expect(await shop.statuses()).toEqual(['CLAIMED']);
    const postings = await shop.control.postingsOf(counter.sale.reference);
    expect(postings.map(({ kind, amountMinor, points }) => [kind, amountMinor, points])).toEqual([
      ['sale', paidMinor, 0],
      ['earn', 0, earned],
    ]);
    expect((await shop.control.journal()).flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  test('7: two offers at once', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['coffee', 'ten']));
    counter.takeChosen();
    await counter.preview();
    // 14.50 less a tenth.
    expect(await counter.complete()).toMatchObject({ answer: { pointsEarned: 65, pointsRedeemed: 0 } });
  });

  test('8: a deposit earns nothing', async () => {
    const shop = await open({ depositProducts: '^DEP-', pointsPerUnit: 10 });
    const counter = new Counter(shop, 399);
    const deposit = aLine({ lineId: '2', articleCode: 'DEP-1', unitPriceMinor: 25, grossMinor: 25, netMinor: 25 });
    counter.sale = { ...counter.sale, lines: [...counter.sale.lines, deposit] };
    await counter.scan(MINA);
    expect(await counter.complete()).toMatchObject({ answer: { pointsEarned: 39 } });
  });

  test.each(REWARD_KINDS)('9: a reward (%s) takes its points', async (_kind, id, cost, _paid, earned) => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, [id]));
    counter.takeChosen();
    await counter.preview();
    expect(await counter.reserve()).toEqual({ kind: 'ok', value: { balancePoints: START - cost } });
    expect(await counter.complete()).toMatchObject({
      state: 'delivered',
      answer: { pointsEarned: earned, pointsRedeemed: cost, balancePoints: START - cost + earned },
    });
    await counter.void();
    expect(await shop.pointsOf(MINA)).toBe(START);
  });

  test('10: the receipt has the configured texts in print order, and its code', async () => {
    const texts = {
      footer: 'Terms',
      qrCode: 'https://example.test/q',
      totalPoints: 'You have {points}',
      pointsRedeemed: 'Used {redeemed}',
      pointsEarned: 'Got {earned}',
      identifier: 'Id {transaction}',
      marketing: 'Come again',
      header: 'Harbour\nRewards',
    };
    const shop = await open({ presentation: { claimed: texts, unclaimed: { marketing: 'Join us' } } });
    const counter = new Counter(shop);
    await counter.scan(MINA);
    expect((await counter.complete()).answer).toMatchObject({
      receiptCode: expect.stringMatching(/^[A-Z0-9]{16}$/),
      presentation: [
        { field: 'title', text: 'Harbour\nRewards' },
        { field: 'text', text: 'Come again' },
        { field: 'earned', text: 'Got 57' },
        { field: 'redeemed', text: 'Used 0' },
        { field: 'balance', text: `You have ${START + 57}` },
        { field: 'qr', text: 'https://example.test/q' },
        { field: 'footer', text: 'Terms' },
      ],
    });
    const nobody = new Counter(shop);
    const { answer } = await nobody.complete();
    expect(answer?.presentation).toEqual([{ field: 'text', text: 'Join us' }]);
    expect(answer).not.toHaveProperty('receiptCode');
  });

  test('11: an abandoned sale is voided, the balance as before', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['rings']));
    counter.takeChosen();
    await counter.reserve();
    await counter.void();
    expect(await shop.statuses()).toEqual(['VOID']);
    const again = new Counter(shop);
    await again.scan(MINA);
    expect(again.member?.balancePoints).toBe(START);
  });

  test('12: a claim that fails is shown, and its void leaves the balance as before', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['rings']));
    counter.takeChosen();
    await counter.reserve();
    await shop.breakNext('submit', 'refused');
    expect(await counter.complete()).toMatchObject({ state: 'parked', happened: 0 });
    await counter.void();
    expect(await shop.statuses()).toEqual(['VOID']);
    expect(await shop.pointsOf(MINA)).toBe(START);
  });

  test('13: the first scan is lost: a new code is asked for, and the lost one lapses by itself', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    await shop.breakNext('identify', 'lost-after-commit');
    expect(await counter.scan(await shop.issueCode(MINA, ['rings']))).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('Ask the guest for a new code'),
    });
    await counter.scan(await shop.issueCode(MINA));
    expect(counter.member?.balancePoints).toBe(START - 250);
    expect(await counter.complete()).toMatchObject({ state: 'delivered' });
    shop.clock.advance(30 * 60_000);
    const later = new Counter(shop);
    await later.scan(MINA);
    expect(later.member?.balancePoints).toBe(START + 57);
  });

  test('13: scanned again by the same guest: the older transaction is voided before the claim', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['rings']));
    await counter.scan(await shop.issueCode(MINA));
    await shop.breakNext('release', 'lost-before-commit');
    const claim = await counter.complete();
    expect(claim.state).toBe('delivered');
    expect(await shop.statuses()).toEqual(['VOID', 'CLAIMED']);
    const changes = (await shop.control.journal()).map(({ operation }) => operation);
    expect(changes).toEqual(['identify', 'identify', 'release', 'release', 'submit']);
  });

  test('14: the code of another guest in mid-sale: that one is voided, the first goes on', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(MINA);
    await counter.scan(await shop.issueCode(OTTO));
    await counter.till.drain();
    expect(counter.memberId).toBe(MINA);
    expect(await shop.statuses()).toEqual(['PENDING', 'VOID']);
    expect(await counter.complete()).toMatchObject({ state: 'delivered', answer: { memberId: MINA } });
    expect(await shop.pointsOf(OTTO)).toBe(50);
  });

  test.each([true, false])('15: pay at counter, paid: %s', async (isPaid) => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['rings']));
    counter.takeChosen();
    expect(await counter.reserve()).toMatchObject({ kind: 'ok', value: { balancePoints: START - 250 } });
    if (isPaid) await counter.complete();
    else await counter.void();
    expect(await shop.pointsOf(MINA)).toBe(isPaid ? START - 250 + 57 : START);
    expect(await shop.statuses()).toEqual([isPaid ? 'CLAIMED' : 'VOID']);
  });

  test.each([
    ['the till knows', false],
    ['only the program knows', true],
  ])('16: a store without loyalty, of which %s', async (_name, storeHasLoyalty) => {
    const shop = await open({ stores: { '5120': { loyalty: false } } }, { storeHasLoyalty });
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['rings', 'coffee']));
    const gift = counter.member?.gifts.find(({ kind }) => kind === 'reward');
    expect(gift?.redeemable).toBe(storeHasLoyalty);
    const { payWithPoints } = shop.backEnd.capabilities;
    expect(payWithPoints.offered ? '' : payWithPoints.because).toMatch(storeHasLoyalty ? /tender/ : /takes no part/);
    counter.takeChosen();
    if (storeHasLoyalty) {
      expect(await counter.preview()).toMatchObject({
        kind: 'ok',
        value: { notApplied: [{ key: 'rings', reason: expect.stringContaining('take no part') }] },
      });
      return;
    }
    expect(await counter.preview()).toMatchObject({ kind: 'ok', value: { notApplied: [] } });
    expect(await counter.complete()).toMatchObject({ state: 'delivered', answer: { pointsEarned: 0 } });
    expect(await shop.pointsOf(MINA)).toBe(START);
  });

  test('17: signed out: no rewards and no closed offers, the sale is unclaimed', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    expect(await counter.preview()).toMatchObject({ kind: 'refused', code: 'not-identified' });
    expect(await counter.reserve()).toMatchObject({ kind: 'refused', code: 'not-identified' });
    expect(await counter.complete()).toMatchObject({ kind: 'submit-unclaimed', state: 'delivered' });
    expect(await shop.standingSales(counter.sale.reference)).toBe(1);
    await counter.void();
    expect(await shop.standingSales(counter.sale.reference)).toBe(0);
  });
});

describe('the offline table (contract section 12)', () => {
  test('a Loyalty ID taken offline: identify, then claim', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    counter.sale = { ...counter.sale, memberKeyId: 'member-1' };
    await shop.breakNext('identify', 'lost-after-commit');
    expect(await counter.complete()).toMatchObject({ state: 'delivered', answer: { pointsEarned: 57 } });
    expect(counter.till.find('identify').state).toBe('delivered');
    await counter.void();
    expect(await shop.pointsOf(MINA)).toBe(START);
  });

  test('nobody has that Loyalty ID: the sale is reported unclaimed, and nobody need look', async () => {
    const shop = await open();
    await shop.control.applySettings({ rbi: { codeSpelling: 'snake' } });
    const counter = new Counter({ ...shop, member: [shop.unknownMember] });
    counter.sale = { ...counter.sale, memberKeyId: 'member-1' };
    await counter.complete();
    expect(counter.till.known.map(({ kind, state }) => [kind, state])).toEqual([
      ['identify', 'closed'],
      ['submit', 'dropped'],
      ['submit-unclaimed', 'delivered'],
    ]);
    expect(await shop.standingSales(counter.sale.reference)).toBe(1);
  });

  test.each([
    ['without-benefits', START, 57, 'CLAIMED'],
    ['as-unclaimed', START, 0, 'VOID'],
  ] as const)('a claim refused the next day ends %s', async (wayOut, points, earned, status) => {
    const shop = await open({ incentives: [reward('rings', { rules: { maxRedemptions: 1 } })] });
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['rings']));
    counter.takeChosen();
    expect(await counter.reserve()).toMatchObject({ kind: 'ok' });
    // The line is down for hours, the reservation lapses, and the points go elsewhere.
    await shop.control.applySettings({ rbi: { incentives: [reward('rings', { costPoints: 9_000 })] } });
    shop.clock.advance(31 * 60_000);
    const refused = await counter.complete();
    expect(refused).toMatchObject({ state: 'parked', happened: 0, errorCode: null });
    const known = { ...refused, errorCode: 'TransactionInsufficientPoints' };
    const context = { sale: counter.sale, member: [], known: counter.till.known, nowMs: 0 };
    expect(shop.backEnd.waysOut(known, context).map(({ id }) => id)).toEqual(['without-benefits', 'as-unclaimed']);
    counter.till.plan({ kind: 'way-out', sale: counter.sale, refused: known, wayOut });
    await counter.till.drain();
    expect(await shop.pointsOf(MINA)).toBe(points + earned);
    expect(await shop.statuses()).toEqual(status === 'VOID' ? ['VOID', 'CLAIMED'] : ['CLAIMED']);
    expect(await shop.standingSales(counter.sale.reference)).toBe(1);
  });

  test('voided before the claim was ever sent: only the void goes out', async () => {
    const shop = await open();
    const counter = new Counter(shop);
    await counter.scan(await shop.issueCode(MINA, ['rings']));
    await shop.setOffline(true);
    counter.sale = { ...counter.sale, state: 'completed' };
    counter.till.plan({ kind: 'complete', sale: counter.sale, original: null });
    counter.till.plan({ kind: 'void', sale: counter.sale });
    await shop.setOffline(false);
    await counter.till.drain();
    expect((await shop.control.journal()).map(({ operation }) => operation)).toEqual(['identify', 'release']);
    expect(await shop.statuses()).toEqual(['VOID']);
  });
});
