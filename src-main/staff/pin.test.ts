import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { hashPin, isPin, verifyPin } from './pin.ts';
import { afterWrongPin, freePinTries, NO_WRONG_PINS, pinPauseMs } from './pin-lockout.ts';

const key = createSecretKey(Buffer.alloc(32, 7));
const other = createSecretKey(Buffer.alloc(32, 8));
const COST = 16;

test('only the right PIN under the right data key fits', async () => {
  const stored = await hashPin('4821', key, COST);
  expect(stored).toMatch(/^scrypt\$16\$/);
  expect(stored).not.toContain('4821');
  expect(await verifyPin('4821', stored, key)).toBe(true);
  for (const wrong of ['4820', '48210', '', 'abcd']) expect(await verifyPin(wrong, stored, key)).toBe(false);
  expect(await verifyPin('4821', stored, other)).toBe(false);
});

test('the same PIN never has the same hash', async () => {
  expect(await hashPin('4821', key, COST)).not.toBe(await hashPin('4821', key, COST));
});

test('an unreadable hash fits no PIN', async () => {
  for (const stored of ['', '4821', 'scrypt$16$', 'scrypt$16$AAAA$', 'scrypt$16$AAAA$AAAA']) {
    expect(await verifyPin('4821', stored, key)).toBe(false);
  }
});

test('a PIN has 4 to 12 digits', async () => {
  for (const good of ['1234', '123456789012']) expect(isPin(good)).toBe(true);
  for (const bad of ['123', '1234567890123', '12a4', '', ' 1234']) expect(isPin(bad)).toBe(false);
  await expect(hashPin('123', key, COST)).rejects.toThrow(RangeError);
});

test('five wrong PINs pause for 30 s, each further one twice as long, up to 15 min', () => {
  const pauses: number[] = [];
  let state = NO_WRONG_PINS;
  let nowMs = 1_000_000;
  for (let i = 0; i < 12; i++) {
    state = afterWrongPin(state, nowMs);
    pauses.push(pinPauseMs(state, nowMs) / SECOND);
    nowMs += pinPauseMs(state, nowMs);
    expect(pinPauseMs(state, nowMs)).toBe(0);
    if (pauses.at(-1) !== 0) expect(pinPauseMs(state, nowMs - 1)).toBe(1);
  }
  expect(pauses).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
});

test('tries left are counted down, and a clock set back cannot lock anybody out for longer', () => {
  expect(freePinTries(NO_WRONG_PINS)).toBe(5);
  expect(freePinTries({ count: 4, lastAt: 0 })).toBe(1);
  expect(freePinTries({ count: 9, lastAt: 0 })).toBe(0);
  expect(pinPauseMs({ count: 2_000, lastAt: 10_000_000 }, 0)).toBe(15 * MINUTE);
});
