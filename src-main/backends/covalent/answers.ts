import type { Operation, OperationAnswer } from '../../../src-shared/queue/operation.ts';
import { parseUtc } from '../../../src-shared/time/iso-time.ts';
import type { WireTransaction } from './wire-schemas.ts';

/** How far the program is with what was asked. */
export type Standing =
  /** It stands; a purchase that waits for its own release date does as well. */
  | 'done'
  /** Somebody outside has to approve it (section 10 rule 11). */
  | 'waits'
  | 'rejected';

/**
 * What the transactions of one operation come to together. One rejected beside others that stand is no refusal of the whole.
 * None at all: no rule applied, which is done.
 */
export function standingOf(transactions: readonly Pick<WireTransaction, 'status' | 'type'>[]): Standing {
  if (transactions.some(waits)) return 'waits';
  return transactions.length > 0 && transactions.every(({ status }) => status === 'rejected') ? 'rejected' : 'done';
}

/** A payment has no release date of its own, so a pending one waits for the program. */
const waits = ({ status, type }: Pick<WireTransaction, 'status' | 'type'>): boolean =>
  status === 'pending_external_approval' || (status === 'pending' && type === 'redemption');

/** Why it was rejected, in the program's code. */
export const rejectionCode = (transactions: readonly WireTransaction[]): string =>
  transactions.find(({ statusMessageCode }) => statusMessageCode !== null)?.statusMessageCode ?? 'rejected';

/**
 * What is kept of a purchase: its id for the void, and until when it is pending.
 *
 * @param askedFor the release that was sent, ms, for a pending one whose own is not told; null: none was.
 */
export function purchaseAnswer(
  { id, transactions }: { readonly id: string; readonly transactions: readonly WireTransaction[] },
  askedFor: number | null,
): OperationAnswer {
  const standing = transactions.filter(({ status }) => status !== 'rejected' && status !== 'cancelled');
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
