import { DEMO_SHOP } from '../demo-shop.ts';
import type { DemoHint, TrainingProgram } from '../training-program.ts';
import {
  DEMO_GUESTS,
  DEMO_INCENTIVE_ARTICLES,
  DEMO_PROGRAM,
  DEMO_UNKNOWN_GUEST,
  type DemoGuest,
} from './demo-guests.ts';
import { RBI_TRAINING_KEY } from './rbi-options.ts';

/** Training against the RBI simulator. */
export const rbiTraining: TrainingProgram = {
  apiKey: RBI_TRAINING_KEY,
  backEndConfig: (baseUrl) => ({
    name: 'rbi',
    baseUrl,
    keySource: { from: 'sealed' },
    branchId: DEMO_SHOP.branchId,
    posId: DEMO_SHOP.terminalId,
    sourceName: 'Tillbox',
    settings: { region: 'ES', incentives: DEMO_INCENTIVE_ARTICLES },
  }),
  demoSettings: DEMO_PROGRAM,
  demoMembers: DEMO_GUESTS.map(({ situation: _situation, shows: _shows, ...order }) => order),
  hints: [
    ...DEMO_GUESTS.map(hintOf),
    { label: 'Loyalty ID that nobody has', method: 'membership-key', value: DEMO_UNKNOWN_GUEST },
  ],
};

function hintOf({ name = '', situation, shows, loyaltyId }: DemoGuest): DemoHint {
  const label = `${name} (${situation})`;
  return shows === 'code'
    ? { label, method: 'code', issueFor: loyaltyId }
    : { label, method: 'membership-key', value: loyaltyId };
}
