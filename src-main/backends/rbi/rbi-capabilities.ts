import type { Capabilities, IdentifyWay } from '../../../src-shared/backend/capabilities.ts';
import type { RbiSettings } from './rbi-settings.ts';

const OFFERED = { offered: true } as const;
const EVER = { kind: 'safe-for-ever' } as const;
const not = (because: string) => ({ offered: false, because }) as const;

const UUID = '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}';

/** Section 3: a one-time code or a Loyalty ID, and what else the market allows. */
const WAYS: readonly IdentifyWay[] = [
  { method: 'code', label: 'Code from the app', pattern: '^[0-9]{6}$', oneTime: true, details: [] },
  { method: 'membership-key', label: 'Loyalty ID', pattern: `^${UUID}$`, oneTime: false, details: [] },
  { method: 'card', label: 'Card', pattern: '^[0-9]{12}$', oneTime: false, details: [] },
  { method: 'phone', label: 'Phone number', pattern: '^[0-9]{10}$', oneTime: false, details: [] },
  { method: 'email', label: 'E-mail', pattern: '^[^ @]+@[^ @]+$', oneTime: false, details: [] },
];

/** Section 12, store without loyalty: said to the cashier with every guest. */
const NO_LOYALTY_HERE = not('This store takes no part in the program: nothing is earned or redeemed here.');

/** What this program can do (contract sections 2, 7, 11, 12). */
export function rbiCapabilities({ validate, identifiers, storeHasLoyalty }: RbiSettings): Capabilities {
  const named: ReadonlySet<string> = new Set(['code', 'membership-key', ...identifiers]);
  return {
    programName: 'RBI Loyalty',
    replay: {
      enrol: null,
      // By a Loyalty ID alone, because a code is never stored: a repeat opens another transaction, which lapses by itself.
      identify: EVER,
      'update-member': null,
      pay: null,
      'cancel-payment': null,
      // A6, A9, A7: the same content again gets the first answer.
      submit: EVER,
      'submit-unclaimed': EVER,
      'cancel-sale': EVER,
      adjust: null,
      release: EVER,
      event: null,
    },
    payReplayReturnsFirstAnswer: false,
    storesRefusals: false,
    claim: 'by-program',
    idMethods: WAYS.filter(({ method }) => named.has(method)),
    identify: 'opens',
    reserve: storeHasLoyalty ? OFFERED : NO_LOYALTY_HERE,
    preview: validate ? 'exact' : 'estimate',
    payWithPoints: storeHasLoyalty ? not('Points are spent on rewards here, not as a tender.') : NO_LOYALTY_HERE,
    spends: 'points',
    oneTimeCode: not('The guest reads the code in the app.'),
    gifts: OFFERED,
    promoCodes: OFFERED,
    enrol: not('Guests join in the app.'),
    voidSale: OFFERED,
    partialReturn: not('This program takes back whole orders only; a part return stays uncorrected.'),
    returnWithoutSale: not('This program takes back whole orders only; a return stays uncorrected.'),
    follows: ['identify', 'submit', 'release'],
    reversedByReference: [],
    pacePerSecond: 10,
  };
}
