import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from './json-object.ts';
import { addRekonectMembers } from './rekonect-controls.ts';
import { codeOf, item, NORA, SimulatorFixture, sale } from './simulator-fixture.ts';

const LONG_AGO = '2020-01-01T00:00:00Z';
const GIFTS = [
  { key: 'COFFEE', name: 'Free coffee', departmentCode: 'COFFEE' },
  { key: 'BIG', name: '5 off', minimumMinor: 4_000, amountMinor: 500 },
  { key: 'OLD', name: 'Too late', validUntil: LONG_AGO },
];

let fixture: SimulatorFixture;
beforeEach(async () => {
  fixture = await SimulatorFixture.start({}, { externalId: 'CARD-1', birthday: '1988-09-23', assets: GIFTS });
});
afterEach(async () => await fixture.stop());

const WITH_BENEFITS = { 'x-return-benefits': 'true' };
const member = { phoneNumber: NORA };
const memberOf = (json: JsonObject): JsonObject => json['member'] as JsonObject;
const assetsOf = (json: JsonObject): JsonObject[] => memberOf(json)['assets'] as JsonObject[];
const basket = sale('T1', { totalAmount: 1_290, items: [item('1', 'FOOD', 1, 850), item('2', 'COFFEE', 2, 440)] });

describe('identifying', () => {
  it('finds by any identifier, refuses a stranger and identifiers of two members', async () => {
    await addRekonectMembers(fixture.control, [{ phoneNumber: '600555002' }]);
    for (const one of [member, { externalId: 'CARD-1' }, { phoneNumber: '600555998', externalId: 'CARD-1' }])
      expect((await fixture.call('/member/details', { member: one })).status).toBe(200);
    const key = memberOf((await fixture.call('/member/details', { member })).json)['membershipKey'];
    expect((await fixture.call('/member/details', { member: { membershipKey: key } })).status).toBe(200);
    expect(codeOf(await fixture.call('/member/details', { member: { externalId: 'CARD-2' } }))).toBe('203');
    const mixed = { externalId: 'CARD-1', phoneNumber: '600555002' };
    expect(codeOf(await fixture.call('/member/details', { member: mixed }))).toBe('1001');
    expect(codeOf(await fixture.call('/member/details', { member: {} }))).toBe('1001');
  });

  it('can refuse a card alone (A15)', async () => {
    await fixture.control.applySettings({ rekonect: { strictExternalId: true } });
    expect(codeOf(await fixture.call('/member/details', { member: { externalId: 'CARD-1' } }))).toBe('1001');
    expect((await fixture.call('/member/details', { member: { externalId: 'CARD-1', ...member } })).status).toBe(200);
  });
});

describe('what is answered (4.1, 7.12)', () => {
  it('has the profile and the balances as pairs, at root', async () => {
    const { json } = await fixture.call('/member/details', { member });
    expect(json['status']).toBe('success');
    expect(memberOf(json)).toMatchObject({
      status: 'active',
      firstName: 'Nora',
      birthday: '1988-09-23T00:00:00Z',
      points: { monetary: 1_000, nonMonetary: 1_000 },
      credit: { monetary: 0, nonMonetary: 0 },
      visit: 0,
      totalSpent: 0,
    });
    expect(json['appliedDeals']).toBeUndefined();
  });

  it('has other forms by setting: data, ok, numbers, credit', async () => {
    await fixture.control.applySettings({
      rekonect: {
        envelope: 'data',
        successWord: { '/member/details': 'ok' },
        detailsBalance: 'number',
        asset: 'credit',
      },
    });
    const { json } = await fixture.call('/member/details', { member });
    expect(json).toMatchObject({ status: 'ok', data: { member: { points: 0, credit: 1_000 } } });
  });

  it('refuses a setting that does not exist', async () => {
    const wrong = { rekonect: { envelopes: 'data' } } as object;
    await expect(fixture.control.applySettings(wrong)).rejects.toThrow(/400/);
  });
});

describe('gifts and deals (7.5)', () => {
  it('filters the gifts by the header, default active', async () => {
    const keys = async (wish?: string) =>
      assetsOf((await fixture.call('/member/details', { member }, { 'x-return-assets': wish })).json).map(
        (one) => one['key'],
      );
    expect(await keys()).toEqual(['COFFEE', 'BIG']);
    expect(await keys('inactive')).toEqual(['OLD']);
    expect(await keys('all')).toEqual(['COFFEE', 'BIG', 'OLD']);
  });

  it('gives benefits only with header and transaction', async () => {
    await fixture.control.applySettings({ rekonect: { deals: [{ id: 'D', reason: 'x', basisPoints: 1_000 }] } });
    const both = await fixture.call('/member/details', { member, transaction: basket }, WITH_BENEFITS);
    expect(both.json['appliedDeals']).toHaveLength(1);
    for (const answer of [
      await fixture.call('/member/details', { member, transaction: basket }),
      await fixture.call('/member/details', { member, transaction: basket }, { 'x-return-benefits': 'false' }),
      await fixture.call('/member/details', { member }, WITH_BENEFITS),
    ])
      expect(answer.json).not.toHaveProperty('appliedDeals');
  });

  it('applies the deals that fit, the wanted gifts that fit, and says why others do not', async () => {
    await fixture.control.applySettings({
      rekonect: {
        deals: [
          { id: 'COFFEE-10', reason: '10 % off coffee', departmentCode: 'COFFEE', basisPoints: 1_000 },
          { id: 'FROM-30', reason: '2 off', minimumMinor: 3_000, amountMinor: 200 },
        ],
      },
    });
    const usedAssets = [{ key: 'COFFEE' }, { key: 'BIG' }];
    const { json } = await fixture.call('/member/details', { member, transaction: basket, usedAssets }, WITH_BENEFITS);
    expect(json['appliedDeals']).toEqual([
      { type: 'PROMOTION', amount: 44, reason: '10 % off coffee', sourceId: 'COFFEE-10' },
      { type: 'LOYALTY', amount: 220, reason: 'Free coffee', sourceId: 'COFFEE' },
    ]);
    expect(assetsOf(json)).toMatchObject([
      { key: 'COFFEE', redeemable: true, status: 'active' },
      { key: 'BIG', redeemable: false, nonRedeemableCause: { code: 'BASKET_TOO_SMALL' } },
    ]);
  });

  it('changes nothing', async () => {
    const before = await fixture.control.postings();
    await fixture.call(
      '/member/details',
      { member, transaction: basket, usedAssets: [{ key: 'COFFEE' }] },
      WITH_BENEFITS,
    );
    expect(await fixture.control.postings()).toEqual(before);
    expect((await fixture.call('/transaction', { member, transaction: sale('T1') })).status).toBe(200);
  });
});
