import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Plan, PlanEvent, WayOut } from '../backend.ts';
import { NO_PLAN, syncDraft } from '../plan-links.ts';
import { meaningOf } from './error-codes.ts';
import { releaseOf } from './release-of.ts';

const WITHOUT_BENEFITS: WayOut = {
  id: 'without-benefits',
  label: 'Claim without the rewards',
  consequence:
    'The sale is reported with its rewards and discounts as plain lines; what they were worth is the shop’s loss.',
};
const AS_UNCLAIMED: WayOut = {
  id: 'as-unclaimed',
  label: 'Report without the guest',
  consequence: 'The sale is reported as one of nobody; the guest earns nothing and keeps the points of the rewards.',
};

/**
 * Section 12, offline table: a claim that was refused for points, state or reward can end otherwise where it did not happen. A
 * refused repeat alone does not prove that, so there a person must have found it out.
 */
export function waysOut(refused: Operation, sale: Sale | null): readonly WayOut[] {
  const offered = offeredFor(refused, sale);
  if (refused.happened === 0) return offered;
  return offered.map((wayOut) => ({ ...wayOut, consequence: `${FIRST_FIND_OUT} ${wayOut.consequence}` }));
}

const FIRST_FIND_OUT = 'Only where the program’s support has found that the claim did not happen.';

function offeredFor(refused: Operation, sale: Sale | null): readonly WayOut[] {
  const { kind, state, errorCode, detail } = refused;
  if (kind !== 'submit' || detail.kind !== 'submit' || state !== 'parked' || sale === null) return [];
  // The identify before it answered without a transaction, so there is nothing to claim.
  if (errorCode === 'stored-data') return detail.facts?.['identifyId'] === undefined ? [] : [AS_UNCLAIMED];
  const cause = errorCode === null ? null : meaningOf(errorCode).cause;
  if (cause === null) return [];
  const isStripped = detail.facts?.['benefits'] === 'plain';
  return sale.usedGifts.length > 0 && cause !== 'gone' && !isStripped
    ? [WITHOUT_BENEFITS, AS_UNCLAIMED]
    : [AS_UNCLAIMED];
}

export function planWayOut(
  { sale, refused, wayOut }: PlanEvent & { readonly kind: 'way-out' },
  known: readonly Operation[],
  newId: () => string,
): Plan {
  const { detail } = refused;
  if (detail.kind !== 'submit' || !waysOut(refused, sale).some(({ id }) => id === wayOut)) return NO_PLAN;
  const shared = { saleId: sale.saleId, replacesId: refused.id };
  if (wayOut === WITHOUT_BENEFITS.id) {
    const submit: OperationDraft = {
      ...syncDraft(newId(), 'submit'),
      ...shared,
      memberKeyId: refused.memberKeyId,
      detail: { ...detail, facts: { ...detail.facts, benefits: 'plain' } },
    };
    return { ...NO_PLAN, append: [submit] };
  }
  const unclaimed: OperationDraft = {
    ...syncDraft(newId(), 'submit-unclaimed'),
    ...shared,
    detail: { kind: 'submit-unclaimed', transactionId: sale.saleId },
  };
  const release = releaseOf(refused, known, newId);
  return { ...NO_PLAN, append: release === null ? [unclaimed] : [release, unclaimed] };
}
