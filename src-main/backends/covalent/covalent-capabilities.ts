import type { Capabilities, IdentifyWay, Replay, Support } from '../../../src-shared/backend/capabilities.ts';
import { HOUR, MINUTE } from '../../../src-shared/time/clock.ts';
import type { CovalentSettings } from './covalent-settings.ts';

const OFFERED = { offered: true } as const;
const notOffered = (because: string): Support => ({ offered: false, because });

/** A key lives eight hours from its first request; the margin is for clocks and transit (contract section 10 rule 7). */
const KEY_WINDOW_MS = 8 * HOUR - 30 * MINUTE;

const UNDER_A_KEY: Replay = { kind: 'safe-for', ms: KEY_WINDOW_MS };

/** What this program can do (contract sections 3, 6 and 10). */
export function covalentCapabilities(settings: CovalentSettings): Capabilities {
  const staysPending = settings.releaseAfterDays > 0;
  const final = notOffered(
    'The points of a sale are final at once here, because no time is set during which they stay pending.',
  );
  return {
    programName: 'Covalent',
    replay: {
      pay: UNDER_A_KEY,
      'cancel-payment': UNDER_A_KEY,
      submit: UNDER_A_KEY,
      'cancel-sale': staysPending ? UNDER_A_KEY : null,
      adjust: UNDER_A_KEY,
      // Only the owner of a currency may enrol and change members (section 6.1), and a sale without one is held.
      enrol: null,
      'update-member': null,
      'submit-unclaimed': null,
      identify: null,
      release: null,
      event: null,
    },
    payReplayReturnsFirstAnswer: true,
    storesRefusals: true,
    claim: 'held',
    idMethods: [identifyWay(settings.memberFields)],
    identify: 'read',
    reserve: notOffered('This program has no gifts to reserve.'),
    preview: 'exact',
    payWithPoints: OFFERED,
    spends: 'points',
    oneTimeCode: notOffered('This program sends no codes to members.'),
    gifts: notOffered('This program has no gifts at the till.'),
    promoCodes: { offered: false, because: 'This program has no promo codes.' },
    enrol: notOffered('Members of this program join outside the till.'),
    voidSale: staysPending ? OFFERED : final,
    partialReturn: staysPending ? OFFERED : final,
    returnWithoutSale: notOffered('This program has no place for a return without its sale.'),
    follows: [],
    reversedByReference: ['pay', 'submit'],
    // A9: its limits are not published.
    pacePerSecond: 5,
  };
}

/** A card for the main id; every other field is asked for beside it. */
export function identifyWay([main, ...others]: readonly {
  readonly id: string;
  readonly label: string;
}[]): IdentifyWay {
  return {
    method: 'card',
    label: main?.label ?? 'Card number',
    pattern: null,
    oneTime: false,
    details: others.map(({ id, label }) => ({ field: id, label })),
  };
}
