import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { Evidence, Operation, OperationDetail } from '../../../src-shared/queue/operation.ts';
import type { DirectAnswer, Resolution } from '../../../src-shared/queue/outcome.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { ResolveContext } from '../backend.ts';
import { balanceMoves } from './balance-moves.ts';
import { readBalance } from './read-member.ts';
import type { RekonectSettings } from './rekonect-settings.ts';
import { wireMember } from './wire-member.ts';
import type { DetailsFields } from './wire-schemas.ts';

/** Reads a member right now; never changes anything at the program. */
export type LookUp = (identifiers: readonly MemberIdentifier[]) => Promise<DirectAnswer<DetailsFields>>;

/** Finds out whether an unclear operation happened (contract section 6 rule 7), or says in words why it cannot. */
export async function resolve(
  operation: Operation,
  context: ResolveContext,
  settings: RekonectSettings,
  nowMs: () => number,
  lookUp: LookUp,
): Promise<Resolution> {
  const { detail } = operation;
  switch (detail.kind) {
    case 'pay':
      return await resolvePay(operation, detail.amountMinor, context, settings, nowMs, lookUp);
    case 'enrol':
      return await resolveEnrol(operation, detail, settings, nowMs, lookUp);
    case 'event':
      return resolveEvent(operation, nowMs());
    case 'update-member':
    case 'cancel-payment':
    case 'submit':
    case 'submit-unclaimed':
    case 'cancel-sale':
    case 'identify':
    case 'adjust':
    case 'release':
      return {
        kind: 'cannot-tell',
        code: 'no-look-up',
        text: 'The loyalty program cannot be asked about this; please look it up in its own screens.',
        evidence: { ...operation.evidence, lookedUpAtMs: nowMs() },
      };
  }
}

/**
 * Time still to wait until a missing effect proves something, ms: a late first try could yet arrive. Never more than the
 * quiet time, however far the wall clock was set back meanwhile.
 */
function quietLeft(operation: Operation, settings: RekonectSettings, nowMs: number): number {
  const lastMs = operation.lastAttemptAtMs ?? operation.firstSentAtMs;
  return lastMs === null ? 0 : Math.min(settings.payQuietMs, Math.max(0, lastMs + settings.payQuietMs - nowMs));
}

function askAgain(afterMs: number, code: string, text: string): Resolution {
  return { kind: 'ask-again', afterMs, why: null, code, text };
}

function notAsked(
  { retryAfterMs, why, code, text }: DirectAnswer<unknown> & { readonly kind: 'unavailable' },
  settings: RekonectSettings,
): Resolution {
  return { kind: 'ask-again', afterMs: retryAfterMs ?? settings.lookUpAgainMs, why, code, text };
}

async function resolvePay(
  operation: Operation,
  amountMinor: number,
  context: ResolveContext,
  settings: RekonectSettings,
  nowMs: () => number,
  lookUp: LookUp,
): Promise<Resolution> {
  const waitMs = quietLeft(operation, settings, nowMs());
  if (waitMs > 0)
    return askAgain(waitMs, 'too-early', 'It is too early to tell from the balance whether the payment arrived.');
  const cannotTell = (text: string, seen: Evidence): Resolution => ({
    kind: 'cannot-tell',
    code: 'pay-unclear',
    text,
    evidence: { ...operation.evidence, ...seen, finding: text },
  });
  const before = operation.evidence;
  if (before?.balanceBefore === undefined)
    return cannotTell('The balance before this payment was not read, so it cannot be compared.', {
      lookedUpAtMs: nowMs(),
    });
  if (Object.keys(wireMember(context.member, settings)).length === 0)
    return cannotTell('The member is no longer kept on this till, so the balance cannot be read.', {
      lookedUpAtMs: nowMs(),
    });

  const answer = await lookUp(context.member);
  const lookedUpAtMs = nowMs();
  if (answer.kind === 'unavailable') return notAsked(answer, settings);
  if (answer.kind === 'refused')
    return cannotTell(`The balance could not be read again: ${answer.text}`, { lookedUpAtMs });

  const points = readBalance(answer.value.member.points).units;
  const credit = readBalance(answer.value.member.credit).units;
  const seen = settings.spendFrom === 'points' ? points : credit;
  if (seen === null) return cannotTell('The loyalty program named no balance to compare with.', { lookedUpAtMs });
  const readings =
    `Balance ${before.balanceBefore} at ${clockTime(before.balanceBeforeAtMs)} before the payment of ${amountMinor}, ` +
    `${seen} at ${clockTime(lookedUpAtMs)} after it.`;
  const found = { lookedUpAtMs, balanceSeen: seen };
  const provesAbsent = isWithoutPay(seen - before.balanceBefore, amountMinor, before, context, settings);
  if (seen !== before.balanceBefore && !provesAbsent) {
    const fellMinor = before.balanceBefore - seen;
    return cannotTell(
      fellMinor === amountMinor
        ? `${readings} It fell by exactly this payment, so it has probably happened, but without its confirmation code.`
        : `${readings} It moved by another amount, so this alone says nothing.`,
      found,
    );
  }
  // The business may run on the other balance than this till was told; then an unmoved one proves nothing.
  const other = settings.spendFrom === 'points' ? credit : points;
  if (before.otherBalanceBefore !== undefined && other !== before.otherBalanceBefore)
    return cannotTell(
      `${readings} The other balance went from ${before.otherBalanceBefore} to ${other ?? 'none'}.`,
      found,
    );
  if (!provesAbsent)
    return cannotTell(
      `${readings} In between, other operations of this member were under way, so an unchanged balance proves nothing.`,
      found,
    );
  return { kind: 'absent', evidence: { ...before, ...found, finding: readings } };
}

