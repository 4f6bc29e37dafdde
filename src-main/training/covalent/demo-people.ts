import type { CovalentMemberOrder } from './covalent-options.ts';

// Everybody here is invented.

export interface DemoMember extends CovalentMemberOrder {
  /** What this member is good for trying out. */
  readonly situation: string;
}

export const DEMO_PEOPLE: readonly DemoMember[] = [
  { situation: 'rich', id: 'LC-DEMO-RICH', firstName: 'Paula', lastName: 'Plenty', openingPoints: 250_000 },
  { situation: 'poor', id: 'LC-DEMO-POOR', firstName: 'Sam', lastName: 'Scarce', openingPoints: 35 },
  { situation: 'gold', id: 'LC-DEMO-GOLD', firstName: 'Gus', lastName: 'Golden', tier: 'gold', openingPoints: 4_200 },
  {
    situation: 'blocked, earns but may not pay',
    id: 'LC-DEMO-BLOCKED',
    firstName: 'Billie',
    lastName: 'Blocked',
    status: 'blocked',
    openingPoints: 5_000,
  },
  {
    // Known to a till whose loyaltyCurrency is ATLAS_MILES, and unknown to one of COMET_POINTS.
    situation: 'of Atlas Miles, a program that asks for the last name too',
    id: 'AT-DEMO-TWOFIELD',
    currencyId: 'ATLAS_MILES',
    identifiers: { last_name: 'Twofield' },
    firstName: 'Tessa',
    lastName: 'Twofield',
    openingPoints: 1_500,
  },
];
