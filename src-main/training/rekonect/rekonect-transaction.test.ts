import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, item, NORA, pathOf, pay, SimulatorFixture, sale, submit } from './simulator-fixture.ts';

let fixture: SimulatorFixture;
beforeEach(async () => {
  const assets = [
    { key: 'GIFT', name: 'Gift' },
    { key: 'OLD', name: 'Too late', validUntil: '2020-01-01T00:00:00Z' },
  ];
  fixture = await SimulatorFixture.start({}, { assets });
});
afterEach(async () => await fixture.stop());

const kinds = async (reference: string) =>
  (await fixture.control.postingsOf(reference)).map(({ kind, points, amountMinor }) => [kind, points, amountMinor]);
const cancel = (transactionId: string) => ({ ...submit(transactionId), action: 'cancel' });
const SOLD = [
  ['sale', 0, 1_255],
  ['earn', 62, 0],
];

describe('submit (7.7)', () => {
  it('records the sale and what it earns: 5 % of the earning lines, towards zero', async () => {
    const { json } = await fixture.call('/transaction', submit('T1'));
    expect(json).toEqual({ status: 'success', confirmationCode: expect.any(String) });
    expect(await kinds('INV-T1')).toEqual(SOLD);
    const details = await fixture.call('/member/details', { member: { phoneNumber: NORA } });
    expect(details.json['member']).toMatchObject({ visit: 1, totalSpent: 1_255 });
  });

  it('records an anonymous sale, and refuses an unknown member whole', async () => {
    expect((await fixture.call('/transaction', { transaction: sale('T1') })).status).toBe(200);
    expect(await kinds('INV-T1')).toEqual([['sale', 0, 1_255]]);
    const stranger = { member: { phoneNumber: '600555000' }, transaction: sale('T2') };
    expect(codeOf(await fixture.call('/transaction', stranger))).toBe('203');
    expect(await kinds('INV-T2')).toEqual([]);
  });

  it('without a tag the transaction id is the reference', async () => {
    await fixture.call('/transaction', submit('T1', { tags: [] }));
    expect(await kinds('T1')).toEqual(SOLD);
  });

  it('refuses payments that do not add up, and what A10 demands', async () => {
    for (const [changes, path] of [
      [{ payments: [{ type: 'CASH', amount: 1_254 }] }, 'payments'],
      [{ payments: [] }, 'payments'],
      [{ payments: undefined, totalAmount: 1_255 }, 'payments'],
      [{ items: [] }, 'items'],
      [{ totalAmount: undefined }, 'totalAmount'],
      [{ totalAmount: 12.55 }, 'totalAmount'],
      [{ transactionId: undefined }, 'transactionId'],
      [{ dateTime: undefined, openTime: undefined }, 'dateTime'],
      [{ dateTime: '11.3.2026' }, 'dateTime'],
    ] as const) {
      const answer = await fixture.call('/transaction', submit('T1', changes));
      expect([codeOf(answer), pathOf(answer)]).toEqual(['1001', `body.transaction.${path}`]);
    }
    expect(await kinds('INV-T1')).toEqual([]);
  });

  it('only warns of other missing fields, and demands them in strict mode', async () => {
    expect((await fixture.call('/transaction', submit('T1', { totalTaxAmount: undefined }))).status).toBe(200);
    expect((await fixture.control.journal()).at(-1)?.warnings).toEqual(['transaction.totalTaxAmount is missing']);
    const { grossAmount: _gross, ...netOnly } = item('1', 'FOOD', 1, 1_255);
    expect((await fixture.call('/transaction', submit('T4', { items: [netOnly] }))).status).toBe(200);
    expect(codeOf(await fixture.call('/transaction', submit('T5', { items: [item('1', 'FOOD', 1, 0.5)] })))).toBe(
      '1001',
    );
    await fixture.control.applySettings({ rekonect: { strictTransaction: true } });
    expect(codeOf(await fixture.call('/transaction', submit('T2', { totalTaxAmount: undefined })))).toBe('1001');
    expect((await fixture.call('/transaction', submit('T3'))).status).toBe(200);
  });

  it('takes the other names of C5 and C6, and refuses two different tender lists', async () => {
    const tenders = [{ type: 'CASH', amount: 1_255 }];
    const other = {
      lineId: '1',
      code: 'X',
      name: 'X',
      departmentCode: 'FOOD',
      quantity: 1,
      subtotal: 1_255,
      total: 1_255,
    };
    const named = submit('T1', { payments: undefined, meansOfPayment: tenders, items: [other] });
    expect((await fixture.call('/transaction', named)).status).toBe(200);
    const two = submit('T2', { meansOfPayment: [{ type: 'CARD', amount: 1_255 }] });
    expect(codeOf(await fixture.call('/transaction', two))).toBe('1001');
    expect((await fixture.call('/transaction', submit('T3', { meansOfPayment: tenders }))).status).toBe(200);
  });

  it('answers a repeat as the first time and awards nothing; other content is refused (A7)', async () => {
    const first = await fixture.call('/transaction', submit('T1'));
    const { openTime, ...rest } = sale('T1');
    const reordered = { transaction: { ...rest, openTime }, member: { phoneNumber: NORA } };
    expect((await fixture.call('/transaction', reordered)).json).toEqual(first.json);
    expect(codeOf(await fixture.call('/transaction', submit('T1', { totalTaxAmount: 1 })))).toBe('SIM_TX');
    expect(await kinds('INV-T1')).toEqual(SOLD);
  });

  it('earns nothing on what was paid with points, says data.earned only by setting (A14)', async () => {
    await fixture.control.applySettings({ rekonect: { answersEarned: true } });
    await fixture.call('/payment', pay('T1', 400));
    const payments = [
      { type: 'POINTS', amount: 400 },
      { type: 'CASH', amount: 855 },
    ];
    expect((await fixture.call('/transaction', submit('T1', { payments }))).json).toMatchObject({
      data: { earned: 42 },
    });
    expect(await fixture.points()).toBe(1_000 - 400 + 42);
    expect((await fixture.control.journal()).at(-1)?.warnings).toEqual([]);
  });

  it('takes points back for a return, also below zero (A13)', async () => {
    const items = [item('1', 'FOOD', 1, -30_030), item('2', 'CHARGES', 1, -100)];
    const payments = [{ type: 'CASH', amount: -30_130 }];
    await fixture.call('/transaction', submit('R1', { totalAmount: -30_130, items, payments }));
    expect(await kinds('INV-R1')).toEqual([
      ['sale', 0, -30_130],
      ['earn', -1_501, 0],
    ]);
    expect(await fixture.points()).toBe(-501);
  });

  it('refuses a loyalty tender where loyalty counts as a discount', async () => {
    await fixture.control.applySettings({ rekonect: { loyaltyPaymentIs: 'discount' } });
    const payments = [{ type: 'POINTS', amount: 1_255 }];
    expect(codeOf(await fixture.call('/transaction', submit('T1', { payments })))).toBe('1001');
  });
});

