import { isFinished, type Operation, type OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Plan, PlanEvent, ReturnedSale } from '../backend.ts';
import { NO_PLAN, reversalIn, syncDraft } from '../plan-links.ts';
import { endOfPays, type PayTerms, payWithCancel } from '../plan-pay.ts';
import { type Adjustment, adjustmentOf, factsOf } from './adjustment.ts';
import { planVoid } from './plan-void.ts';
import type { PomeloSettings } from './pomelo-settings.ts';
import { earnedPoints, pointsToPay, type Rates } from './rates.ts';

/** What planning needs to know of the program beside the event. */
export interface PlanTerms {
  readonly settings: Pick<PomeloSettings, 'accountType' | 'mintAtTill'>;
  readonly rates: Rates;
}

/** What the till's events make necessary here (contract section 8, design 7.7 and 8). Pure but for `newId`. */
export function plan(event: PlanEvent, known: readonly Operation[], newId: () => string, terms: PlanTerms): Plan {
  switch (event.kind) {
    case 'pay':
      return payWithCancel(event, known, newId, payTerms(event, terms));
    case 'complete':
      return planComplete(event, known, newId, terms);
    case 'void':
      return planVoid(event.sale, known, newId);
    case 'claim':
      return planClaim(event.sale, event.memberKeyId, known, newId, terms);
    case 'enrol':
    case 'update-member':
    case 'event':
    case 'opened':
    case 'member-removed':
    case 'way-out':
      // None of it has a place in this program.
      return NO_PLAN;
  }
}

/** The burn, and the mint that gives it back if the sale dies. */
function payTerms(
  { sale, amountMinor }: PlanEvent & { readonly kind: 'pay' },
  { settings, rates }: PlanTerms,
): PayTerms {
  const account = settings.accountType;
  const points = pointsToPay(amountMinor, rates);
  return {
    transactionId: sale.saleId,
    payFacts: factsOf({ points: -points, account }),
    cancelFacts: factsOf({ points, account }),
  };
}

/**
 * What the sale earns is minted, what a return takes back burned. Without a member, without a whole point, or where the
 * till does not mint, nothing is sent. Pays that are tenders stay, every other one is given back.
 */
function planComplete(
  { sale, original }: PlanEvent & { readonly kind: 'complete' },
  known: readonly Operation[],
  newId: () => string,
  terms: PlanTerms,
): Plan {
  const { drop, makeDue } = endOfPays(sale, known);
  const earned = earnedPoints(sale, terms.rates);
  const submit =
    original === null
      ? submitOf(sale, sale.memberKeyId, mintedAtTill(earned, terms), newId)
      : takenBack(sale, original, earned, newId);
  return { append: submit === null ? [] : [submit], drop, makeDue };
}

/**
 * A return burns at most what its sale was given, all returns of it together, from the account it was given to, and not before
 * it has arrived. Whether the till mints by now makes no difference to that.
 */
function takenBack(
  sale: Sale,
  { operations, returned }: ReturnedSale,
  earned: number,
  newId: () => string,
): OperationDraft | null {
  const given = standingSubmits(operations).at(-1);
  const moved = given === undefined ? null : adjustmentOf(given);
  if (given === undefined || moved === null) return null;
  const takenBefore = standingSubmits(returned).reduce((sum, one) => sum + (adjustmentOf(one)?.points ?? 0), 0);
  const points = Math.max(earned, Math.min(0, 0 - moved.points - takenBefore));
  const submit = submitOf(sale, sale.memberKeyId, { points, account: moved.account }, newId);
  return submit === null ? null : { ...submit, afterId: isFinished(given.state) ? null : given.id };
}

/** Neither taken back nor refused, dropped, or found not to have happened. */
const standingSubmits = (operations: readonly Operation[]): Operation[] =>
  operations.filter(
    (operation) =>
      operation.kind === 'submit' && reversalIn(operations, operation.id) === null && reversalOf(operation) !== 'none',
  );

/** What the till gives by itself: nothing where the program rewards what is paid with its cards (P14). */
const mintedAtTill = (points: number, { settings }: PlanTerms): Adjustment => ({
  points: settings.mintAtTill ? points : 0,
  account: settings.accountType,
});

/** Gives a sale that was held without a member to one (design 8): nothing was sent of it until now. */
function planClaim(
  sale: Sale,
  memberKeyId: string,
  known: readonly Operation[],
  newId: () => string,
  terms: PlanTerms,
): Plan {
  if (known.some((operation) => operation.kind === 'submit' && operation.saleId === sale.saleId)) return NO_PLAN;
  const submit = submitOf(sale, memberKeyId, mintedAtTill(earnedPoints(sale, terms.rates), terms), newId);
  return submit === null ? NO_PLAN : { ...NO_PLAN, append: [submit] };
}

function submitOf(
  { saleId }: Sale,
  memberKeyId: string | null,
  moved: Adjustment,
  newId: () => string,
): OperationDraft | null {
  if (memberKeyId === null || moved.points === 0) return null;
  return {
    ...syncDraft(newId(), 'submit'),
    saleId,
    memberKeyId,
    detail: { kind: 'submit', transactionId: saleId, facts: factsOf(moved) },
  };
}
