import { expect, test } from 'vitest';
import { OPERATION_STATES } from '../../../src-shared/queue/operation.ts';
import { isReason, nextTry, STATE_LOOKS, shownState } from './queue-state.ts';

test.each(OPERATION_STATES)('%s has a look for each finding', (state) => {
  for (const happened of [0, 1, null] as const) expect(STATE_LOOKS[shownState({ state, happened })]).toBeDefined();
});

test('refused and in doubt are told apart, and so are the two findings', () => {
  expect(shownState({ state: 'parked', happened: 0 })).toBe('parkedRefused');
  expect(shownState({ state: 'parked', happened: null })).toBe('parkedInDoubt');
  expect(shownState({ state: 'closed', happened: 1 })).toBe('closedHappened');
  expect(shownState({ state: 'closed', happened: 0 })).toBe('closedNot');
});

test('states that need different things of a person never look the same', () => {
  const looks = (['queued', 'unknown', 'parkedRefused', 'parkedInDoubt', 'delivered'] as const).map((state) => {
    const { tone, icon } = STATE_LOOKS[state];
    return `${tone} ${icon}`;
  });
  expect(new Set(looks).size).toBe(looks.length);
});

test('a time that has passed is now', () => {
  expect(nextTry({ nextAtMs: 10 }, 10)).toBe('now');
  expect(nextTry({ nextAtMs: 11 }, 10)).toBe(11);
  expect(nextTry({ nextAtMs: null }, 10)).toBeNull();
});

test('spaces are no reason', () => {
  expect(isReason('  a ')).toBe(false);
  expect(isReason(' abc ')).toBe(true);
});