describe('cancel (7.8)', () => {
  it('takes back points, frees gifts, leaves payments; a repeat does nothing', async () => {
    await fixture.call('/payment', pay('T1', 400));
    await fixture.call('/transaction', { ...submit('T1'), usedAssets: [{ key: 'GIFT' }] });
    for (let time = 0; time < 2; time++) expect((await fixture.call('/transaction', cancel('T1'))).status).toBe(200);
    expect(await kinds('INV-T1')).toEqual([
      ['spend', -400, 400],
      ...SOLD,
      ['earn-cancel', -62, 0],
      ['sale-cancel', 0, -1_255],
    ]);
    expect(await fixture.points()).toBe(600);
    const again = { ...submit('T2'), usedAssets: [{ key: 'GIFT' }] };
    expect((await fixture.call('/transaction', again)).status).toBe(200);
  });

  it('refuses an unknown sale, and a late repeat of the submit brings nothing back', async () => {
    expect(codeOf(await fixture.call('/transaction', cancel('T1')))).toBe('SIM_TX');
    await fixture.call('/transaction', submit('T1'));
    await fixture.call('/transaction', cancel('T1'));
    expect((await fixture.call('/transaction', submit('T1'))).status).toBe(200);
    expect(await fixture.points()).toBe(1_000);
  });
});

describe('gifts in a submit (7.9, C7)', () => {
  it.each([
    ['unknown', { usedAssets: [{ key: 'NONE' }] }, 'SIM_ASSET'],
    ['expired', { usedAssets: [{ key: 'OLD' }] }, 'SIM_ASSET'],
    ['one good, one bad', { usedAssets: [{ key: 'GIFT' }, { key: 'OLD' }] }, 'SIM_ASSET'],
    ['named twice', { usedAssets: [{ key: 'GIFT' }, { key: 'GIFT' }] }, '1001'],
    ['without member', { member: undefined, usedAssets: [{ key: 'GIFT' }] }, 'SIM_ASSET'],
  ])('%s: refused without effect', async (_name, changes, code) => {
    expect(codeOf(await fixture.call('/transaction', { ...submit('T1'), ...changes }))).toBe(code);
    expect(await kinds('INV-T1')).toEqual([]);
    expect((await fixture.call('/transaction', { ...submit('T2'), usedAssets: [{ key: 'GIFT' }] })).status).toBe(200);
  });

  it('a used gift cannot be used again; inside the transaction it counts too', async () => {
    const usedAssets = [{ key: 'GIFT' }];
    expect((await fixture.call('/transaction', submit('T1', { usedAssets }))).status).toBe(200);
    expect(codeOf(await fixture.call('/transaction', submit('T2', { usedAssets })))).toBe('SIM_ASSET');
    expect((await fixture.call('/transaction', submit('T1', { usedAssets }))).status).toBe(200);
  });
});
