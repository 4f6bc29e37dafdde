import type { Operation, OperationAnswer } from '../../../src-shared/queue/operation.ts';
import { parseUtc } from '../../../src-shared/time/iso-time.ts';
import { safeCode } from './interpret-answer.ts';
import type { WireTransaction } from './wire-schemas.ts';

/** How far the program is with what was asked. */
export type Standing =
  /** It stands; a purchase that waits for its own release date does as well. */
  | 'done'
  /** Somebody outside has to approve it (section 10 rule 11). */
  | 'waits'
  /** Nothing of it stands. */
  | 'rejected'
  /** A status of a payment that no document knows: it is not booked. */
  | 'unclear';

/** What kind of thing an operation did at the program, by which a status is read. */
export type Deed = 'purchase' | 'payment' | 'payment-cancel';

/** Statuses in which a transaction moves nothing any more. */
export const TAKEN_BACK: ReadonlySet<string> = new Set(['rejected', 'cancelled', 'reversed']);
/** Moves of points are booked only when they are completed (rule 11). A cancel may be answered with the link it cancelled. */
const BOOKED: Readonly<Record<Exclude<Deed, 'purchase'>, ReadonlySet<string>>> = {
  payment: new Set(['completed', 'adjusted']),
  'payment-cancel': new Set(['completed', 'cancelled', 'reversed']),
};

/**
 * What the transactions of one operation come to together. One rejected beside others that stand is no refusal of the whole.
 * None at all: no rule applied, which is done.
 */
export function standingOf(transactions: readonly Pick<WireTransaction, 'status'>[], deed: Deed): Standing {
  const standings = transactions.map(({ status }) => standingOfOne(status, deed));
  if (standings.includes('waits')) return 'waits';
  if (standings.includes('unclear')) return 'unclear';
  return standings.length > 0 && standings.every((one) => one === 'rejected') ? 'rejected' : 'done';
}

function standingOfOne(status: string, deed: Deed): Standing {
  if (status === 'pending_external_approval') return 'waits';
  if (deed === 'purchase') return TAKEN_BACK.has(status) ? 'rejected' : 'done';
  if (BOOKED[deed].has(status)) return 'done';
  if (TAKEN_BACK.has(status)) return 'rejected';
  // A payment has no release date of its own, so a pending one waits for the program.
  return status === 'pending' ? 'waits' : 'unclear';
}

export const deedOf = ({ detail }: Pick<Operation, 'detail'>): Deed =>
  detail.kind === 'cancel-payment'
    ? 'payment-cancel'
    : detail.kind === 'pay' || (detail.kind === 'adjust' && detail.facts?.['target'] === 'pay')
      ? 'payment'
      : 'purchase';

/** Why it was rejected, in the program's code. */
export const rejectionCode = (transactions: readonly WireTransaction[]): string =>
  safeCode(transactions.find(({ statusMessageCode }) => statusMessageCode !== null)?.statusMessageCode ?? '') ||
  statusCode(transactions, 'rejected');

/** A status as a code to show; free of everything that is no code. */
export const statusCode = ([first]: readonly Pick<WireTransaction, 'status'>[], otherwise: string): string =>
  safeCode(first?.status ?? '') || otherwise;

/**
 * Marks an answer as the program's acceptance under this key, so that a look-up goes by the id in it. What is left of a
 * former key says nothing about this one.
 */
export const acceptedUnder = ({ key }: Pick<Operation, 'key'>, answer: OperationAnswer): OperationAnswer => ({
  ...answer,
  facts: { ...answer.facts, acceptedUnder: key },
});

export const wasAccepted = ({ key, answer }: Pick<Operation, 'key' | 'answer'>): boolean =>
  answer?.facts?.['acceptedUnder'] === key;

/**
 * What is kept of a purchase: its id for the void, and until when it is pending.
 *
 * @param askedFor the release that was sent, ms, for a pending one whose own is not told; null: none was.
 */
export function purchaseAnswer(
  { id, transactions }: { readonly id: string; readonly transactions: readonly WireTransaction[] },
  askedFor: number | null,
): OperationAnswer {
  const standing = transactions.filter(({ status }) => !TAKEN_BACK.has(status));
  const amounts = standing.map(({ amount }) => amount);
  const releaseAtMs = releaseOf(standing, askedFor);
  return {
    confirmationCode: id,
    ...(amounts.includes(null) ? {} : { pointsEarned: amounts.reduce<number>((sum, one) => sum + (one ?? 0), 0) }),
    facts: {
      executionId: id,
      ...(releaseAtMs === null ? {} : { releaseAtMs: String(releaseAtMs) }),
    },
  };
}

/** The earliest release of those still pending, ms; afterwards not all of them can be taken back. Null: final. */
function releaseOf(transactions: readonly WireTransaction[], askedFor: number | null): number | null {
  if (transactions.length === 0 || !transactions.every(({ status }) => status.startsWith('pending'))) return null;
  const times = transactions.flatMap(({ releaseDate }) => readTimestamp(releaseDate ?? '') ?? askedFor ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/** The release date in the frozen bytes of a purchase, ms; null: there is none. */
export function releaseAskedFor({ request }: Pick<Operation, 'request'>): number | null {
  const text = request === null ? undefined : /"release_date":"([^"]+)"/.exec(request.body)?.[1];
  return text === undefined ? null : readTimestamp(text);
}

/** Both shapes of section 1 (`…Z`, `…+0000`), and an offset with a colon; null: neither. */
export function readTimestamp(text: string): number | null {
  const match = /^(.+T.+?)([+-]\d{2}):?(\d{2})$/.exec(text);
  if (match === null) return parseUtc(text);
  const atMs = Date.parse(`${match[1]}${match[2]}:${match[3]}`);
  return Number.isNaN(atMs) ? null : atMs;
}

/** What is kept of a payment's link: both its names, which the next link has to give. */
export function linkAnswer(
  transaction: Pick<WireTransaction, 'id'>,
  externalReference: string,
  more: { readonly adjustmentAllowed: boolean | null; readonly points: number | null },
): OperationAnswer {
  return {
    confirmationCode: transaction.id,
    ...(more.points === null ? {} : { pointsRedeemed: more.points }),
    facts: {
      transactionId: transaction.id,
      externalReference,
      ...(more.adjustmentAllowed === null ? {} : { adjustmentAllowed: String(more.adjustmentAllowed) }),
    },
  };
}
