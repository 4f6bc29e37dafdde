import type { IdentifyWay } from '../../src-shared/backend/capabilities.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Member, MemberIdentifier } from '../../src-shared/member/member.ts';
import type { DirectAnswer } from '../../src-shared/queue/outcome.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { Identified, Opened } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import { applyPlan } from '../sync/apply-plan.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findChangeable, findOpen } from './change-basket.ts';
import { giveBack } from './give-back-pay.ts';
import { enteredWay, identifyWays } from './identify-ways.ts';
import type { OpenSale } from './open-sales.ts';
import { letGoWithin, openedFor, takeOpened } from './opened-member.ts';
import { wantedPay } from './standing-pay.ts';
import { withoutBenefits } from './used-benefits.ts';

/** A direct question to the program. Not asked while it is known that nothing can be reached: the sale never waits. */
export async function askDirectly<T>(parts: TillParts, ask: () => Promise<DirectAnswer<T>>): Promise<DirectAnswer<T>> {
  const { connectivity, clock, loop } = parts;
  if (connectivity.admission(clock.nowMs()).kind === 'none') {
    const facts = connectivity.facts();
    const paused = facts.state === 'paused';
    return {
      kind: 'unavailable',
      why: paused ? (facts.why === 'not-signed-in' ? 'not-signed-in' : 'throttled') : 'no-connection',
      retryAfterMs: null,
      code: facts.why ?? 'no-connection',
      text: '',
    };
  }
  const answer = await ask();
  connectivity.seenDirect(answer);
  loop.wake();
  return answer;
}

/** Why the program gave no answer, as the screens say it. */
export function directProblem(answer: Exclude<DirectAnswer<unknown>, { kind: 'ok' }>): Result<never> {
  if (answer.kind === 'refused') {
    return answer.notFound
      ? problem('member-not-found')
      : problem('loyalty-refused', { code: answer.code, text: answer.text });
  }
  switch (answer.why) {
    case 'no-connection':
      return problem('loyalty-offline');
    case 'not-signed-in':
    case 'throttled':
      return problem('loyalty-paused', { why: answer.why });
    default:
      return problem('loyalty-unclear', { code: answer.code });
  }
}

/**
 * Identifies the member of an open sale. Without a connection the identifier is kept and nothing else is claimed about the
 * member; a card the program does not know is refused, and the sale stays without one.
 */
export async function identifyMember(
  saleId: string,
  identifier: MemberIdentifier,
  details: readonly MemberIdentifier[],
  parts: TillParts,
  signal: AbortSignal,
): Promise<Result<OpenSale>> {
  const before = findOpen(saleId, parts);
  if (!before.ok) return before;
  const { backEnd } = parts;
  const entered = [identifier, ...details] as const;
  const found = enteredWay(entered, parts);
  if (!found.ok) return found;
  const way = found.value;
  const changeable = findChangeable(saleId, parts);
  if (!changeable.ok) return changeable;
  const { sale } = changeable.value;
  const answer = await askDirectly<Identified>(parts, () => backEnd.identify(entered, sale, signal));
  if (answer.kind === 'refused') return directProblem(answer);
  // Nothing is kept of a code that works once; where its answer was lost it may be used up.
  if (answer.kind === 'unavailable' && way.oneTime)
    return answer.why === 'no-connection' ? problem('code-needs-connection') : problem('code-may-be-used');
  const opened = answer.kind === 'ok' && answer.value.opens !== null ? answer.value : null;
  // The sale may have ended while the program was asked.
  const after = findChangeable(saleId, parts);
  if (opened?.opens != null) {
    if (after.ok) return takeOpened(after.value, { ...opened, opens: opened.opens }, parts);
    releaseOpened(sale, opened.opens, parts);
  }
  if (!after.ok) return after;
  const open = after.value;
  // Who that would be nobody can tell now, and what is open at the program was opened for the sale's own member.
  if (answer.kind === 'unavailable' && (openedFor(open, parts) !== null || way.balanceOnly))
    return directProblem(answer);
  const member = answer.kind === 'ok' ? answer.value.member : null;
  setMember(open, keptIdentifiers(entered, way, member), member, parts);
  return done(open);
}

/** How this program takes such an identifier, as it said last; null: not at all. */
const wayOf = ({ method }: MemberIdentifier, parts: TillParts): IdentifyWay | null =>
  identifyWays(parts).find((offered) => offered.method === method) ?? null;

