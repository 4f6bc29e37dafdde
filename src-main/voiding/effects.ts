import { createHash } from 'node:crypto';
import type { Capabilities } from '../../src-shared/backend/capabilities.ts';
import type { EffectsView } from '../../src-shared/contract/views.ts';
import type { Operation } from '../../src-shared/queue/operation.ts';
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
 * @param pointsEarned what the sale earned, where the program or two readings said so; null: not known.
 * @param identifiersKnown false: the member's identifiers were purged, so only a void without loyalty is left.
 */
export function effectsOfVoid(
  sale: Sale,
  operations: readonly Operation[],
  capabilities: Capabilities,
  pointsEarned: number | null,
  identifiersKnown: boolean,
): Effect[] {
  const effects: Effect[] = [];
  const moneyMinor = sale.tenders
    .filter((tender) => tender.payOperationId === null)
    .reduce((sum, tender) => sum + tender.amountMinor, 0);
  if (moneyMinor !== 0) effects.push(effect('money-back', { amountMinor: moneyMinor }));
  if (sale.memberKeyId !== null && !identifiersKnown) return [...effects, effect('without-loyalty')];

  for (const pay of operations) {
    if (pay.detail.kind !== 'pay' || isReversed(pay, operations)) continue;
    const { amountMinor } = pay.detail;
    switch (reversalOf(pay)) {
      case 'due-now':
        effects.push(effect('points-given-back', { amountMinor, points: amountMinor }));
        break;
      case 'store-and-wait':
        effects.push(effect('waits-for-outcome', { amountMinor }));
        break;
      default:
        break;
    }
  }
  const submit = operations.findLast(
    (operation) =>
      (operation.kind === 'submit' || operation.kind === 'submit-unclaimed') && !isReversed(operation, operations),
  );
  if (submit !== undefined) {
    switch (reversalOf(submit)) {
      case 'drop-original':
        effects.push(effect('nothing-was-sent'));
        break;
      case 'store-and-wait':
        effects.push(effect('waits-for-outcome'));
        break;
      case 'due-now':
        if (!capabilities.voidSale.offered)
          effects.push(effect('cannot-be-undone', { text: capabilities.voidSale.because }));
        else if (submit.kind === 'submit') {
          effects.push(
            pointsEarned === null
              ? effect('points-taken-back-unknown')
              : effect('points-taken-back', { points: pointsEarned }),
          );
        }
        break;
      case 'none':
        break;
    }
    for (const gift of sale.usedGifts) effects.push(effect('gift-given-back', { text: gift.name }));
  }
  return effects;
}

const isReversed = (operation: Operation, all: readonly Operation[]): boolean =>
  all.some((other) => other.undoesId === operation.id && other.state !== 'dropped' && other.state !== 'owed');

/** Changes whenever anything shown changes; confirming carries it. */
export const fingerprintOf = (effects: readonly Effect[]): string =>
  createHash('sha256').update(JSON.stringify(effects)).digest('base64url').slice(0, 22);
