import type { OperationAnswer } from '../../../src-shared/queue/operation.ts';
import type { Resolution } from '../../../src-shared/queue/outcome.ts';
import {
  linkAnswer,
  purchaseAnswer,
  rejectionCode,
  releaseAskedFor,
  type Standing,
  standingOf,
  statusCode,
} from './answers.ts';
import { askLater, cannotTell, type LookUp, notAsked, refused, seen, unclear, waits } from './look-up.ts';
import { listSinceSent } from './transaction-list.ts';
import type { WireTransaction } from './wire-schemas.ts';

/** A purchase or a payment whose answer never came: looked for by the till's reference (contract section 10 rule 7). */
export async function resolveByList(lookUp: LookUp): Promise<Resolution> {
  const { detail } = lookUp.operation;
  if (detail.kind !== 'submit' && detail.kind !== 'pay') throw new Error(`a ${detail.kind} is in no list`);
  const listing = await listSinceSent(lookUp);
  if (listing.kind === 'unavailable') return notAsked(lookUp, listing);
  if (listing.kind === 'impossible')
    return cannotTell(lookUp, listing.code, `The transactions cannot be looked through: ${listing.text}`);

  const ours = listing.transactions.filter(({ externalReference }) => externalReference === detail.transactionId);
  const all = detail.kind === 'submit' ? purchasesOf(ours) : paymentsOf(ours);
  // One that the program decided against changed nothing.
  const matches = all.filter(({ standing }) => standing !== 'rejected');
  const [match, ...others] = matches;
  const [against] = all;
  if (match === undefined) return notFound(lookUp, against ?? null);
  if (others.length > 0)
    return cannotTell(
      lookUp,
      'several-matches',
      `The program has ${matches.length} of these under ${detail.transactionId}; it should have one.`,
    );
  return adopted(lookUp, match);
}

/** One purchase or one payment at the program, with all its transactions. */
interface Match {
  readonly executionId: string | null;
  readonly transactions: readonly WireTransaction[];
  readonly standing: Standing;
}

/** The default mode stores one transaction for each rule, so one execution is one match. */
function purchasesOf(transactions: readonly WireTransaction[]): readonly Match[] {
  const accruals = transactions.filter(({ type }) => type === 'accrual' || type === null);
  const groups = Map.groupBy(accruals, ({ id, executionId }) => executionId ?? id);
  return [...groups.values()].map((group) => ({
    executionId: group[0]?.executionId ?? null,
    transactions: group,
    standing: standingOf(group, 'purchase'),
  }));
}

/** Later links of a chain may carry its reference too; the payment itself is the standard one. */
function paymentsOf(transactions: readonly WireTransaction[]): readonly Match[] {
  return transactions
    .filter(({ type, subType }) => type !== 'accrual' && (subType === 'standard' || subType === null))
    .map((one) => ({ executionId: null, transactions: [one], standing: standingOf([one], 'payment') }));
}

function adopted(lookUp: LookUp, { executionId, transactions, standing }: Match): Resolution {
  const { operation } = lookUp;
  const { detail } = operation;
  const [first] = transactions;
  if (first === undefined || (detail.kind !== 'submit' && detail.kind !== 'pay'))
    throw new Error('a match has a transaction');
  if (standing === 'waits') return waits(lookUp);
  if (standing === 'unclear') return unclear(lookUp, statusCode(transactions, 'unknown-status'));
  let answer: OperationAnswer;
  if (detail.kind === 'pay') {
    answer = linkAnswer(first, detail.transactionId, { adjustmentAllowed: null, points: first.amount });
  } else if (executionId === null) {
    return cannotTell(
      lookUp,
      'no-execution',
      'The program has this sale, but does not name its execution, so it could not be voided.',
    );
  } else {
    answer = purchaseAnswer({ id: executionId, transactions }, releaseAskedFor(operation));
  }
  return { kind: 'done', answer, evidence: seen(lookUp, { finding: `Found under ${detail.transactionId}.` }) };
}

/**
 * Not in a complete list. Two such lists far enough apart prove it absent; then a purchase is sent again with a new key and the
 * same reference. A payment is never sent again by itself, because the goods may have left: a person decides.
 *
 * @param against what the program decided against. It may be an earlier try, so it counts no sooner than an absence.
 */
function notFound(lookUp: LookUp, against: Match | null): Resolution {
  const { operation, settings, nowMs } = lookUp;
  // A list from before the latest try says nothing about that one.
  const seenAtMs = operation.evidence?.absentSinceMs ?? null;
  const triedAtMs = operation.lastAttemptAtMs ?? operation.firstSentAtMs;
  const isBefore = seenAtMs !== null && triedAtMs !== null && triedAtMs <= nowMs() && seenAtMs < triedAtMs;
  const sinceMs = isBefore ? null : seenAtMs;
  const elapsedMs = sinceMs === null ? null : nowMs() - sinceMs;
  if (elapsedMs === null || elapsedMs < 0)
    return askLater(
      settings.absentAfterMs,
      'not-listed-yet',
      'The loyalty program does not list it; it is asked once more before that counts.',
      seen(lookUp, { absentSinceMs: nowMs() }),
    );
  if (elapsedMs < settings.absentAfterMs)
    return askLater(
      settings.absentAfterMs - elapsedMs,
      'not-listed-yet',
      'The loyalty program does not list it; it is asked once more before that counts.',
      seen(lookUp),
    );
  if (against !== null) return refused(lookUp, rejectionCode(against.transactions));
  const finding = 'Two complete lists of the program did not have it.';
  return operation.kind === 'pay'
    ? cannotTell(
        lookUp,
        'pay-not-listed',
        `${finding} The points were probably not taken; look at the member's account.`,
      )
    : { kind: 'absent', evidence: seen(lookUp, { finding }) };
}
