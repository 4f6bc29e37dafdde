import { expect, test } from 'vitest';
import { keepSame } from './keep-same.ts';

const line = (lineId: string, quantity: number) => ({ lineId, quantity });

test('unchanged elements stay the same objects, changed and new ones are taken over, in the new order', () => {
  const before = [line('1', 1), line('2', 1), line('3', 1)];
  const after = [line('3', 1), line('2', 5), line('4', 1)];
  const kept = keepSame(before, after, 'lineId');
  expect(kept).toEqual(after);
  expect(kept[0]).toBe(before[2]);
  expect(kept[1]).toBe(after[1]);
  expect(kept[2]).toBe(after[2]);
});
