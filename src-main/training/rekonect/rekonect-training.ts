import { DEMO_SHOP, DEMO_UNKNOWN_CARD } from '../demo-shop.ts';
import type { DemoHint, TrainingProgram } from '../training-program.ts';
import { DEMO_PEOPLE, type DemoMember } from './demo-people.ts';
import type { MemberOrder } from './member-order.ts';
import { type Deal, type RekonectSettingsPatch, TRAINING_API_KEY } from './rekonect-options.ts';

/** As the control port takes them. */
export const DEMO_MEMBERS: readonly MemberOrder[] = DEMO_PEOPLE.map(({ situation: _situation, ...order }) => order);

const DEMO_DEALS: Deal[] = [
  { id: 'DEMO-DEAL-COFFEE', reason: '10 % off coffee and tea', departmentCode: 'COFFEE', basisPoints: 1_000 },
  { id: 'DEMO-DEAL-30', reason: '2.00 off from 30.00', minimumMinor: 3_000, amountMinor: 200 },
];

/** Training against the Rekonect simulator. */
export const rekonectTraining: TrainingProgram = {
  apiKey: TRAINING_API_KEY,
  backEndConfig: (baseUrl) => ({
    name: 'rekonect',
    baseUrl,
    keySource: { from: 'sealed' },
    branchId: DEMO_SHOP.branchId,
    posId: DEMO_SHOP.terminalId,
    sourceName: 'Tillbox',
    // What the simulator gives (contract A12): an unclear pay can be told from the balance although its sale earned.
    settings: { earnRule: { basisPoints: 500, nonEarningDepartments: ['CHARGES'] } },
  }),
  demoSettings: { deals: DEMO_DEALS } satisfies RekonectSettingsPatch,
  demoMembers: DEMO_MEMBERS,
  hints: [...DEMO_PEOPLE.map(hintOf), { label: 'Card that nobody has', method: 'card', value: DEMO_UNKNOWN_CARD }],
};

/** By the strongest identifier the member has. */
function hintOf({ firstName = '', situation, externalId, phoneNumber, email = '' }: DemoMember): DemoHint {
  const label = `${firstName} (${situation})`;
  if (externalId !== undefined) return { label, method: 'card', value: externalId };
  if (phoneNumber !== undefined) return { label, method: 'phone', value: phoneNumber };
  return { label, method: 'email', value: email };
}
