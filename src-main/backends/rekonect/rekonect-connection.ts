import type { FrozenRequest } from '../../../src-shared/queue/operation.ts';
import type { Clock } from '../../../src-shared/time/clock.ts';
import { type Lane, openLanes } from '../http/lanes.ts';
import { dropEmpty, type JsonObject } from './drop-empty.ts';
import { interpretAnswer, type Reading } from './interpret-answer.ts';
import type { RekonectConfig } from './rekonect-config.ts';

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
  const lanes = openLanes(config);
  const identityHeaders = {
    'content-type': 'application/json',
    'x-source-type': config.sourceType,
    'x-source-name': config.sourceName,
    'x-branch-id': config.branchId,
    'x-pos-id': config.posId,
  };

  async function send(request: FrozenRequest, lane: Lane, signal: AbortSignal): Promise<Reading> {
    const headers = { ...request.headers, 'x-api-key': config.apiKey };
    const outcome = await lanes.send({ ...request, headers }, lane, signal);
    return interpretAnswer(outcome, config.settings, clock.nowMs());
  }

  return {
    origin: lanes.origin,
    identityHeaders,
    send,
    ask: (path, body, headers, signal) =>
      send(
        { method: 'POST', path, headers: { ...identityHeaders, ...headers }, body: JSON.stringify(dropEmpty(body)) },
        'counter',
        signal,
      ),
    close: () => lanes.close(),
  };
}
