import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { codeOf, TillWorld, unwrap } from '../selling/till-world.test-support.ts';
import { StaffSessions } from './sessions.ts';

const CASEY = '135790';
const MORGAN = '975310';
const WRONG = '000000';

async function start(): Promise<{ world: TillWorld; sessions: StaffSessions }> {
  const world = await TillWorld.start();
  return { world, sessions: new StaffSessions(world.parts) };
}

test('a session belongs to one connection and ends with it', async () => {
  const { sessions } = await start();
  expect(unwrap(await sessions.signIn('page-1', 'plugin', CASEY))).toMatchObject({ id: 'demo-cashier-1' });
  expect(sessions.staffOf('page-2')).toBe(null);
  unwrap(await sessions.signIn('page-2', 'plugin', MORGAN));
  sessions.end('page-1');
  expect([sessions.staffOf('page-1'), sessions.staffOf('page-2')?.id]).toEqual([null, 'demo-manager']);
  unwrap(await sessions.signIn('page-2', 'plugin', CASEY));
  expect(sessions.staffOf('page-2')?.role).toBe('cashier');
});

test('wrong PINs lock the till, also when they come side by side, and a restart does not unlock it', async () => {
  const { world, sessions } = await start();
  const tries = await Promise.all(Array.from({ length: 8 }, () => sessions.signIn('page-1', 'plugin', WRONG)));
  expect(tries.map(codeOf)).toEqual([
    ...new Array<string>(5).fill('pin-wrong'),
    ...new Array<string>(3).fill('pin-locked'),
  ]);
  expect(codeOf(await sessions.signIn('page-2', 'plugin', CASEY))).toBe('pin-locked');
  const restarted = new StaffSessions(world.parts);
  expect(codeOf(await restarted.approve('page-1', MORGAN, 'cashier.claim.confirm', {}))).toBe('pin-locked');
  world.clock.advance(31 * SECOND);
  unwrap(await restarted.signIn('page-1', 'plugin', CASEY));
  // A right PIN forgives the wrong ones before.
  expect(codeOf(await restarted.signIn('page-1', 'plugin', WRONG))).toBe('pin-wrong');
  unwrap(await restarted.signIn('page-1', 'plugin', CASEY));
});

test('an approval is for one call of one procedure with these arguments, on this connection, once, for two minutes', async () => {
  const { world, sessions } = await start();
  const input = { b: 1, a: ['x', { c: null }] };
  expect(codeOf(await sessions.approve('page-1', CASEY, 'p', input))).toBe('not-allowed');
  const grant = async () => unwrap(await sessions.approve('page-1', MORGAN, 'p', input)).approvalId;
  const first = await grant();
  expect(sessions.takeGrant('page-2', first, 'p', input)).toBe(null);
  expect(sessions.takeGrant('page-1', first, 'q', input)).toBe(null);
  expect(sessions.takeGrant('page-1', first, 'p', { ...input, b: 2 })).toBe(null);
  expect(sessions.takeGrant('page-1', first, 'p', { a: ['x', { c: null }], b: 1 })).toBe('demo-manager');
  expect(sessions.takeGrant('page-1', first, 'p', input)).toBe(null);
  const late = await grant();
  world.clock.advance(2 * MINUTE + 1);
  expect(sessions.takeGrant('page-1', late, 'p', input)).toBe(null);
  const signedOut = await grant();
  sessions.end('page-1');
  expect(sessions.takeGrant('page-1', signedOut, 'p', input)).toBe(null);
});
