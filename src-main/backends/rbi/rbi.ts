import type { DirectAnswer, Resolution } from '../../../src-shared/queue/outcome.ts';
import type { Clock } from '../../../src-shared/time/clock.ts';
import type { BackEnd } from '../backend.ts';
import { credentialId } from '../http/credential-id.ts';
import { deliveryOf } from './deliver.ts';
import { identify, preview, reserve } from './direct-calls.ts';
import { follow } from './follow.ts';
import { materialise } from './materialise.ts';
import { plan } from './plan.ts';
import { redeemCode } from './promo-code.ts';
import { rbiCapabilities } from './rbi-capabilities.ts';
import type { RbiConfig } from './rbi-config.ts';
import { openConnection } from './rbi-connection.ts';
import { waysOut } from './ways-out.ts';

/** The RBI Loyalty API v1 (contracts: rbi). Opens no connection before the first call. */
export function createRbi(config: RbiConfig, clock: Clock): BackEnd {
  const connection = openConnection(config, clock);
  const capabilities = rbiCapabilities(config.settings);
  return {
    name: 'rbi',
    capabilities,
    account: [connection.origin, credentialId(config.apiKey), config.branchId, config.posId].join(' '),
    identifyForm: () => Promise.resolve({ kind: 'ok', value: capabilities.idMethods }),
    identify: (identifiers, sale, signal) => identify(connection, config, identifiers, sale, signal),
    sendCode: () => Promise.resolve(CODES_COME_FROM_THE_APP),
    verifyCode: () => Promise.resolve(CODES_COME_FROM_THE_APP),
    preview: (draft, signal) => preview(connection, config, draft, clock.nowMs(), signal),
    reserve: (draft, signal) => reserve(connection, config, draft, clock.nowMs(), signal),
    redeemCode: (code, draft, signal) => redeemCode(connection, config, code, draft, signal),
    plan,
    follow,
    waysOut: (refused, { sale }) => waysOut(refused, sale),
    canUndo: () => capabilities.voidSale,
    materialise: (operation, context) => materialise(operation, context, config),
    async deliver(request, operation, signal) {
      return deliveryOf(await connection.send(request, 'sync', signal), operation, config.settings);
    },
    // Section 2: nothing reads a transaction back; unclear operations are repeated, which is safe.
    resolve: (operation) =>
      Promise.resolve<Resolution>({
        kind: 'cannot-tell',
        code: 'no-look-up',
        text: 'The loyalty program cannot be asked about this; its support finds it by the receipt code.',
        evidence: { ...operation.evidence, lookedUpAtMs: clock.nowMs() },
      }),
    close: () => connection.close(),
  };
}

const CODES_COME_FROM_THE_APP: DirectAnswer<never> = {
  kind: 'refused',
  code: 'not-offered',
  text: 'The guest reads the code in the app.',
  notFound: false,
};
