import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Opened, Plan, PlanEvent } from '../backend.ts';
import { NO_PLAN, ofSale, syncDraft } from '../plan-links.ts';
import { ANOTHER_GUEST, loyaltyFacts, openedNow, unfinishedRelease } from './opened-transaction.ts';
import { planVoid } from './plan-void.ts';
import { planWayOut } from './ways-out.ts';

/** What the till's events make necessary here (contract section 12; design 7.7, 7.9, 8). Pure but for `newId`. */
export function plan(event: PlanEvent, all: readonly Operation[], newId: () => string): Plan {
  switch (event.kind) {
    case 'opened':
      return planOpened(event, ofSale(event.sale, all), newId);
    case 'member-removed':
      return { ...NO_PLAN, makeDue: owedReleases(ofSale(event.sale, all)) };
    case 'complete':
      return planComplete(event.sale, ofSale(event.sale, all), newId);
    case 'void':
      return planVoid(event.sale, ofSale(event.sale, all), newId);
    case 'way-out':
      return planWayOut(event, ofSale(event.sale, all), newId);
    case 'claim':
      // The guest claims with what the receipt says; the till has no part in it (section 6).
      return NO_PLAN;
    case 'enrol':
    case 'update-member':
    case 'pay':
    case 'event':
      return NO_PLAN;
  }
}

const owedReleases = (known: readonly Operation[]): string[] =>
  known.filter(({ kind, state }) => kind === 'release' && state === 'owed').map(({ id }) => id);

/** Second scan (section 12): the same guest's older transaction is released, another guest's new one at once. */
function planOpened(
  { sale, opened, keep }: PlanEvent & { readonly kind: 'opened' },
  known: readonly Operation[],
  newId: () => string,
): Plan {
  const release = releaseDraft(sale, opened, newId);
  return keep
    ? { append: [{ ...release, state: 'owed' }], drop: [], makeDue: owedReleases(known) }
    : { ...NO_PLAN, append: [ofAnotherGuest(release)] };
}

function releaseDraft(sale: Sale, { transactionId, memberId }: Opened, newId: () => string): OperationDraft {
  return {
    ...syncDraft(newId(), 'release'),
    saleId: sale.saleId,
    memberKeyId: sale.memberKeyId,
    detail: {
      kind: 'release',
      transactionId,
      facts: loyaltyFacts({ transactionId, loyaltyId: memberId.toLowerCase() }),
    },
  };
}

function ofAnotherGuest(release: OperationDraft): OperationDraft {
  const { detail } = release;
  if (detail.kind !== 'release') return release;
  return { ...release, memberKeyId: null, detail: { ...detail, facts: { ...detail.facts, of: ANOTHER_GUEST } } };
}

/**
 * The claim replaces the owed release. Without one the member was named by a Loyalty ID while nothing could be reached:
 * identify, then claim (section 12). A return is not reported, because whole orders only can be voided (section 7).
 */
function planComplete(sale: Sale, known: readonly Operation[], newId: () => string): Plan {
  const owed = owedReleases(known);
  if (sale.lines.some(({ action }) => action === 'return')) return { ...NO_PLAN, makeDue: owed };
  if (sale.memberKeyId === null) return { append: [unclaimedDraft(sale, newId)], drop: [], makeDue: owed };
  const current = openedNow(known);
  const { saleId, memberKeyId } = sale;
  if (current?.detail.kind === 'release') {
    const { transactionId, facts } = current.detail;
    const older = owed.filter((id) => id !== current.id);
    const claim: OperationDraft = {
      ...syncDraft(newId(), 'submit'),
      saleId,
      memberKeyId,
      detail: { kind: 'submit', transactionId, facts },
      afterId: older.at(-1) ?? unfinishedRelease(known),
    };
    return { append: [claim], drop: [current.id], makeDue: older };
  }
  const identify: OperationDraft = {
    ...syncDraft(newId(), 'identify'),
    saleId,
    memberKeyId,
    detail: { kind: 'identify' },
  };
  const claim: OperationDraft = {
    ...syncDraft(newId(), 'submit'),
    saleId,
    memberKeyId,
    detail: { kind: 'submit', transactionId: saleId, facts: { identifyId: identify.id } },
    afterId: identify.id,
  };
  return { append: [identify, claim], drop: [], makeDue: [] };
}

/** Section 6. */
export function unclaimedDraft(sale: Pick<Sale, 'saleId'>, newId: () => string): OperationDraft {
  return {
    ...syncDraft(newId(), 'submit-unclaimed'),
    saleId: sale.saleId,
    detail: { kind: 'submit-unclaimed', transactionId: sale.saleId },
  };
}
