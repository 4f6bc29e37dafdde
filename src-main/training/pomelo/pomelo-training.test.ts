import { expect, it } from 'vitest';
import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import { openBackEnd } from '../../backends/registry.ts';
import { PomeloFixture } from './pomelo-fixture.ts';
import { pomeloTraining } from './pomelo-training.ts';

it('the demo cards show each situation to a till that is set up for training', async () => {
  const fixture = await PomeloFixture.start();
  try {
    await fixture.control.applySettings({ pomelo: pomeloTraining.demoSettings });
    const { demoMembers, hints, apiKey } = pomeloTraining;
    expect(await fixture.control.addMembers('pomelo', demoMembers)).toEqual({ added: demoMembers.length, known: 0 });
    const { baseUrl, branchId, posId, settings } = pomeloTraining.backEndConfig(fixture.simulator.urls.pomelo);
    const config = { baseUrl, branchId, posId, settings, apiKey, currency: 'EUR' };
    const backEnd = openBackEnd('pomelo', config, 'training', new ManualClock());
    const seen: string[] = [];
    for (const hint of hints) {
      if (!('value' in hint)) continue;
      const answer = await backEnd.identify([hint], null, new AbortController().signal);
      seen.push(answer.kind === 'ok' ? `${answer.value.member.balancePoints}` : 'code' in answer ? answer.code : '');
    }
    await backEnd.close();
    expect(seen).toEqual(['2500', '35', '1200', '800', '5000', '800', 'card-needed', 'NOT_FOUND']);
  } finally {
    await fixture.stop();
  }
});
