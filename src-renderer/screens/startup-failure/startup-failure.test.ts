import { expect, test } from 'vitest';
import { startupFailureOf } from './startup-failure.ts';

const address = (value: unknown) => `#/startup-failure/${encodeURIComponent(JSON.stringify(value))}`;

test('reads what the door says', () => {
  const failure = { exitCode: 5, message: 'The folder is in use by process 42 since 10:15. 100 % "sure"' };
  expect(startupFailureOf(address(failure))).toEqual(failure);
});

test.each(['', '#/sale', '#code=1'])('%j is no failure', (hash) => {
  expect(startupFailureOf(hash)).toBeNull();
});

test.each(['#/startup-failure/%7Bbroken', address(null), address({ exitCode: 'x' }), '#/startup-failure/%E0%A4%A'])(
  '%s still shows the page',
  (hash) => {
    expect(startupFailureOf(hash)).toEqual({ exitCode: 1, message: '' });
  },
);
