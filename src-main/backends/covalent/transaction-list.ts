import type { MaybeWhy, NotArrivedWhy } from '../../../src-shared/queue/outcome.ts';
import { DAY } from '../../../src-shared/time/clock.ts';
import { utcSeconds } from '../../../src-shared/time/iso-time.ts';
import type { CovalentConnection } from './covalent-connection.ts';
import { directAnswer, UNKNOWN_FORM } from './direct-answer.ts';
import { BARE_NOT_FOUND } from './interpret-answer.ts';
import type { LookUp } from './look-up.ts';
import { wireMember } from './wire-member.ts';
import { pageAnswer, type WireTransaction, wireTransaction } from './wire-schemas.ts';

/** The largest the program allows (contract section 8). */
const PAGE_SIZE = 500;
/** 100,000 transactions of one member in a few hours are no list to search. */
const MOST_PAGES = 200;

export type Listing =
  | { readonly kind: 'complete'; readonly transactions: readonly WireTransaction[] }
  /** The program does not list them for this till, whenever it is asked. */
  | { readonly kind: 'impossible'; readonly code: string; readonly text: string }
  | {
      readonly kind: 'unavailable';
      readonly why: NotArrivedWhy | MaybeWhy | null;
      readonly retryAfterMs: number | null;
      readonly code: string;
      readonly text: string;
    };

const MOVED: Listing = {
  kind: 'unavailable',
  why: null,
  retryAfterMs: null,
  code: 'list-moved',
  text: 'The list of transactions changed while it was read.',
};

/**
 * How far before the first send a list begins. The contract asks for 15 minutes; a till's clock may have been off by more, and
 * a longer list costs a page, while one that begins too late would call absent what is there.
 */
const MARGIN_MS = DAY;

/** All that the program has of an operation's member since it was first sent. */
export async function listSinceSent({
  operation,
  context,
  settings,
  connection,
  nowMs,
  signal,
}: LookUp): Promise<Listing> {
  // A wall clock that was set back must not hide it either.
  const sentAtMs = Math.min(operation.firstSentAtMs ?? operation.recordedAtMs, nowMs());
  const member = wireMember(context.member, settings);
  const named = Object.keys(member).length === 0 ? null : { member, loyalty_currency: settings.loyaltyCurrency };
  return await listTransactions(connection, utcSeconds(sentAtMs - MARGIN_MS), named, signal);
}

/**
 * Every transaction of a member since a moment, all pages (section 10 rule 7): by `/members/transactions`, else, where that
 * is refused, by `/transactions`, which lists everybody's.
 *
 * @param since `yyyy-MM-ddTHH:mm:ssZ`
 * @param member M and LC; null: the member is no longer known here, so that only the general list is left.
 */
async function listTransactions(
  connection: CovalentConnection,
  since: string,
  member: Readonly<Record<string, unknown>> | null,
  signal: AbortSignal,
): Promise<Listing> {
  if (member !== null) {
    const own = await allPages(connection, '/members/transactions', since, member, signal);
    if (own.kind !== 'impossible') return own;
  }
  return await allPages(connection, '/transactions', since, null, signal);
}

async function allPages(
  connection: CovalentConnection,
  path: string,
  since: string,
  body: Readonly<Record<string, unknown>> | null,
  signal: AbortSignal,
): Promise<Listing> {
  const found = new Map<string, WireTransaction>();
  let counted: number | null = null;
  const ended = (): Listing =>
    // Fewer than it counts: rows moved from one page to the other between two answers.
    counted !== null && found.size < counted ? MOVED : { kind: 'complete', transactions: [...found.values()] };
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const query = `page=${page}&page_size=${PAGE_SIZE}&created_at__range=${encodeURIComponent(`${since},`)}`;
    const answer = directAnswer(await connection.ask(`${path}?${query}`, body, 'sync', signal), pageAnswer);
    // Some list an empty page after the last one, some none.
    if (answer.kind === 'refused' && page > 1 && answer.code === BARE_NOT_FOUND) return ended();
    if (answer.kind === 'refused') return { kind: 'impossible', code: answer.code, text: answer.text };
    if (answer.kind === 'unavailable') {
      const { code, text } = answer;
      // Neither a permission nor a field that is missing comes back by waiting.
      return answer.why === 'forbidden' || code === UNKNOWN_FORM ? { kind: 'impossible', code, text } : answer;
    }
    const { results, count, next } = answer.value;
    counted = count ?? counted;
    for (const row of results) {
      const parsed = wireTransaction.safeParse(row);
      // One that cannot be read may be the one that is looked for.
      if (!parsed.success)
        return { kind: 'impossible', code: 'unreadable-row', text: 'A listed transaction has an unknown form.' };
      found.set(parsed.data.id, parsed.data);
    }
    const more =
      next === undefined ? results.length > 0 && (count === undefined || page * PAGE_SIZE < count) : next !== null;
    if (!more) return ended();
  }
  return { kind: 'impossible', code: 'list-too-long', text: 'The list of transactions is too long to search.' };
}
