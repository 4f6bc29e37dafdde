import type { PomeloSettingsInput } from '../../backends/pomelo/pomelo-settings.ts';
import { DEMO_SHOP } from '../demo-shop.ts';
import type { TrainingProgram } from '../training-program.ts';
import { DEMO_CARDS, DEMO_UNKNOWN_POMELO_CARD } from './demo-cards.ts';
import { CODE, type PomeloSettingsPatch, TRAINING_CLIENT } from './pomelo-options.ts';

/** The demo shop's own rates: 5 points for 1.00 spent, and 100 points pay 1.00. */
const TRAINING_SETTINGS: PomeloSettingsInput = {
  clientId: TRAINING_CLIENT.clientId,
  audience: TRAINING_CLIENT.audience,
  earnHundredthsPerMajor: 500,
  burnHundredthsPerMajor: 10_000,
  nonEarningDepartments: ['CHARGES'],
  balanceTooLowCodes: [CODE.balanceTooLow],
};

/** Training against the Pomelo simulator. */
export const pomeloTraining: TrainingProgram = {
  apiKey: TRAINING_CLIENT.clientSecret,
  backEndConfig: (baseUrl) => ({
    name: 'pomelo',
    baseUrl,
    keySource: { from: 'sealed' },
    branchId: DEMO_SHOP.branchId,
    posId: DEMO_SHOP.terminalId,
    sourceName: 'Tillbox',
    settings: { ...TRAINING_SETTINGS },
  }),
  demoSettings: {} satisfies PomeloSettingsPatch,
  demoMembers: DEMO_CARDS.map(({ situation: _situation, ...order }) => order),
  hints: [
    ...DEMO_CARDS.map(({ situation, cardId }) => ({
      label: `Card: ${situation}`,
      method: 'card' as const,
      value: cardId,
    })),
    { label: 'Second card of the same user', method: 'card', value: 'crd-DEMO-TWO-B' },
    { label: 'User id: a balance, but no card', method: 'membership-key', value: 'usr-DEMO-PAULA' },
    { label: 'Card that nobody has', method: 'card', value: DEMO_UNKNOWN_POMELO_CARD },
  ],
};
