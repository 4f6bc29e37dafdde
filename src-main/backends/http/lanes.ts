import type { Pool } from 'undici';
import type { HttpTimeouts } from './connection-config.ts';
import { type HttpOutcome, type HttpRequest, httpCall, openPool } from './http-call.ts';

/** Two for what a cashier waits for: an identify may run while a payment does. */
const COUNTER_CONNECTIONS = 2;

/** `sync`: the queue's deliveries. `counter`: what a cashier waits for, never held up by the queue. */
export type Lane = 'sync' | 'counter';

/** The connections of one back end, all to one origin. */
export interface Lanes {
  readonly origin: string;
  /** @param request its path is below the base URL and begins with a slash. */
  send(request: HttpRequest, lane: Lane, signal: AbortSignal): Promise<HttpOutcome>;
  close(): Promise<void>;
}

export function openLanes(config: {
  readonly baseUrl: string;
  readonly connections: number;
  readonly timeouts: HttpTimeouts;
}): Lanes {
  const base = new URL(config.baseUrl);
  const basePath = base.pathname.replace(/\/+$/, '');
  const pools: Record<Lane, Pool> = {
    sync: openPool(base.origin, config.connections, config.timeouts),
    counter: openPool(base.origin, COUNTER_CONNECTIONS, config.timeouts),
  };
  return {
    origin: base.origin,
    send: (request, lane, signal) => httpCall(pools[lane], { ...request, path: `${basePath}${request.path}` }, signal),
    async close() {
      await Promise.all([pools.sync.close(), pools.counter.close()]);
    },
  };
}
