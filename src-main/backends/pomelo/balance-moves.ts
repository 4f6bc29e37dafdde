import type { Operation } from '../../../src-shared/queue/operation.ts';
import { adjustmentOf } from './adjustment.ts';
import type { AccountType } from './pomelo-settings.ts';

/** From where to where a balance may have moved, whole points. */
export interface Moves {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * What other operations may have done to an account since it was read. Null: one of them says nothing of what it moves.
 *
 * One that surely took effect after the reading counts in full; one that may have taken effect before it, or not at all,
 * makes the range wider.
 *
 * @param sinceMs when the balance was read
 */
export function balanceMoves(operations: readonly Operation[], account: AccountType, sinceMs: number): Moves | null {
  let lowest = 0;
  let highest = 0;
  for (const operation of operations) {
    const moved = adjustmentOf(operation);
    if (moved === null) return null;
    const effect = moved.account === account ? moved.points : 0;
    const isSure = operation.happened === 1 && operation.firstSentAtMs !== null && operation.firstSentAtMs >= sinceMs;
    lowest += isSure ? effect : Math.min(0, effect);
    highest += isSure ? effect : Math.max(0, effect);
  }
  return { lowest, highest };
}
