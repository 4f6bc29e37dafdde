import type { Capabilities, Replay, Support } from '../../../src-shared/backend/capabilities.ts';
import type { PomeloSettings } from './pomelo-settings.ts';

const OFFERED: Support = { offered: true };
const notOffered = (because: string): Support => ({ offered: false, because });

/** Why a sale earns nothing here, where the till does not mint (P14). */
export const NOT_MINTED = 'This program rewards what is paid with its cards by itself; the till adds no points.';

/** What this program can do (contract sections 1, 4 and 8). */
export function pomeloCapabilities(settings: PomeloSettings): Capabilities {
  const keyed: Replay = { kind: 'safe-for', ms: settings.replayWindowMs };
  return {
    programName: 'Pomelo',
    replay: {
      pay: keyed,
      'cancel-payment': keyed,
      // Also without minting at the till: what was minted before the setting changed is settled, returned and taken back.
      submit: keyed,
      'cancel-sale': keyed,
      enrol: null,
      'update-member': null,
      'submit-unclaimed': null,
      identify: null,
      adjust: null,
      release: null,
      event: null,
    },
    payReplayReturnsFirstAnswer: true,
    storesRefusals: true,
    claim: settings.mintAtTill ? 'held' : 'none',
    idMethods: [
      { method: 'card', label: 'Pomelo card', pattern: '^crd-\\S+$', oneTime: false, details: [] },
      {
        method: 'membership-key',
        label: 'User id (balance only)',
        pattern: '^usr-\\S+$',
        oneTime: false,
        balanceOnly: true,
        details: [],
      },
    ],
    identify: 'read',
    reserve: notOffered('This program reserves nothing.'),
    preview: 'estimate',
    payWithPoints: OFFERED,
    spends: settings.accountType === 'points' ? 'points' : 'credit',
    oneTimeCode: notOffered('This program sends no codes.'),
    gifts: notOffered('This program knows points only, no gifts.'),
    promoCodes: { offered: false, because: 'This program has no promo codes.' },
    enrol: notOffered('Members come with their Pomelo card; the till cannot enrol them.'),
    voidSale: OFFERED,
    partialReturn: OFFERED,
    returnWithoutSale: OFFERED,
    follows: [],
    reversedByReference: [],
    pacePerSecond: 10,
  };
}
