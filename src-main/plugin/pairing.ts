import { randomUUID } from 'node:crypto';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { inGroupsOfFour, randomReadable, readReadable } from '../../src-shared/receipt/readable-alphabet.ts';
import { type Clock, MINUTE } from '../../src-shared/time/clock.ts';
import type { PosClient } from '../api/caller.ts';
import type { PosClientStore as StoredPosClients } from '../stores/pos-client-store.ts';
import { hashOf, newToken, sameSecret } from './one-time-secret.ts';

/** A pairing code lives two minutes and five tries (design.md 4). */
export const PAIRING_MS = 2 * MINUTE;
export const PAIRING_TRIES = 5;

/** Where paired clients are kept. */
export type PosClientStore = Pick<StoredPosClients, 'add' | 'byTokenHash' | 'list' | 'revoke'>;

export interface Pairing {
  /** Shows a new code in place of one that stands; `untilMs` is when it ends. */
  start(name: string, managerId: string): { code: string; untilMs: number };
  /** The one use of a code: a new client and its token, told once and kept nowhere. */
  swap(code: string): Result<{ token: string; clientId: string }>;
  list(): { id: string; name: string; pairedAtMs: number; revoked: boolean }[];
  revoke(id: string): boolean;
  clientOfToken(token: string): PosClient | null;
}

interface OpenPairing {
  readonly code: string;
  readonly name: string;
  readonly managerId: string;
  readonly untilMs: number;
  triesLeft: number;
}

/** One pairing at a time: whoever stands at the till reads the code to whoever stands at the POS. */
export function createPairing(clock: Clock, store: PosClientStore, randomBytes: (size: number) => Uint8Array): Pairing {
  let open: OpenPairing | null = null;

  return {
    start(name, managerId) {
      // 31 to the eighth: five guesses hit once in 170 thousand million.
      const code = randomReadable(8, randomBytes);
      open = { code, name, managerId, untilMs: clock.nowMs() + PAIRING_MS, triesLeft: PAIRING_TRIES };
      return { code: inGroupsOfFour(code), untilMs: open.untilMs };
    },
    swap(typed) {
      if (open === null || clock.nowMs() >= open.untilMs) {
        open = null;
        return problem('pairing-closed');
      }
      if (!sameSecret(readReadable(typed) ?? '', open.code)) {
        open.triesLeft -= 1;
        const { triesLeft } = open;
        if (triesLeft === 0) open = null;
        return problem('pairing-code-wrong', { triesLeft });
      }
      const { name, managerId } = open;
      const token = newToken();
      const id = randomUUID();
      store.add({
        id,
        name,
        tokenHash: hashOf(token),
        pairedAtMs: clock.nowMs(),
        pairedBy: managerId,
        revokedAtMs: null,
      });
      open = null;
      return done({ token, clientId: id });
    },
    list: () =>
      store
        .list()
        .map((one) => ({ id: one.id, name: one.name, pairedAtMs: one.pairedAtMs, revoked: one.revokedAtMs !== null })),
    revoke: (id) => store.revoke(id, clock.nowMs()),
    clientOfToken(token) {
      const client = store.byTokenHash(hashOf(token));
      return client === null || client.revokedAtMs !== null ? null : { id: client.id, name: client.name };
    },
  };
}
