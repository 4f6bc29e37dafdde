import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ALL_MIGRATIONS } from './all-migrations.ts';

/** SHA-256 of each migration as it landed, its beginning. A new one is added here with the change that brings it. */
const LANDED: readonly (readonly [number, string])[] = [
  [10, '3e2cdf5ad881b6f7'],
  [20, '5a7eb6c01b0bddb0'],
  [30, '17dc02071dc2b555'],
  [40, 'fabc577c27677599'],
  [50, '8364476e0d4d04a4'],
];

test('a landed migration is never changed: tills have run it', () => {
  const digests = ALL_MIGRATIONS.map(({ number, sql }) => [
    number,
    createHash('sha256').update(sql).digest('hex').slice(0, 16),
  ]);
  expect(digests).toEqual(LANDED);
});
