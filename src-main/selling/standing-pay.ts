import type { Operation } from '../../src-shared/queue/operation.ts';
import type { TillParts } from '../till/till-parts.ts';

/** How a pay stands towards its open sale. */
export type PayStanding = 'sending' | 'confirmed' | 'undecided' | 'giving-back';

export interface StandingPay {
  readonly operation: Operation;
  readonly amountMinor: number;
  readonly standing: PayStanding;
}

/** The pays of a sale that still matter: wanted ones and those being given back, newest last. */
export function paysOf(saleId: string, { stores }: TillParts): StandingPay[] {
  const known = stores.operations.ofSale(saleId);
  return known.flatMap((operation) => {
    if (operation.detail.kind !== 'pay') return [];
    const cancel = known.find((other) => other.undoesId === operation.id && other.state !== 'dropped') ?? null;
    const standing = standingOf(operation, cancel);
    return standing === null ? [] : [{ operation, amountMinor: operation.detail.amountMinor, standing }];
  });
}

/** The one pay that the open sale still counts on, or null. */
export function wantedPay(saleId: string, parts: TillParts): StandingPay | null {
  return paysOf(saleId, parts).findLast((pay) => pay.standing !== 'giving-back') ?? null;
}

function standingOf(pay: Operation, cancel: Operation | null): PayStanding | null {
  const mayStand = pay.happened !== 0 || pay.state === 'queued';
  if (!mayStand) return null;
  if (cancel !== null && cancel.state !== 'owed') return cancel.endedAtMs === null ? 'giving-back' : null;
  // A manager's finding is no confirmation to sell on: such a pay is given back with the next step of the sale.
  if (pay.state === 'delivered') return 'confirmed';
  return pay.state === 'queued' || pay.state === 'sending' ? 'sending' : 'undecided';
}
