import { createHash } from 'node:crypto';
import type { IdMethod } from '../../src-shared/member/member.ts';
import type { ReplayBackEnd } from './replay-options.ts';

/** How a customer of the file is known to a program (replay.md rule 5). */
export interface MemberNames {
  readonly method: IdMethod;
  readonly nameOf: (customerId: string) => string;
}

const CARD_PREFIX = '980000';

const cardOf = (customerId: string): string => `${CARD_PREFIX}${customerId.padStart(10, '0')}`;

/** A random-looking UUID, the same for ever for the same customer. */
function loyaltyIdOf(customerId: string): string {
  const hex = createHash('sha256').update(`customer ${customerId}`).digest('hex');
  return [`${CARD_PREFIX}00`, hex.slice(0, 4), `4${hex.slice(4, 7)}`, `8${hex.slice(7, 10)}`, hex.slice(10, 22)].join(
    '-',
  );
}

const NAMES: Readonly<Record<ReplayBackEnd, MemberNames>> = {
  rekonect: { method: 'card', nameOf: cardOf },
  rbi: { method: 'membership-key', nameOf: loyaltyIdOf },
  covalent: { method: 'card', nameOf: cardOf },
  pomelo: { method: 'card', nameOf: (customerId) => `crd-${cardOf(customerId)}` },
};

export const memberNamesOf = (backEnd: ReplayBackEnd): MemberNames => NAMES[backEnd];
