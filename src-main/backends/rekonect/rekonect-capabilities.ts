import type { Capabilities, IdentifyWay } from '../../../src-shared/backend/capabilities.ts';
import type { IdMethod } from '../../../src-shared/member/member.ts';
import type { RekonectSettings } from './rekonect-settings.ts';

const OFFERED = { offered: true } as const;

/** What this program can do (contract sections 4 and 6). */
export function rekonectCapabilities(settings: RekonectSettings): Capabilities {
  return {
    programName: 'Rekonect',
    replay: {
      // A second register would find its own first try as somebody else's phone number: look first.
      enrol: { kind: 'look-up-first' },
      // Sets absolute values.
      'update-member': { kind: 'safe-for-ever' },
      // The live server is not trusted to recognise a repeated pay (A7).
      pay: { kind: 'look-up-first' },
      // A repeated cancel is harmless (A7), and the outbox keeps at it until there is a definite answer.
      'cancel-payment': { kind: 'safe-for-ever' },
      submit: { kind: 'safe-for-ever' },
      'submit-unclaimed': { kind: 'safe-for-ever' },
      'cancel-sale': { kind: 'safe-for-ever' },
      identify: null,
      adjust: null,
      release: null,
      event: { kind: 'look-up-first' },
    },
    payReplayReturnsFirstAnswer: false,
    // It has no keys of ours at all; the sale's id is what it recognises.
    storesRefusals: false,
    claim: 're-submit',
    idMethods: [
      way('card', 'Card'),
      way('code', 'App code'),
      way('phone', 'Phone number'),
      way('email', 'E-mail'),
      way('membership-key', 'Membership key'),
    ],
    identify: 'read',
    reserve: { offered: false, because: 'This program takes gifts with the sale itself.' },
    preview: 'exact',
    payWithPoints: OFFERED,
    spends: settings.spendFrom,
    oneTimeCode: OFFERED,
    gifts: OFFERED,
    promoCodes: { offered: false, because: 'This program has no promo codes.' },
    enrol: OFFERED,
    voidSale: OFFERED,
    // Section 9: only a whole sale can be cancelled; single lines go back as a sale of their own with return lines.
    partialReturn: OFFERED,
    returnWithoutSale: OFFERED,
    follows: [],
    reversedByReference: ['pay'],
    pacePerSecond: 10,
  };
}

const way = (method: IdMethod, label: string): IdentifyWay => ({
  method,
  label,
  pattern: null,
  oneTime: false,
  details: [],
});
