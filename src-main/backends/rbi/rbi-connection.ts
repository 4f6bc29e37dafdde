import type { FrozenRequest } from '../../../src-shared/queue/operation.ts';
import type { Clock } from '../../../src-shared/time/clock.ts';
import { type Lane, openLanes } from '../http/lanes.ts';
import { interpretAnswer, type Reading } from './interpret-answer.ts';
import { localTimeIn } from './local-time.ts';
import type { RbiConfig } from './rbi-config.ts';

export interface RbiConnection {
  readonly origin: string;
  send(request: FrozenRequest, lane: Lane, signal: AbortSignal): Promise<Reading>;
  close(): Promise<void>;
}

/** The only object that holds the API key, and the only place that puts it and the local time on a request. */
export function openConnection(config: RbiConfig, clock: Clock): RbiConnection {
  const lanes = openLanes(config);
  const localTime = localTimeIn(config.timeZone);
  return {
    origin: lanes.origin,
    async send(request, lane, signal) {
      const headers = {
        ...request.headers,
        'x-api-key': config.apiKey,
        'x-user-datetime': localTime(clock.nowMs()),
      };
      return interpretAnswer(await lanes.send({ ...request, headers }, lane, signal), clock.nowMs());
    },
    close: () => lanes.close(),
  };
}

/** What the bytes of a request say beside their content; no secret. */
export const identityHeaders = ({ settings }: RbiConfig): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'x-region': settings.region,
});
