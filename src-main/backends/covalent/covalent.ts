import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import type { Clock } from '../../../src-shared/time/clock.ts';
import type { BackEnd } from '../backend.ts';
import { credentialId } from '../http/credential-id.ts';
import { NO_PROMO_CODES, NOTHING_FOLLOWS, NOTHING_TO_RESERVE } from '../plan-links.ts';
import { canUndo } from './can-undo.ts';
import { covalentCapabilities } from './covalent-capabilities.ts';
import type { CovalentConfig } from './covalent-config.ts';
import { openConnection } from './covalent-connection.ts';
import { deliveryOf } from './deliver.ts';
import { refusedHere } from './direct-answer.ts';
import { type Counter, identify, identifyForm, preview } from './direct-calls.ts';
import { materialise } from './materialise.ts';
import { plan } from './plan.ts';
import { resolve } from './resolve.ts';

const NO_CODES: DirectAnswer<never> = refusedHere('not-offered', 'This program sends no codes to members.');

/** The Covalent API v3.0 (contracts: covalent). Opens no connection before the first call. */
export function createCovalent(config: CovalentConfig, clock: Clock): BackEnd {
  const { settings } = config;
  const connection = openConnection(config, clock);
  const counter: Counter = { connection, config, lookupAvailable: true };
  const credential = credentialId(`${settings.publicKey} ${config.apiKey}`);
  return {
    name: 'covalent',
    capabilities: covalentCapabilities(settings),
    account: [connection.origin, credential, settings.loyaltyCurrency, config.branchId, config.posId].join(' '),
    identifyForm: (signal) => identifyForm(counter, signal),
    identify: (identifiers, sale, signal) => identify(counter, identifiers, sale, signal),
    sendCode: () => Promise.resolve(NO_CODES),
    verifyCode: () => Promise.resolve(NO_CODES),
    preview: (draft, signal) => preview(counter, draft, signal),
    reserve: () => Promise.resolve(NOTHING_TO_RESERVE),
    redeemCode: () => Promise.resolve(NO_PROMO_CODES),
    plan: (event, known, newId) => plan(event, known, settings, newId),
    follow: () => NOTHING_FOLLOWS,
    waysOut: () => [],
    canUndo: (operation, _known, nowMs) => canUndo(operation, nowMs),
    materialise: (operation, context) => materialise(operation, context, config),
    async deliver(request, operation, signal) {
      return deliveryOf(await connection.send(request, operation, signal), operation, settings);
    },
    resolve: (operation, context, signal) =>
      resolve({ operation, context, settings, connection, nowMs: () => clock.nowMs(), signal }),
    close: () => connection.close(),
  };
}
