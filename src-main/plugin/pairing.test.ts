import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import type { StoredPosClient } from '../stores/pos-client-store.ts';
import { createPairing, PAIRING_MS, PAIRING_TRIES, type Pairing, type PosClientStore } from './pairing.ts';

let clock: ManualClock;
let stored: StoredPosClient[];
let pairing: Pairing;

beforeEach(() => {
  clock = new ManualClock();
  stored = [];
  const store: PosClientStore = {
    add: (client) => stored.push(client),
    byTokenHash: (tokenHash) => stored.find((one) => one.tokenHash === tokenHash) ?? null,
    list: () => stored,
    revoke: (id, revokedAtMs) => {
      const standing = stored.find((one) => one.id === id && one.revokedAtMs === null);
      stored = stored.map((one) => (one === standing ? { ...one, revokedAtMs } : one));
      return standing !== undefined;
    },
  };
  pairing = createPairing(clock, store, randomBytes);
});

const pair = () => {
  const swapped = pairing.swap(pairing.start('Invented POS', 's9').code);
  if (!swapped.ok) throw new Error(swapped.problem.code);
  return swapped.value;
};

describe('pairing a POS', () => {
  it('gives a token that is known afterwards and stored nowhere', () => {
    const { token, clientId } = pair();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(pairing.clientOfToken(token)).toEqual({ id: clientId, name: 'Invented POS' });
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(stored).toMatchObject([{ id: clientId, pairedBy: 's9', pairedAtMs: clock.nowMs(), revokedAtMs: null }]);
  });

  it('takes the code as people type it', () => {
    const { code } = pairing.start('Invented POS', 's9');
    expect(code).toMatch(/^.{4}-.{4}$/);
    expect(pairing.swap(` ${code.toLowerCase().replace('-', ' ').replace('0', 'o')} `).ok).toBe(true);
  });

  it('takes a code once', () => {
    const { code } = pairing.start('Invented POS', 's9');
    expect(pairing.swap(code).ok).toBe(true);
    expect(pairing.swap(code)).toMatchObject({ problem: { code: 'pairing-closed' } });
  });

  it('ends after two minutes', () => {
    const { code, untilMs } = pairing.start('Invented POS', 's9');
    expect(untilMs).toBe(clock.nowMs() + PAIRING_MS);
    clock.advance(PAIRING_MS);
    expect(pairing.swap(code)).toMatchObject({ problem: { code: 'pairing-closed' } });
  });

  it('ends after five wrong tries, also for the right code', () => {
    const { code } = pairing.start('Invented POS', 's9');
    for (let triesLeft = PAIRING_TRIES - 1; triesLeft >= 0; triesLeft -= 1) {
      expect(pairing.swap('WRONG!')).toMatchObject({ problem: { code: 'pairing-code-wrong', detail: { triesLeft } } });
    }
    expect(pairing.swap(code)).toMatchObject({ problem: { code: 'pairing-closed' } });
    expect(stored).toEqual([]);
  });

  it('is not open before a manager starts it, and a second start ends the first', () => {
    expect(pairing.swap('')).toMatchObject({ problem: { code: 'pairing-closed' } });
    const first = pairing.start('Invented POS', 's9');
    const second = pairing.start('Other POS', 's9');
    expect(pairing.swap(first.code).ok).toBe(false);
    expect(pairing.swap(second.code).ok).toBe(true);
  });

  it('is listed and can be revoked once', () => {
    const { token, clientId } = pair();
    expect(pairing.revoke(clientId)).toBe(true);
    expect(pairing.revoke(clientId)).toBe(false);
    expect(pairing.clientOfToken(token)).toBeNull();
    expect(pairing.list()).toMatchObject([{ id: clientId, revoked: true }]);
  });
});
