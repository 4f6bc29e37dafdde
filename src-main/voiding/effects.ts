import { createHash } from 'node:crypto';
import type { Support } from '../../src-shared/backend/capabilities.ts';
import type { EffectsView } from '../../src-shared/contract/views.ts';
import { isFinished, type Operation } from '../../src-shared/queue/operation.ts';
import { reversalOf } from '../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';

export type Effect = EffectsView['effects'][number];

const effect = (kind: Effect['kind'], facts: Partial<Omit<Effect, 'kind'>> = {}): Effect => ({
  kind,
  amountMinor: facts.amountMinor ?? null,
  points: facts.points ?? null,
  text: facts.text ?? null,
});

/**
 * What a void will take and give back, both sides, from what is known now. Pure. Points paid come back as points; the rest
 * of what the customer paid comes back as money.
 *
 * @param canUndo whether the program can take back what a delivered operation did.
 * @param pointsEarned what the sale earned (below 0: what a return took), where two readings said so; what the program
 *   answered to the sale itself goes before it. Null: not known.
 * @param identifiersKnown false: the member's identifiers were purged, so only a void without loyalty is left.
 */
export function effectsOfVoid(
  sale: Sale,
  operations: readonly Operation[],
  canUndo: (operation: Operation) => Support,
  pointsEarned: number | null,
  identifiersKnown: boolean,
): Effect[] {
  const moneyMinor = sale.tenders
    .filter((tender) => tender.payOperationId === null)
    .reduce((sum, tender) => sum + tender.amountMinor, 0);
  const money = moneyMinor === 0 ? [] : [effect('money-back', { amountMinor: moneyMinor })];
  if (sale.memberKeyId !== null && !identifiersKnown) return [...money, effect('without-loyalty')];
  return [
    ...money,
    ...operations.filter((pay) => !isReversed(pay, operations)).flatMap((pay) => paidBack(pay, canUndo)),
    ...submitTakenBack(sale, operations, canUndo, pointsEarned),
  ];
}

/** A pay's side of the void table. */
function paidBack(pay: Operation, canUndo: (operation: Operation) => Support): Effect[] {
  if (pay.detail.kind !== 'pay') return [];
  const { amountMinor } = pay.detail;
  switch (reversalOf(pay)) {
    case 'due-now': {
      const undo = canUndo(pay);
      if (!undo.offered) return [effect('cannot-be-undone', { amountMinor, text: undo.because })];
      return [effect('points-given-back', { amountMinor, points: pointsPaid(pay) })];
    }
    case 'store-and-wait':
      return [effect('waits-for-outcome', { amountMinor })];
    case 'drop-original':
    case 'none':
      return [];
  }
}

/** What the pay took, as its two balances say; the till never computes points (contract A12, A14). */
function pointsPaid({ evidence, answer }: Operation): number | null {
  const before = evidence?.balanceBefore;
  const after = answer?.balancePoints;
  return before === undefined || after === undefined || after > before ? null : before - after;
}

/** The side of what reported the sale: what it earned, and the gifts it used. */
function submitTakenBack(
  sale: Sale,
  operations: readonly Operation[],
  canUndo: (operation: Operation) => Support,
  pointsEarned: number | null,
): Effect[] {
  const submit = operations.findLast(
    (operation) =>
      (operation.kind === 'submit' || operation.kind === 'submit-unclaimed') &&
      operation.state !== 'dropped' &&
      !isReversed(operation, operations),
  );
  if (submit === undefined) return [];
  const gifts = sale.usedGifts.map((gift) => effect('gift-given-back', { text: gift.name }));
  switch (reversalOf(submit)) {
    case 'none':
      return [];
    case 'drop-original':
      // A claimed sale: what was sent before the claim is still being taken back.
      return [effect(operations.some(isOpenCancel) ? 'waits-for-outcome' : 'nothing-was-sent')];
    case 'store-and-wait':
      return [effect('waits-for-outcome'), ...gifts];
    case 'due-now': {
      const undo = canUndo(submit);
      if (!undo.offered) return [effect('cannot-be-undone', { text: undo.because })];
      const spent = submit.answer?.pointsRedeemed ?? 0;
      const redeemed = spent === 0 ? [] : [effect('points-given-back', { points: spent })];
      const earned = submit.answer?.pointsEarned ?? pointsEarned;
      return submit.kind === 'submit' ? [earnedBack(earned), ...redeemed, ...gifts] : gifts;
    }
  }
}

const isOpenCancel = ({ kind, state }: Operation): boolean => kind === 'cancel-sale' && !isFinished(state);

function earnedBack(pointsEarned: number | null): Effect {
  if (pointsEarned === null) return effect('points-taken-back-unknown');
  return pointsEarned < 0
    ? effect('points-given-back', { points: -pointsEarned })
    : effect('points-taken-back', { points: pointsEarned });
}

const isReversed = (operation: Operation, all: readonly Operation[]): boolean =>
  all.some((other) => other.undoesId === operation.id && other.state !== 'dropped' && other.state !== 'owed');

/** Changes whenever anything shown changes; confirming carries it. */
export const fingerprintOf = (effects: readonly Effect[]): string =>
  createHash('sha256').update(JSON.stringify(effects)).digest('base64url').slice(0, 22);
