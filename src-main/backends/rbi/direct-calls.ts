import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { FrozenRequest } from '../../../src-shared/queue/operation.ts';
import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { BenefitRefusal, DraftSale, Identified, Preview, Reserved } from '../backend.ts';
import { unreadable } from '../http/read-status.ts';
import { dealsOf } from './deals.ts';
import { meaningOf, normalCode, refusalText } from './error-codes.ts';
import type { Reading } from './interpret-answer.ts';
import { identifyBody, strongestOf, transactionPath } from './materialise.ts';
import { type LoyaltyTransaction, openedNow, transactionOf } from './opened-transaction.ts';
import type { RbiConfig } from './rbi-config.ts';
import { identityHeaders, type RbiConnection } from './rbi-connection.ts';
import { readMember } from './read-member.ts';
import { refusalsOf } from './refusals.ts';
import { identifyFields, transactionFields } from './wire-schemas.ts';
import { transactionRequest } from './wire-transaction.ts';

/** Silence or trouble on the way: what the program did is not known. A conflict or an abort is no reason to ask again at once. */
const isLost = (reading: Reading): boolean =>
  reading.kind === 'maybe' && reading.why !== 'aborted' && reading.why !== 'conflict';

/**
 * Section 3, not a read: a lost answer gets one repeat with the same identifier (A8); where the first one had used the code
 * up, the guest needs a new one, and what it opened is given back by the program after its own time.
 */
export async function identify(
  connection: RbiConnection,
  config: RbiConfig,
  identifiers: readonly MemberIdentifier[],
  sale: Sale | null,
  signal: AbortSignal,
): Promise<DirectAnswer<Identified>> {
  if (strongestOf(identifiers) === null) return refusedHere('no-identifier', 'Nothing to find a guest by.');
  const request = direct('POST', '/loyalty/identify', identifyBody(identifiers, sale, config), config);
  const first = await connection.send(request, 'counter', signal);
  const repeated = isLost(first) && !signal.aborted;
  const reading = repeated ? await connection.send(request, 'counter', signal) : first;
  if (repeated && reading.kind === 'refused' && normalCode(reading.code) === USED_UP)
    return refusedHere(
      reading.code,
      'The first answer was lost and the code is used up. Ask the guest for a new code.',
    );
  if (repeated && isLost(reading)) {
    const answer = unanswered(reading);
    return { ...answer, text: `${answer.text} Ask the guest for a new code.` };
  }
  return answerTo(reading, (fields) => {
    const read = identifyFields.safeParse(fields);
    if (!read.success) return null;
    const { transactionId, loyaltyUser } = read.data;
    return {
      member: readMember(read.data, identifiers, config),
      opens: { transactionId, memberId: loyaltyUser.id.toLowerCase() },
    };
  });
}

const USED_UP = 'orderselectionstatusunclaimable';

/**
 * Section 4, Validate: which of the used incentives fit this basket, and what the discounts take off. Where the market runs
 * without it, the same as an estimate.
 */
export async function preview(
  connection: RbiConnection,
  config: RbiConfig,
  draft: DraftSale,
  nowMs: number,
  signal: AbortSignal,
): Promise<DirectAnswer<Preview>> {
  const { sale } = draft;
  const granted = (notApplied: readonly BenefitRefusal[]): DirectAnswer<Preview> => ({
    kind: 'ok',
    value: {
      deals: dealsOf(sale, new Set(notApplied.map(({ key }) => key))),
      notApplied,
      pointsToEarn: null,
      member: null,
      estimate: !config.settings.validate,
    },
  });
  if (!config.settings.validate) return granted([]);
  const transaction = openedFor(draft);
  if (transaction === null) return NOT_IDENTIFIED;
  const path = `/loyalty/transaction/pos/validate/${encodeURIComponent(transaction.transactionId)}`;
  const body = pending(draft, transaction, sale.tenders, nowMs, config);
  const reading = await connection.send(direct('POST', path, body, config), 'counter', signal);
  if (reading.kind === 'refused') {
    const refusals = refusalsOf(reading, sale);
    if (refusals !== null) return granted(refusals);
  }
  const answer = answerTo(reading, () => true);
  return answer.kind === 'ok' ? granted([]) : answer;
}

/** Section 5, Update PENDING with the whole basket: the cost of exactly these rewards is reserved. Never repeated by itself. */
export async function reserve(
  connection: RbiConnection,
  config: RbiConfig,
  draft: DraftSale,
  nowMs: number,
  signal: AbortSignal,
): Promise<DirectAnswer<Reserved>> {
  const transaction = openedFor(draft);
  if (transaction === null) return NOT_IDENTIFIED;
  const request = direct(
    'PUT',
    transactionPath(transaction.transactionId),
    pending(draft, transaction, [], nowMs, config),
    config,
  );
  return answerTo(await connection.send(request, 'counter', signal), (fields) => {
    const read = transactionFields.safeParse(fields);
    return read.success ? { balancePoints: read.data.points ?? null } : null;
  });
}

export function openedFor({ known, sale }: DraftSale): LoyaltyTransaction | null {
  const opened = openedNow(known.filter(({ saleId }) => saleId === sale.saleId));
  return opened === null ? null : transactionOf(opened, known);
}

/** A3: the intended tenders where they are chosen, so that rules about them can be judged. */
function pending(
  { sale }: DraftSale,
  { transactionId, loyaltyId }: LoyaltyTransaction,
  tenders: Sale['tenders'],
  nowMs: number,
  config: RbiConfig,
) {
  return transactionRequest(
    sale,
    {
      loyaltyId,
      transactionId,
      status: 'PENDING',
      createdAtMs: nowMs,
      benefits: sale.usedGifts,
      discounts: sale.usedGifts.filter(({ facts }) => facts['discountValue'] !== undefined),
      lines: sale.lines,
      tenders,
    },
    config,
  );
}

export const direct = (method: 'POST' | 'PUT', path: string, body: unknown, config: RbiConfig): FrozenRequest => ({
  method,
  path,
  headers: identityHeaders(config),
  body: JSON.stringify(body),
});

const refusedHere = (code: string, text: string): DirectAnswer<never> => ({
  kind: 'refused',
  code,
  text,
  notFound: false,
});

const NOT_IDENTIFIED = refusedHere('not-identified', 'Rewards and offers need a guest who was identified online.');

export function answerTo<T>(reading: Reading, read: (fields: unknown) => T | null): DirectAnswer<T> {
  if (reading.kind === 'refused') {
    const { code, fields } = reading;
    return { kind: 'refused', code, text: refusalText(code, fields), notFound: meaningOf(code).notFound };
  }
  if (reading.kind !== 'success') return unanswered(reading);
  const value = read(reading.fields);
  return value === null ? unanswered(unreadable(reading.facts, 'fields-missing')) : { kind: 'ok', value };
}

function unanswered(reading: Reading): DirectAnswer<never> & { readonly kind: 'unavailable' } {
  if (reading.kind === 'success' || reading.kind === 'refused') throw new Error('this is an answer');
  const { why, retryAfterMs, code, text } = reading;
  return { kind: 'unavailable', why, retryAfterMs, code, text };
}
