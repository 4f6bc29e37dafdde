import { expect, test } from 'vitest';
import type { Operation } from './operation.ts';
import { reasonEn } from './reason-en.ts';

type Facts = Parameters<typeof reasonEn>[0];

const FACTS: Facts = {
  kind: 'submit',
  state: 'queued',
  happened: 0,
  errorCode: null,
  errorText: null,
  afterId: null,
  undoesId: null,
  nextAtMs: 1,
};
const reason = (facts: Partial<Facts>): string => reasonEn({ ...FACTS, ...facts });

test.each<[Partial<Operation>, string]>([
  [
    { errorCode: 'ECONNREFUSED' },
    'The sale could not be sent yet (the program could not be reached). It is sent again by itself.',
  ],
  [
    { errorCode: 'CERT_HAS_EXPIRED' },
    'The sale could not be sent yet (the certificate of the program was not accepted). It is sent again by itself.',
  ],
  [
    { state: 'unknown', happened: null, errorCode: 'http-503' },
    'The sale was sent, but no clear answer came (the program had an internal error). The till settles it by itself.',
  ],
  [
    { kind: 'pay', state: 'unknown', happened: null, errorCode: 'pending_external_approval' },
    'The payment with points is at the program, which has not approved it yet (code pending_external_approval). The till asks until it has.',
  ],
  [
    { state: 'parked', errorCode: 'K9', errorText: 'The loyalty program refused this (code K9).' },
    'The sale was refused by the program (code K9). It did not happen. Retry it, or close it with a reason.',
  ],
  [
    { state: 'parked', errorCode: 'NoPoints', errorText: 'The rewards cost more than there is' },
    'The sale was refused by the program (code NoPoints). The rewards cost more than there is. It did not happen. Retry it, or close it with a reason.',
  ],
  [
    { state: 'parked', happened: null, errorCode: 'stored-data', errorText: 'What is stored cannot be read' },
    "Nobody can tell automatically whether this happened. What is stored cannot be read. Ask the program's support, then close it with what they found.",
  ],
  [
    { state: 'closed', errorCode: 'sale-voided' },
    'The sale was closed: it did not happen, because its sale was voided.',
  ],
])('%j', (facts, sentence) => {
  expect(reason(facts)).toBe(sentence);
});

test.each(['The basket is too small (NoFit).', 'NoFit'])('a code that the words name stands once: %s', (errorText) => {
  const said = reason({ state: 'parked', errorCode: 'NoFit', errorText });
  expect(said.match(/NoFit/g)).toHaveLength(1);
});
