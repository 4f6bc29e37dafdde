import { expect, it } from 'vitest';
import { rbiConfig } from '../../backends/rbi/rbi-config.ts';
import { DEMO_GUESTS, DEMO_UNKNOWN_GUEST } from './demo-guests.ts';
import { RbiFixture } from './rbi-fixture.test-support.ts';
import { rbiTraining } from './rbi-training.ts';

it('each demo guest comes with a situation, and nobody has the unknown Loyalty ID', async () => {
  const program = await RbiFixture.start();
  try {
    await program.control.applySettings({ rbi: rbiTraining.demoSettings });
    const { added } = await program.control.addMembers('rbi', rbiTraining.demoMembers);
    expect(added).toBe(DEMO_GUESTS.length);
    for (const hint of rbiTraining.hints) {
      if (!('issueFor' in hint)) continue;
      const found = await program.identify(await program.issueCode(hint.issueFor));
      expect(found).toMatchObject({ loyaltyUser: { id: hint.issueFor } });
      const guest = DEMO_GUESTS.find(({ loyaltyId }) => loyaltyId === hint.issueFor);
      const chosen = [found['order'], found['eligibleDiscounts'] ?? []].flat();
      expect(chosen).toHaveLength(guest?.preselected?.length ?? -1);
    }
    expect(await program.identify(DEMO_UNKNOWN_GUEST)).toMatchObject({ code: 'UserNotFoundError' });
    expect(new Set(rbiTraining.hints.map(({ label }) => label)).size).toBe(rbiTraining.hints.length);
  } finally {
    await program.stop();
  }
});

it('the training till’s settings are settings of the back end', () => {
  const { settings } = rbiTraining.backEndConfig('http://127.0.0.1:1/');
  expect(rbiConfig.shape.settings.safeParse(settings).success).toBe(true);
});
