import { expect, test } from 'vitest';
import { dropEmpty } from './drop-empty.ts';

test('drops what is empty at any depth and keeps zero and false', () => {
  expect(
    dropEmpty({
      a: null,
      b: '',
      c: {},
      d: [],
      e: undefined,
      f: 0,
      g: false,
      h: { i: { j: [] }, k: 'x' },
      l: [null, '', { m: null }, 0, 'y'],
      n: [{ o: '' }],
    }),
  ).toEqual({ f: 0, g: false, h: { k: 'x' }, l: [0, 'y'] });
});
