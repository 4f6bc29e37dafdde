import { expect, test } from 'vitest';
import { effectView } from '../../../src-shared/contract/views.ts';
import { groupEffects } from './effect-groups.ts';

const KINDS = effectView.shape.kind.options;
const effect = (kind: (typeof KINDS)[number]) => ({ kind, amountMinor: null, points: null, text: null });

test('every effect that the contract knows is shown in exactly one place', () => {
  const groups = groupEffects(KINDS.map(effect));
  const shown = Object.values(groups).flatMap((effects) => effects.map(({ kind }) => kind));
  expect(shown.toSorted()).toEqual([...KINDS].toSorted());
});

test('what cannot be undone never hides among the notes', () => {
  const { cannot, note } = groupEffects([effect('cannot-be-undone'), effect('nothing-was-sent')]);
  expect(cannot.map(({ kind }) => kind)).toEqual(['cannot-be-undone']);
  expect(note.map(({ kind }) => kind)).toEqual(['nothing-was-sent']);
});
