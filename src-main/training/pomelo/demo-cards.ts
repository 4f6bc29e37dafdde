import type { PomeloMemberOrder } from './pomelo-options.ts';

// Every card and user here is invented.

export interface DemoCard extends PomeloMemberOrder {
  /** What this card is good for trying out. */
  readonly situation: 'rich' | 'poor' | 'part of a point' | 'two cards' | 'blocked card';
}

export const DEMO_CARDS: readonly DemoCard[] = [
  { situation: 'rich', cardId: 'crd-DEMO-PAULA', openingPoints: 250_000, openingCashback: 1_300 },
  { situation: 'poor', cardId: 'crd-DEMO-SAM', openingPoints: 3_500 },
  { situation: 'part of a point', cardId: 'crd-DEMO-FAY', openingPoints: 120_050 },
  { situation: 'two cards', cardId: 'crd-DEMO-TWO-A', otherCardIds: ['crd-DEMO-TWO-B'], openingPoints: 80_000 },
  { situation: 'blocked card', cardId: 'crd-DEMO-BILLIE', blocked: true, openingPoints: 500_000 },
];

/** Looks like a card of this program, but nobody has it. */
export const DEMO_UNKNOWN_POMELO_CARD = 'crd-DEMO-NOBODY';
