import { randomUUID } from 'node:crypto';
import { type Clock, HOUR, MINUTE } from '../../src-shared/time/clock.ts';
import { hashOf, newToken } from './one-time-secret.ts';

/** How long the code in a printed address can be swapped. */
export const ADDRESS_CODE_MS = 2 * MINUTE;

/** A page that asked nothing for so long and holds no event stream is gone; its staff session ends. */
export const IDLE_PAGE_MS = 12 * HOUR;

/** More pages than any till has; the oldest idle ones give way. */
const MOST_CODES = 32;

interface Connection {
  readonly connectionId: string;
  usedAtMs: number;
  streams: number;
}

/** The browser pages of this door: a code in the address becomes one token, and one token is one connection. */
export interface PageConnections {
  /** A code for one address: single use, two minutes. */
  newCode(): string;
  /** The token for a code, or null where the code is unknown, used or too old. */
  swap(code: string): string | null;
  /** The connection of a token, or null. Counts as use. */
  connectionOf(token: string): string | null;
  /** An event stream of this token began; call the answer when it ended. */
  streamBegan(token: string): () => void;
  /** The door closes: every page's session ends, and no token is known any more. */
  endAll(): void;
}

export function createPageConnections(clock: Clock, onGone: (connectionId: string) => void): PageConnections {
  const codes = new Map<string, number>();
  const connections = new Map<string, Connection>();

  function forgetOld(): void {
    const nowMs = clock.nowMs();
    for (const [hash, untilMs] of codes) if (untilMs <= nowMs) codes.delete(hash);
    for (const [hash, connection] of connections) {
      if (connection.streams > 0 || nowMs - connection.usedAtMs < IDLE_PAGE_MS) continue;
      connections.delete(hash);
      onGone(connection.connectionId);
    }
  }

  return {
    newCode() {
      forgetOld();
      const [oldest] = codes.keys();
      if (codes.size >= MOST_CODES && oldest !== undefined) codes.delete(oldest);
      const code = newToken();
      codes.set(hashOf(code), clock.nowMs() + ADDRESS_CODE_MS);
      return code;
    },
    swap(code) {
      forgetOld();
      if (!codes.delete(hashOf(code))) return null;
      const token = newToken();
      connections.set(hashOf(token), { connectionId: `page-${randomUUID()}`, usedAtMs: clock.nowMs(), streams: 0 });
      return token;
    },
    connectionOf(token) {
      forgetOld();
      const connection = connections.get(hashOf(token));
      if (connection === undefined) return null;
      connection.usedAtMs = clock.nowMs();
      return connection.connectionId;
    },
    streamBegan(token) {
      const connection = connections.get(hashOf(token));
      if (connection === undefined) return () => undefined;
      connection.streams += 1;
      return () => {
        connection.streams -= 1;
        connection.usedAtMs = clock.nowMs();
      };
    },
    endAll() {
      codes.clear();
      for (const { connectionId } of connections.values()) onGone(connectionId);
      connections.clear();
    },
  };
}
