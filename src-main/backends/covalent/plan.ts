import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { Plan, PlanEvent } from '../backend.ts';
import { NO_PLAN, ofSale, syncDraft } from '../plan-links.ts';
import { endOfPays, payWithCancel } from '../plan-pay.ts';
import type { CovalentSettings } from './covalent-settings.ts';
import { planReturn } from './plan-return.ts';
import { planVoid } from './plan-void.ts';

/** What the till's events make necessary here (design 7.7, 8). Pure but for `newId`. */
export function plan(
  event: PlanEvent,
  known: readonly Operation[],
  settings: CovalentSettings,
  newId: () => string,
): Plan {
  switch (event.kind) {
    case 'pay':
      return payWithCancel(event, known, newId, { transactionId: nextReference(event.sale.saleId, 'R', known) });
    case 'complete':
      return planComplete(event, known, settings, newId);
    case 'void':
      return planVoid(event.sale, ofSale(event.sale, known), newId);
    case 'claim':
      return planClaim(event.sale, event.memberKeyId, known, newId);
    case 'enrol':
    case 'update-member':
    case 'event':
    case 'opened':
    case 'member-removed':
    case 'way-out':
      // No such calls for a till, identifying only reads, and a refusal has no other way than the same content again.
      return NO_PLAN;
  }
}

/**
 * References are the till's own, unique for each operation and the same for good (contract section 10 rule 3): the sale's id
 * and what it is, counted where there is more than one. They outlive the key, so that a look-up can go by them.
 */
function nextReference(saleId: string, letter: 'E' | 'R', known: readonly Operation[]): string {
  const kind = letter === 'E' ? 'submit' : 'pay';
  const before = known.filter((operation) => operation.kind === kind && operation.saleId === saleId).length;
  return `${saleId}-${letter}${before === 0 ? '' : String(before + 1)}`;
}

/**
 * A sale with a member earns; one without is held on this till until it is claimed; a return changes what its sale earned.
 * Pays that are tenders stay, every other one is given back.
 */
function planComplete(
  event: PlanEvent & { readonly kind: 'complete' },
  known: readonly Operation[],
  settings: CovalentSettings,
  newId: () => string,
): Plan {
  const { sale, original } = event;
  if (isReturn(sale)) return original === null ? NO_PLAN : planReturn(sale, original, settings, newId);
  const append = sale.memberKeyId === null ? [] : [submitDraft(sale, sale.memberKeyId, known, newId)];
  return { append, ...endOfPays(sale, known) };
}

/** Also one of free lines alone, which comes to nothing. */
const isReturn = (sale: Sale): boolean =>
  sale.returnOfSaleId !== null || totalOf(sale) < 0 || sale.lines.every(({ action }) => action === 'return');

const totalOf = ({ lines, deals }: Sale): number =>
  lines.reduce((sum, line) => sum + line.netMinor, 0) - deals.reduce((sum, deal) => sum + deal.amountMinor, 0);

function submitDraft(
  sale: Sale,
  memberKeyId: string,
  known: readonly Operation[],
  newId: () => string,
): OperationDraft {
  return {
    ...syncDraft(newId(), 'submit'),
    saleId: sale.saleId,
    memberKeyId,
    detail: { kind: 'submit', transactionId: nextReference(sale.saleId, 'E', known) },
  };
}

/** Nothing of a held sale was sent, so the claim earns with the sale's own time; one that was refused is corrected. */
function planClaim(sale: Sale, memberKeyId: string, known: readonly Operation[], newId: () => string): Plan {
  const before = known.findLast(
    (operation) => operation.kind === 'submit' && operation.saleId === sale.saleId && operation.state !== 'dropped',
  );
  if (before !== undefined && reversalOf(before) !== 'none') return NO_PLAN;
  const submit = submitDraft(sale, memberKeyId, known, newId);
  return { append: [{ ...submit, replacesId: before?.id ?? null }], drop: [], makeDue: [] };
}
