import type { FrozenRequest, Operation } from '../../../src-shared/queue/operation.ts';
import type { Clock } from '../../../src-shared/time/clock.ts';
import type { HttpRequest } from '../http/http-call.ts';
import { type Lane, openLanes } from '../http/lanes.ts';
import { interpretAnswer, type Reading } from './interpret-answer.ts';
import type { PomeloConfig } from './pomelo-config.ts';
import { openTokenSource } from './token-source.ts';

export interface PomeloConnection {
  readonly origin: string;
  /** Sends an operation under its own key. */
  send(request: FrozenRequest, operation: Pick<Operation, 'key'>, lane: Lane, signal: AbortSignal): Promise<Reading>;
  /** A read (4.1): nothing frozen, no key. */
  readBalance(by: { readonly [id in 'card_id' | 'user_id']?: string }, signal: AbortSignal): Promise<Reading>;
  close(): Promise<void>;
}

const JSON_HEADERS = { 'content-type': 'application/json' };

/** The only object that holds the client's secret and its token, and the only place that puts them on a request. */
export function openConnection(config: PomeloConfig, clock: Clock): PomeloConnection {
  const lanes = openLanes(config);
  const { clientId, audience, tokenPath } = config.settings;
  const credentials = JSON.stringify({
    client_id: clientId,
    client_secret: config.apiKey,
    audience,
    grant_type: 'client_credentials',
  });
  const tokens = openTokenSource(
    (what, signal) =>
      lanes.send(
        {
          method: 'POST',
          path: what === 'token' ? tokenPath : `${tokenPath}/revoke`,
          headers: JSON_HEADERS,
          body: credentials,
        },
        'counter',
        signal,
      ),
    clock,
  );

  async function attempt(request: HttpRequest, token: string, lane: Lane, signal: AbortSignal): Promise<Reading> {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    return interpretAnswer(await lanes.send({ ...request, headers }, lane, signal), clock.nowMs());
  }

  /** Section 3: on a 401 one new token and the same request once more, key and bytes as they were. */
  async function call(request: HttpRequest, lane: Lane, signal: AbortSignal): Promise<Reading> {
    const first = await tokens.current(signal);
    if (first.kind !== 'token') return first;
    const reading = await attempt(request, first.token, lane, signal);
    if (reading.kind !== 'not-arrived' || reading.why !== 'not-signed-in') return reading;
    const second = await tokens.instead(first.token, signal);
    return second.kind === 'token' ? await attempt(request, second.token, lane, signal) : second;
  }

  return {
    origin: lanes.origin,
    send: (request, { key }, lane, signal) =>
      call({ ...request, headers: { ...request.headers, 'x-idempotency-key': key } }, lane, signal),
    readBalance: (by, signal) => {
      const query = new URLSearchParams(by).toString();
      const path = `/loyalty/v1/accounts/balance?${query}`;
      return call({ method: 'GET', path, headers: JSON_HEADERS, body: '' }, 'counter', signal);
    },
    async close() {
      tokens.close();
      await lanes.close();
    },
  };
}
