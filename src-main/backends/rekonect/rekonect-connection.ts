import type { Pool } from 'undici';
import type { FrozenRequest } from '../../../src-shared/queue/operation.ts';
import type { Clock } from '../../../src-shared/time/clock.ts';
import { dropEmpty, type JsonObject } from './drop-empty.ts';
import { httpCall, openPool } from './http-call.ts';
import { interpretAnswer, type Reading } from './interpret-answer.ts';
import type { RekonectConfig } from './rekonect-config.ts';

/** Two for what a cashier waits for: an identify may run while a payment does. */
const COUNTER_CONNECTIONS = 2;

/** `sync`: the queue's deliveries. `counter`: what a cashier waits for, never held up by the queue. */
export type Lane = 'sync' | 'counter';

export interface RekonectConnection {
  readonly origin: string;
  readonly identityHeaders: Readonly<Record<string, string>>;
  send(request: FrozenRequest, lane: Lane, signal: AbortSignal): Promise<Reading>;
  /** A direct call: nothing frozen, nothing stored. */
  ask(path: string, body: JsonObject, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Reading>;
  close(): Promise<void>;
}

/** The only object that holds the API key, and the only place that puts it on a request. */
export function openConnection(config: RekonectConfig, clock: Clock): RekonectConnection {
  const base = new URL(config.baseUrl);
  const basePath = base.pathname.replace(/\/+$/, '');
  const pools: Record<Lane, Pool> = {
    sync: openPool(base.origin, config.connections, config.timeouts),
    counter: openPool(base.origin, COUNTER_CONNECTIONS, config.timeouts),
  };
  const identityHeaders = {
    'content-type': 'application/json',
    'x-source-type': config.sourceType,
    'x-source-name': config.sourceName,
    'x-branch-id': config.branchId,
    'x-pos-id': config.posId,
  };

  async function send(request: FrozenRequest, lane: Lane, signal: AbortSignal): Promise<Reading> {
    const outcome = await httpCall(
      pools[lane],
      {
        method: request.method,
        path: `${basePath}${request.path}`,
        headers: { ...request.headers, 'x-api-key': config.apiKey },
        body: request.body,
      },
      signal,
    );
    return interpretAnswer(outcome, config.settings, clock.nowMs());
  }

  return {
    origin: base.origin,
    identityHeaders,
    send,
    ask: (path, body, headers, signal) =>
      send(
        { method: 'POST', path, headers: { ...identityHeaders, ...headers }, body: JSON.stringify(dropEmpty(body)) },
        'counter',
        signal,
      ),
    async close() {
      await Promise.all([pools.sync.close(), pools.counter.close()]);
    },
  };
}
