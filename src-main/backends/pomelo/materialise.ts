import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { FrozenRequest, Operation } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { saleTotals } from '../../../src-shared/sale/totals.ts';
import type { MaterialiseContext } from '../backend.ts';
import { ContradictionError } from '../contradiction-error.ts';
import { adjustmentOf } from './adjustment.ts';
import { cardOf, looksLikeCardNumber } from './card-id.ts';

/**
 * The mint or burn of an operation (contract sections 4.2 and 4.3); the idempotency key and the token are added when it is
 * sent. The amount is a number (P6).
 *
 * @throws ContradictionError where the stored data do not allow it to be sent.
 */
export function materialise(operation: Operation, context: MaterialiseContext): FrozenRequest {
  const amountMinor = reportedMinor(operation, context.sale);
  const adjustment = adjustmentOf(operation);
  if (adjustment === null) throw new ContradictionError('no-points', 'It is not recorded how many points to move.');
  const { points, account } = adjustment;
  return {
    method: 'POST',
    path: `/loyalty/v1/accounts/${account}/${points > 0 ? 'mint' : 'burn'}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      amount: Math.abs(points),
      reason: reasonOf(operation, neededSale(context.sale).reference, amountMinor),
      card_id: neededCard(context.member),
    }),
  };
}

/** The money behind an operation, minor units: what was paid, or what its sale comes to (below 0 for a return). */
function reportedMinor({ detail }: Operation, sale: Sale | null): number {
  switch (detail.kind) {
    case 'pay':
    case 'cancel-payment': {
      const { amountMinor } = detail;
      if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0)
        throw new ContradictionError('totals-mismatch', `A payment of ${amountMinor} minor units cannot be sent.`);
      if (detail.kind === 'pay' && amountMinor > saleTotals(neededSale(sale)).totalMinor)
        throw new ContradictionError('totals-mismatch', 'The payment is above what the sale comes to.');
      return amountMinor;
    }
    case 'submit':
    case 'cancel-sale':
      return saleTotals(neededSale(sale)).totalMinor;
    default:
      throw new ContradictionError('not-offered', `The loyalty program has no operation "${detail.kind}".`);
  }
}

/**
 * P4: the only field for words of ours, and nothing else names the operation to the program: the sale's reference, what it
 * is and for how much money, its id, and what it takes back.
 */
function reasonOf({ kind, id, undoesId }: Operation, reference: string, amountMinor: number): string {
  const undoes = undoesId === null ? '' : ` UNDOES ${undoesId}`;
  return `REF ${encodeURIComponent(reference)} ${kind} ${amountMinor} OP ${id}${undoes}`;
}

function neededSale(sale: Sale | null): Sale {
  if (sale === null) throw new ContradictionError('no-sale', 'The sale of this operation is not known.');
  return sale;
}

/** Section 4.2: a card's id, although a balance may be asked for by the user's as well. */
function neededCard(member: readonly MemberIdentifier[]): string {
  const cardId = cardOf(member);
  if (cardId !== null && !looksLikeCardNumber(cardId)) return cardId;
  throw new ContradictionError(
    'no-card',
    member.length === 0
      ? 'The card of the member is no longer kept on this till.'
      : cardId !== null
        ? 'The member was named by the number on the card, which is never sent; the card’s id is needed.'
        : 'This program gives and takes points on cards only, and the member was named without one.',
  );
}
