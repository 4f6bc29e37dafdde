import { expect, it } from 'vitest';
import { DEMO_UNKNOWN_CARD } from '../demo-shop.ts';
import { addRekonectMembers } from './rekonect-controls.ts';
import { DEMO_MEMBERS, rekonectTraining } from './rekonect-training.ts';
import { SimulatorFixture } from './simulator-fixture.ts';

it('the demo members show each situation, and nobody has the unknown card', async () => {
  const fixture = await SimulatorFixture.start({ settings: { rekonect: rekonectTraining.demoSettings } });
  try {
    expect(await addRekonectMembers(fixture.control, DEMO_MEMBERS)).toEqual({ added: 7, known: 0 });
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
