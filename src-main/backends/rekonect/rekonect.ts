import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { Clock } from '../../../src-shared/time/clock.ts';
import type { BackEnd } from '../backend.ts';
import { credentialId } from '../http/credential-id.ts';
import { NO_PROMO_CODES, NOTHING_FOLLOWS, NOTHING_TO_RESERVE } from '../plan-links.ts';
import { deliveryOf } from './deliver.ts';
import { identify, preview, readDetails, shortCode } from './direct-calls.ts';
import { materialise } from './materialise.ts';
import { plan } from './plan.ts';
import { rekonectCapabilities } from './rekonect-capabilities.ts';
import type { RekonectConfig } from './rekonect-config.ts';
import { openConnection } from './rekonect-connection.ts';
import { resolve } from './resolve.ts';
import { wireMember } from './wire-member.ts';

/** The Rekonect Loyalty API v1 (contracts: rekonect). Opens no connection before the first call. */
export function createRekonect(config: RekonectConfig, clock: Clock): BackEnd {
  const { settings } = config;
  const connection = openConnection(config, clock);
  const capabilities = rekonectCapabilities(settings);
  return {
    name: 'rekonect',
    capabilities,
    account: [connection.origin, credentialId(config.apiKey), config.branchId, config.posId].join(' '),
    identifyForm: () => Promise.resolve({ kind: 'ok', value: capabilities.idMethods }),
    identify: (identifiers, _sale, signal) => identify(connection, config, identifiers, signal),
    sendCode: (identifier, signal) => shortCode(connection, config, identifier, { action: 'send' }, signal),
    verifyCode: (identifier, code, signal) =>
      shortCode(connection, config, identifier, { action: 'verify', shortCode: code.trim() }, signal),
    preview: ({ sale, member }, signal) => preview(connection, config, sale, member, clock.nowMs(), signal),
    reserve: () => Promise.resolve(NOTHING_TO_RESERVE),
    redeemCode: () => Promise.resolve(NO_PROMO_CODES),
    plan,
    follow: () => NOTHING_FOLLOWS,
    waysOut: () => [],
    canUndo: () => capabilities.voidSale,
    materialise: (operation, context) => materialise(operation, context, settings, connection.identityHeaders),
    async deliver(request, operation, signal) {
      const lane = operation.kind === 'pay' ? 'counter' : 'sync';
      return deliveryOf(await connection.send(request, lane, signal), operation);
    },
    resolve(operation, context, signal) {
      const lookUp = (identifiers: readonly MemberIdentifier[]) =>
        readDetails(connection, { member: wireMember(identifiers, settings) }, {}, signal);
      return resolve(operation, context, settings, () => clock.nowMs(), lookUp);
    },
    close: () => connection.close(),
  };
}