/** What is kept of the member: what was entered, unless it works only once, then what the program named. */
function keptIdentifiers(
  entered: readonly MemberIdentifier[],
  way: IdentifyWay,
  member: Member | null,
): readonly MemberIdentifier[] {
  const own = way.oneTime ? [] : entered;
  const others = (member?.identifiers ?? []).filter(
    (one) => !entered.some((known) => known.method === one.method && known.value === one.value),
  );
  return [...own, ...others];
}

/** The sale ended while its member was looked up: what that opened is given back at once. */
function releaseOpened(sale: Sale, opened: Opened, parts: TillParts): void {
  const event = { kind: 'opened', sale, opened, keep: false } as const;
  const known = parts.stores.operations.ofSale(sale.saleId);
  atomically(parts.db, () => applyPlan(parts.backEnd.plan(event, known, parts.newId), parts));
  parts.loop.wake();
}

/** Sets the member, the identifier that decides who he is first, in one commit with what `also` stores for him. */
export function setMember(
  open: OpenSale,
  identifiers: readonly MemberIdentifier[],
  member: Member | null,
  parts: TillParts,
  also: (memberKeyId: string) => void = () => undefined,
): void {
  const { db, stores, clock, openSales, changes } = parts;
  const nowMs = clock.nowMs();
  const follow = atomically(db, () => {
    const memberKeyId = stores.memberKeys.keep(identifiers, nowMs);
    also(memberKeyId);
    return openSales.changeWithin(open, { ...withoutBenefits(open.sale), memberKeyId });
  });
  follow();
  open.member = { identifiers, member, readAtMs: member === null ? null : nowMs, codeProved: false };
  open.preview = null;
  changes.changed();
}

/** Takes the member off the sale; a pay that stands is given back with it (design 7.8). */
export function removeMember(saleId: string, parts: TillParts): Result<OpenSale> {
  const before = findOpen(saleId, parts);
  if (!before.ok) return before;
  if (before.value.sale.tenders.some((tender) => tender.payOperationId === null)) return problem('sale-has-tenders');
  const pay = wantedPay(saleId, parts);
  if (pay !== null) giveBack(before.value, pay, parts);
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  atomically(parts.db, () => letGoWithin(open, parts))();
  parts.changes.changed();
  parts.loop.wake();
  return done(open);
}

/** Why a member whose identification opened something is not read again. */
export const READ_ONCE = 'This program says the balance only when the member is scanned.';

/** Reads the member again: balances are never taken from memory. */
export async function refreshMember(saleId: string, parts: TillParts, signal: AbortSignal): Promise<Result<OpenSale>> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  const { memberKeyId } = open.sale;
  const identifiers = identifiersOf(open, parts);
  if (identifiers === null) return problem('member-required');
  if (parts.backEnd.capabilities.identify === 'opens') return problem('not-offered-by-program', { because: READ_ONCE });
  const answer = await askDirectly<Identified>(parts, () => parts.backEnd.identify(identifiers, null, signal));
  if (answer.kind !== 'ok') return directProblem(answer);
  if (open.sale.memberKeyId !== memberKeyId) return done(open);
  open.member = {
    identifiers,
    member: answer.value.member,
    readAtMs: parts.clock.nowMs(),
    codeProved: open.member?.codeProved ?? false,
  };
  parts.changes.changed();
  return done(open);
}

/** The identifiers of the sale's member, the scanned one first; null without a member. */
export function identifiersOf(open: OpenSale, { stores }: TillParts): readonly MemberIdentifier[] | null {
  if (open.sale.memberKeyId === null) return null;
  return open.member?.identifiers ?? stores.memberKeys.identifiers(open.sale.memberKeyId);
}

/** Whether this identification may spend as the member was last read, and if not, which error says what to do. */
export function mayRedeem(open: OpenSale, parts: TillParts): Result<null> {
  const strong = strongEnough(open, parts);
  if (!strong.ok) return strong;
  const member = open.member?.member ?? null;
  // Taken without a connection, or before a restart: nothing is claimed about the member until he is read again.
  if (member === null)
    return problem(parts.connectivity.facts().state === 'not-connected' ? 'loyalty-offline' : 'member-required');
  return member.active ? done(null) : problem('member-not-active', { status: member.status });
}

/** Whether the way in which the member was identified is strong enough to spend (design 8.2). */
export function strongEnough(open: OpenSale, parts: TillParts): Result<null> {
  const scanned = identifiersOf(open, parts)?.[0];
  if (scanned === undefined) return problem('member-required');
  if (open.member?.codeProved === true) return done(null);
  return wayOf(scanned, parts) !== null && parts.config.policy.maySpend.includes(scanned.method)
    ? done(null)
    : problem('stronger-id-needed', { method: scanned.method });
}
