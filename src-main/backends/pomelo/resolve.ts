import type { Evidence, Operation, OperationAnswer } from '../../../src-shared/queue/operation.ts';
import type { DirectAnswer, Resolution } from '../../../src-shared/queue/outcome.ts';
import { LONGEST_DELAY_MS } from '../../../src-shared/queue/retry-schedule.ts';
import type { ResolveContext } from '../backend.ts';
import { type Adjustment, adjustmentOf } from './adjustment.ts';
import { balanceMoves } from './balance-moves.ts';
import { cardOf } from './card-id.ts';
import type { Balances } from './direct-calls.ts';
import type { PomeloSettings } from './pomelo-settings.ts';

/** Reads a card's balances right now; never changes anything at the program. */
export type LookUp = (cardId: string) => Promise<DirectAnswer<Balances>>;

/**
 * Finds out whether an unclear operation happened (contract section 8.7): the program has no list to search, so the balance
 * of now is compared with the one from right before, and with all else that this till knows to have moved it. Only a clear
 * and unique match settles it.
 */
export async function resolve(
  operation: Operation,
  context: ResolveContext,
  settings: PomeloSettings,
  nowMs: () => number,
  lookUp: LookUp,
): Promise<Resolution> {
  const waitMs = quietLeft(operation, settings, nowMs());
  if (waitMs > 0) return askAgain(waitMs, 'too-early', 'It is too early to tell from the balance.');
  const unclear = (text: string, seen: Evidence): Resolution => {
    // Until the window is over the program still answers a repeat with what it did; a person is asked only after that.
    if (mayStillBeRepeated(operation, settings, nowMs())) return askAgain(LONGEST_DELAY_MS, 'balance-unclear', text);
    return {
      kind: 'cannot-tell',
      code: 'balance-unclear',
      text,
      evidence: { ...operation.evidence, ...seen, finding: text },
    };
  };
  const adjustment = adjustmentOf(operation);
  const before = operation.evidence?.balanceBefore;
  if (adjustment === null || before === undefined)
    return unclear('The balance from before this was not read, so it cannot be compared.', { lookedUpAtMs: nowMs() });
  const cardId = cardOf(context.member);
  if (cardId === null)
    return unclear('The card is no longer kept on this till, so its balance cannot be read.', {
      lookedUpAtMs: nowMs(),
    });

  const answer = await lookUp(cardId);
  const lookedUpAtMs = nowMs();
  if (answer.kind === 'unavailable') {
    const { retryAfterMs, why, code, text } = answer;
    return { kind: 'ask-again', afterMs: retryAfterMs ?? settings.lookUpAgainMs, why, code, text };
  }
  if (answer.kind === 'refused') return unclear(`The balance could not be read: ${answer.text}`, { lookedUpAtMs });
  const seen = answer.value[adjustment.account];
  if (seen === null) return unclear('The program named no balance to compare with.', { lookedUpAtMs });

  const finding = `Balance ${before} before it, ${seen} now; this moves ${adjustment.points}.`;
  const evidence = { ...operation.evidence, lookedUpAtMs, balanceSeen: seen, finding };
  switch (matchOf(seen - before, adjustment, operation, context)) {
    case 'with':
      return { kind: 'done', answer: answerOf(operation, adjustment, seen), evidence };
    case 'without':
      return { kind: 'absent', evidence };
    case 'both':
      return unclear(`${finding} Other operations of this card explain it with this one and without it.`, evidence);
    case 'neither':
      return unclear(`${finding} Something else has moved the balance as well.`, evidence);
  }
}

/**
 * Time still to wait until a missing effect proves something, ms: a late first try could yet arrive. Never more than the
 * quiet time, however far the wall clock was set back meanwhile.
 */
function quietLeft(operation: Operation, { payQuietMs }: PomeloSettings, nowMs: number): number {
  const lastMs = operation.lastAttemptAtMs ?? operation.firstSentAtMs;
  return lastMs === null ? 0 : Math.min(payQuietMs, Math.max(0, lastMs + payQuietMs - nowMs));
}

/** A clock that went back proves no window (design 7.11). */
function mayStillBeRepeated({ firstSentAtMs }: Operation, { replayWindowMs }: PomeloSettings, nowMs: number): boolean {
  return firstSentAtMs !== null && nowMs >= firstSentAtMs && nowMs < firstSentAtMs + replayWindowMs;
}

const askAgain = (afterMs: number, code: string, text: string): Resolution => ({
  kind: 'ask-again',
  afterMs,
  why: null,
  code,
  text,
});

/** Whether what is known to have moved the balance explains it with this operation, without it, both or neither. */
function matchOf(
  movedBy: number,
  { points, account }: Adjustment,
  { evidence }: Operation,
  { disturbedBy }: ResolveContext,
): 'with' | 'without' | 'both' | 'neither' {
  const moves = balanceMoves(disturbedBy, account, evidence?.balanceBeforeAtMs ?? Number.POSITIVE_INFINITY);
  if (moves === null) return 'both';
  const fits = (moved: number): boolean => moves.lowest <= moved && moved <= moves.highest;
  const withIt = fits(movedBy - points);
  const withoutIt = fits(movedBy);
  if (withIt) return withoutIt ? 'both' : 'with';
  return withoutIt ? 'without' : 'neither';
}

const answerOf = ({ kind }: Operation, { points, account }: Adjustment, balance: number): OperationAnswer => ({
  ...(account === 'points' ? { balancePoints: balance } : { balanceCredit: balance }),
  ...(kind === 'submit' ? { pointsEarned: points } : {}),
  ...(kind === 'pay' ? { pointsRedeemed: -points } : {}),
});
