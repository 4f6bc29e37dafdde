import { DEMO_SHOP, DEMO_UNKNOWN_CARD } from '../demo-shop.ts';
import type { DemoHint, TrainingProgram } from '../training-program.ts';
import {
  type CovalentMemberOrder,
  type CovalentSettingsPatch,
  TRAINING_PUBLIC_KEY,
  TRAINING_SECRET,
} from './covalent-options.ts';
import { DEMO_PEOPLE } from './demo-people.ts';

const DEMO_SETTINGS: CovalentSettingsPatch = {
  rules: [
    { id: 'rule_base', name: 'Five points for a hundred', basisPoints: 500 },
    { id: 'rule_gold', name: 'Gold members: two more', basisPoints: 200, tier: 'gold' },
  ],
};

/** Training against the Covalent simulator. */
export const covalentTraining: TrainingProgram = {
  apiKey: TRAINING_SECRET,
  backEndConfig: (baseUrl) => ({
    name: 'covalent',
    baseUrl,
    keySource: { from: 'sealed' },
    branchId: DEMO_SHOP.branchId,
    posId: DEMO_SHOP.terminalId,
    sourceName: 'Tillbox',
    settings: {
      publicKey: TRAINING_PUBLIC_KEY,
      loyaltyCurrency: 'COMET_POINTS',
      // A fortnight in which a sale can be voided.
      releaseAfterDays: 14,
      nonEarningDepartments: ['CHARGES'],
      approvalPollMs: 2_000,
      redemptionReason: DEMO_SHOP.name.slice(0, 26),
    },
  }),
  demoSettings: DEMO_SETTINGS,
  demoMembers: DEMO_PEOPLE.map(({ situation: _situation, ...order }): CovalentMemberOrder => order),
  hints: [
    ...DEMO_PEOPLE.map(
      ({ firstName = '', situation, id, identifiers }): DemoHint => ({
        label: `${firstName} (${situation})`,
        method: 'card',
        value: id,
        ...(identifiers === undefined ? {} : { details: identifiers }),
      }),
    ),
    { label: 'Card that nobody has', method: 'card', value: DEMO_UNKNOWN_CARD },
  ],
};
