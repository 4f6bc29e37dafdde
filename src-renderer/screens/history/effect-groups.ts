import type { EffectView } from '../../contract-types.ts';

/** Where an effect is shown: what the customer gets back, what the program takes back, money, and what else to know. */
export type EffectGroup = 'given-back' | 'taken-back' | 'money' | 'cannot' | 'note';

const GROUPS: Readonly<Record<EffectView['kind'], EffectGroup>> = {
  'money-back': 'money',
  'points-given-back': 'given-back',
  'gift-given-back': 'given-back',
  'points-taken-back': 'taken-back',
  'points-taken-back-unknown': 'taken-back',
  'cannot-be-undone': 'cannot',
  'without-loyalty': 'cannot',
  'nothing-was-sent': 'note',
  'waits-for-outcome': 'note',
};

/** Whether a void or return leaves something as it is that its person has to know before he confirms. */
export const leavesUncorrected = (effects: readonly EffectView[]): boolean =>
  effects.some(({ kind }) => GROUPS[kind] === 'cannot');

/** The effects of a void or return by the place they are shown at, in the order the till gave. */
export function groupEffects(effects: readonly EffectView[]): Readonly<Record<EffectGroup, readonly EffectView[]>> {
  const of = (group: EffectGroup) => effects.filter(({ kind }) => GROUPS[kind] === group);
  return {
    'given-back': of('given-back'),
    'taken-back': of('taken-back'),
    money: of('money'),
    cannot: of('cannot'),
    note: of('note'),
  };
}
