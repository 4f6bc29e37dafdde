import { expect, it } from 'vitest';
import { isEan13, parseWeighedCode } from '../../src-shared/sale/ean13.ts';
import { DEMO_ARTICLES } from './demo-articles.ts';
import { DEMO_DEALS, DEMO_MEMBERS, DEMO_PEOPLE, DEMO_STAFF, DEMO_UNKNOWN_CARD } from './demo-shop.ts';
import { SimulatorFixture } from './simulator-fixture.ts';

it('has about 60 articles in a dozen departments, each found by its own valid code', () => {
  expect(DEMO_ARTICLES).toHaveLength(60);
  expect(new Set(DEMO_ARTICLES.map(({ departmentCode }) => departmentCode)).size).toBe(12);
  for (const field of ['code', 'ean', 'name'] as const)
    expect(new Set(DEMO_ARTICLES.map((article) => article[field])).size).toBe(DEMO_ARTICLES.length);
  for (const { ean, unit, priceMinor } of DEMO_ARTICLES) {
    expect(isEan13(ean)).toBe(true);
    expect(parseWeighedCode(ean)?.weight === 0).toBe(unit === 'kg');
    expect(priceMinor).toBeGreaterThan(0);
  }
});

it('has three staff and seven members, and a card that nobody has', () => {
  expect(DEMO_STAFF.map(({ role }) => role)).toEqual(['cashier', 'cashier', 'manager']);
  expect(new Set(DEMO_STAFF.map(({ demoPin }) => demoPin)).size).toBe(3);
  expect(new Set(DEMO_PEOPLE.map(({ situation }) => situation)).size).toBe(7);
  expect(DEMO_PEOPLE.some(({ externalId }) => externalId === DEMO_UNKNOWN_CARD)).toBe(false);
});

it('shows each situation through the simulator', async () => {
  const fixture = await SimulatorFixture.start({ settings: { rekonect: { deals: [...DEMO_DEALS] } } });
  try {
    expect(await fixture.control.addMembers(DEMO_MEMBERS)).toEqual({ added: 7, known: 0 });
    const identify = async (member: object) => {
      const { json } = await fixture.call('/member/details', { member }, { 'x-return-assets': 'all' });
      return json['member'];
    };
    expect(await identify({ externalId: '9900000000011' })).toMatchObject({ points: { nonMonetary: 250_000 } });
    expect(await identify({ externalId: '9900000000042' })).toMatchObject({ status: 'blocked' });
    expect(await identify({ externalId: '9900000000035' })).toMatchObject({
      assets: [{ redeemable: true }, { redeemable: true }, { redeemable: false, status: 'expired' }],
    });
    expect(await identify({ email: 'emma.mailonly@example.org' })).not.toHaveProperty('phoneNumber');
    expect(await identify({ phoneNumber: '600555016' })).not.toHaveProperty('email');
    expect(await identify({ externalId: DEMO_UNKNOWN_CARD })).toBeUndefined();
  } finally {
    await fixture.stop();
  }
});
