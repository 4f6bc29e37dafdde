import type { Member, MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import type { BenefitRefusal, DraftSale, Identified, Preview } from '../backend.ts';
import { unreadable } from '../http/read-status.ts';
import { cardOf, looksLikeCardNumber } from './card-id.ts';
import type { Reading } from './interpret-answer.ts';
import { NOT_MINTED } from './pomelo-capabilities.ts';
import type { PomeloConfig } from './pomelo-config.ts';
import type { PomeloConnection } from './pomelo-connection.ts';
import { earnedPoints, type Rates, spendableMinor } from './rates.ts';
import { meaningOf } from './read-refusal.ts';
import { wholeUnits } from './wire-figures.ts';

/** Both accounts of a user, whole units, as spendable (P2). */
export interface Balances {
  readonly points: number | null;
  readonly cashback: number | null;
}

/** Everything the direct calls need beside what is asked. */
export interface Counter {
  readonly connection: PomeloConnection;
  readonly config: PomeloConfig;
  readonly rates: Rates;
}

const refusedHere = (code: string, text: string): DirectAnswer<never> => ({
  kind: 'refused',
  code,
  text,
  notFound: false,
});

/** `GET …/balance` by exactly one id (4.1). A read, so it gets one quick retry where no answer came. */
export async function readBalances(
  { connection, config }: Counter,
  by: { readonly [id in 'card_id' | 'user_id']?: string },
  signal: AbortSignal,
): Promise<DirectAnswer<Balances>> {
  let reading = await connection.readBalance(by, signal);
  if (noAnswerCame(reading) && !signal.aborted) reading = await connection.readBalance(by, signal);
  switch (reading.kind) {
    case 'success': {
      const points = wholeUnits(reading.fields['points']);
      const cashback = wholeUnits(reading.fields['cashback']);
      if (points !== null || cashback !== null) return { kind: 'ok', value: { points, cashback } };
      return unavailable(unreadable(reading.facts, 'figures-missing'));
    }
    case 'refused': {
      const { status, code } = reading;
      return { kind: 'refused', code, ...meaningOf(status, code, config.settings.balanceTooLowCodes) };
    }
    case 'not-arrived':
    case 'maybe':
      return unavailable(reading);
  }
}

const noAnswerCame = (reading: Reading): boolean =>
  (reading.kind === 'not-arrived' && reading.why === 'no-connection') ||
  (reading.kind === 'maybe' && reading.why !== 'aborted' && reading.why !== 'conflict');

function unavailable(reading: Reading & { readonly kind: 'not-arrived' | 'maybe' }): DirectAnswer<never> {
  const { why, retryAfterMs, code, text } = reading;
  return { kind: 'unavailable', why, retryAfterMs, code, text };
}

/** The balance of a card. A user's id shows a balance as well, but nothing can be given to it or taken from it (4.2). */
export async function identify(
  counter: Counter,
  identifiers: readonly MemberIdentifier[],
  signal: AbortSignal,
): Promise<DirectAnswer<Identified>> {
  const cardId = cardOf(identifiers);
  if (cardId === null) return await showUserBalance(counter, identifiers, signal);
  if (looksLikeCardNumber(cardId))
    return refusedHere('card-number', 'This is the number on the card; scan the code that holds the card’s id.');
  const answer = await readBalances(counter, { card_id: cardId }, signal);
  if (answer.kind !== 'ok') return answer;
  return { kind: 'ok', value: { member: memberOf(answer.value, identifiers, counter), opens: null } };
}

async function showUserBalance(
  counter: Counter,
  identifiers: readonly MemberIdentifier[],
  signal: AbortSignal,
): Promise<DirectAnswer<never>> {
  const userId = identifiers.find(({ method }) => method === 'membership-key')?.value.trim() ?? '';
  if (userId === '') return refusedHere('no-identifier', 'Nothing to find a member by.');
  const answer = await readBalances(counter, { user_id: userId }, signal);
  if (answer.kind !== 'ok') return answer;
  const { accountType } = counter.config.settings;
  const balance = answer.value[accountType] ?? 'an unknown number of';
  return refusedHere(
    'card-needed',
    `This user has ${balance} ${accountType}. They are given and taken on cards only: scan the card for this sale.`,
  );
}

function memberOf(
  { points, cashback }: Balances,
  asked: readonly MemberIdentifier[],
  { config, rates }: Counter,
): Member {
  const spent = config.settings.accountType === 'points' ? points : cashback;
  return {
    identifiers: [...asked].sort((a, b) => Number(b.method === 'card') - Number(a.method === 'card')),
    status: 'active',
    active: true,
    firstName: null,
    lastName: null,
    balancePoints: points,
    balanceCredit: cashback,
    spendableMinor: spent === null ? null : spendableMinor(spent, rates),
    gifts: [],
    marketingConsent: null,
  };
}

/**
 * The program has no preview (8.2): the store's own rates give an estimate. The balance is read with it, so that what the
 * screen shows beside the estimate is of now, and a program that cannot be reached is not said to have answered.
 */
export async function preview(
  counter: Counter,
  { sale, member }: DraftSale,
  signal: AbortSignal,
): Promise<DirectAnswer<Preview>> {
  const answer = await identify(counter, member, signal);
  if (answer.kind !== 'ok') return answer;
  const { mintAtTill } = counter.config.settings;
  return {
    kind: 'ok',
    value: {
      deals: [],
      notApplied: mintAtTill ? [] : [NO_POINTS_HERE],
      pointsToEarn: mintAtTill ? earnedPoints(sale, counter.rates) : null,
      member: answer.value.member,
      estimate: true,
    },
  };
}

const NO_POINTS_HERE: BenefitRefusal = {
  key: 'till-points',
  name: 'Points for this sale',
  reason: NOT_MINTED,
  cashierCanFix: false,
};
