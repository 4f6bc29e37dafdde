import type { FrozenRequest, Operation } from '../../../src-shared/queue/operation.ts';
import type { Clock } from '../../../src-shared/time/clock.ts';
import { type Lane, openLanes } from '../http/lanes.ts';
import type { CovalentConfig } from './covalent-config.ts';
import { interpretAnswer, type Reading } from './interpret-answer.ts';
import { createSigner } from './signing.ts';

export interface CovalentConnection {
  readonly origin: string;
  /** Sends frozen bytes under the operation's key. */
  send(request: FrozenRequest, operation: Operation, signal: AbortSignal): Promise<Reading>;
  /** A read: without a key, which would bring back an answer of up to eight hours ago (A7). @param body null: GET */
  ask(path: string, body: unknown, lane: Lane, signal: AbortSignal): Promise<Reading>;
  close(): Promise<void>;
}

/** Sent with every call; none of them is part of the signature. */
export const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' } as const;
/** For calls without a body, which has no type then (A3). */
export const BODYLESS_HEADERS = { accept: 'application/json' } as const;

/** The only object that holds the secret, inside its signer, and the only place that signs a request. */
export function openConnection(config: CovalentConfig, clock: Clock): CovalentConnection {
  const lanes = openLanes(config);
  const sign = createSigner(config.settings.publicKey, config.apiKey);
  async function call(
    request: FrozenRequest,
    more: Readonly<Record<string, string>>,
    lane: Lane,
    signal: AbortSignal,
  ): Promise<Reading> {
    const authorization = sign(request.method, request.path, request.body);
    const headers = { ...request.headers, ...more, authorization };
    return interpretAnswer(await lanes.send({ ...request, headers }, lane, signal), clock.nowMs());
  }
  return {
    origin: lanes.origin,
    send: (request, operation, signal) =>
      call(request, { 'idempotency-key': operation.key }, operation.kind === 'pay' ? 'counter' : 'sync', signal),
    async ask(path, body, lane, signal) {
      const request: FrozenRequest =
        body === null
          ? { method: 'GET', path, headers: BODYLESS_HEADERS, body: '' }
          : { method: 'POST', path, headers: JSON_HEADERS, body: JSON.stringify(body) };
      const reading = await call(request, {}, lane, signal);
      // A read may be asked twice where the first answer was lost.
      return noAnswerCame(reading) && !signal.aborted ? await call(request, {}, lane, signal) : reading;
    },
    close: () => lanes.close(),
  };
}

function noAnswerCame(reading: Reading): boolean {
  return (
    (reading.kind === 'not-arrived' && reading.why === 'no-connection') ||
    (reading.kind === 'maybe' && reading.why !== 'aborted' && reading.why !== 'conflict')
  );
}
