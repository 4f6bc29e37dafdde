import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import type { Clock } from '../../../src-shared/time/clock.ts';
import type { BackEnd } from '../backend.ts';
import { credentialId } from '../http/credential-id.ts';
import { NO_PROMO_CODES, NOTHING_FOLLOWS, NOTHING_TO_RESERVE } from '../plan-links.ts';
import { deliveryOf } from './deliver.ts';
import { type Counter, identify, preview, readBalances } from './direct-calls.ts';
import { materialise } from './materialise.ts';
import { plan } from './plan.ts';
import { pomeloCapabilities } from './pomelo-capabilities.ts';
import type { PomeloConfig } from './pomelo-config.ts';
import { openConnection } from './pomelo-connection.ts';
import { ratesOf } from './rates.ts';
import { resolve } from './resolve.ts';

const NO_CODES: DirectAnswer<never> = {
  kind: 'refused',
  code: 'not-offered',
  text: 'This program sends no codes.',
  notFound: false,
};

/** The Pomelo Loyalty API (contracts: pomelo), without its webhooks. Opens no connection before the first call. */
export function createPomelo(config: PomeloConfig, clock: Clock): BackEnd {
  const { settings } = config;
  const connection = openConnection(config, clock);
  const capabilities = pomeloCapabilities(settings);
  const rates = ratesOf(settings, config.currency);
  const counter: Counter = { connection, config, rates };
  const credential = credentialId(`${settings.clientId} ${config.apiKey}`);
  return {
    name: 'pomelo',
    capabilities,
    account: [connection.origin, credential, config.branchId, config.posId].join(' '),
    identifyForm: () => Promise.resolve({ kind: 'ok', value: capabilities.idMethods }),
    identify: (identifiers, _sale, signal) => identify(counter, identifiers, signal),
    sendCode: () => Promise.resolve(NO_CODES),
    verifyCode: () => Promise.resolve(NO_CODES),
    preview: (draft, signal) => preview(counter, draft, signal),
    reserve: () => Promise.resolve(NOTHING_TO_RESERVE),
    redeemCode: () => Promise.resolve(NO_PROMO_CODES),
    plan: (event, known, newId) => plan(event, known, newId, { settings, rates }),
    follow: () => NOTHING_FOLLOWS,
    waysOut: () => [],
    canUndo: () => capabilities.voidSale,
    materialise,
    async deliver(request, operation, signal) {
      const lane = operation.kind === 'pay' ? 'counter' : 'sync';
      const reading = await connection.send(request, operation, lane, signal);
      return deliveryOf(reading, operation, settings.balanceTooLowCodes);
    },
    resolve: (operation, context, signal) =>
      resolve(
        operation,
        context,
        settings,
        () => clock.nowMs(),
        (cardId) => readBalances(counter, { card_id: cardId }, signal),
      ),
    close: () => connection.close(),
  };
}