/** Whether what else happened explains the balance without this pay, and could not explain it with it. */
function isWithoutPay(
  movedBy: number,
  amountMinor: number,
  { balanceBeforeAtMs }: Evidence,
  { disturbedBy, disturbingSales }: ResolveContext,
  { earnRule }: RekonectSettings,
): boolean {
  const saleOf = (saleId: string): Sale | null => disturbingSales.get(saleId) ?? null;
  const moves = balanceMoves(disturbedBy, saleOf, balanceBeforeAtMs ?? Number.POSITIVE_INFINITY, earnRule);
  if (moves === null) return false;
  const fits = (moved: number): boolean => moves.lowest <= moved && moved <= moves.highest;
  return fits(movedBy) && !fits(movedBy + amountMinor);
}

/** Section 4.2: whoever is found by the same phone or e-mail is enrolled; not found after the quiet time is absent. */
async function resolveEnrol(
  operation: Operation,
  detail: OperationDetail & { readonly kind: 'enrol' },
  settings: RekonectSettings,
  nowMs: () => number,
  lookUp: LookUp,
): Promise<Resolution> {
  const { phoneNumber, email } = detail.profile;
  const answer = await lookUp(
    phoneNumber === undefined ? [{ method: 'email', value: email ?? '' }] : [{ method: 'phone', value: phoneNumber }],
  );
  const evidence = { ...operation.evidence, lookedUpAtMs: nowMs() };
  if (answer.kind === 'unavailable') return notAsked(answer, settings);
  if (answer.kind === 'ok') {
    const memberId = answer.value.member.membershipKey;
    return { kind: 'done', answer: memberId === undefined ? {} : { memberId }, evidence };
  }
  if (!answer.notFound)
    return {
      kind: 'cannot-tell',
      code: answer.code,
      text: `The member could not be looked up: ${answer.text}`,
      evidence,
    };
  const waitMs = quietLeft(operation, settings, nowMs());
  return waitMs > 0
    ? askAgain(waitMs, 'too-early', 'The member is not known yet, but the enrolment may still be on its way.')
    : { kind: 'absent', evidence };
}

/**
 * Section 4.7 wants one retry and expects duplicates, and no look-up exists. So the first time an unclear event is called
 * absent, which sends it once more; the second time nobody can tell, and it is listed rather than dropped unseen. This is the
 * only place where "absent" is a permission and no proof: an event moves neither points nor money.
 */
function resolveEvent(operation: Operation, nowMs: number): Resolution {
  const evidence = { ...operation.evidence, lookedUpAtMs: nowMs };
  return operation.evidence?.lookedUpAtMs === undefined
    ? { kind: 'absent', evidence }
    : {
        kind: 'cannot-tell',
        code: 'event-unclear',
        text: 'This notice was sent twice without an answer. It changes no balance; close it.',
        evidence,
      };
}

/** UTC, since a back end does not know the shop's time zone. */
function clockTime(atMs: number | undefined): string {
  return atMs === undefined ? 'an unknown time' : `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
}
