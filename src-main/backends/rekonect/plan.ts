import { isFinished, type Operation, type OperationDraft } from '../../../src-shared/queue/operation.ts';
import { reversalOf } from '../../../src-shared/queue/operation-state.ts';
import type { Plan, PlanEvent } from '../backend.ts';
import { endOfPays, NO_PLAN, reversalIn, syncDraft, unfinishedEnrol } from '../plan-links.ts';
import { planClaim } from './plan-claim.ts';
import { planVoid } from './plan-void.ts';

/** What the till's events make necessary here (design 7.7, 8). Pure but for `newId`. */
export function plan(event: PlanEvent, known: readonly Operation[], newId: () => string): Plan {
  switch (event.kind) {
    case 'enrol':
      return append({
        ...syncDraft(newId(), 'enrol'),
        memberKeyId: event.memberKeyId,
        detail: { kind: 'enrol', profile: event.profile, consentedAtMs: event.consentedAtMs },
      });
    case 'update-member':
      return append({
        ...syncDraft(newId(), 'update-member'),
        memberKeyId: event.memberKeyId,
        detail: { kind: 'update-member', profile: event.profile },
        afterId: unfinishedEnrol(known, event.memberKeyId),
      });
    case 'pay':
      return planPay(event, known, newId);
    case 'complete':
      return planComplete(event, known, newId);
    case 'opened':
    case 'member-removed':
    case 'way-out':
      // Identifying only reads here, and a refused sale has no other way than the same content again.
      return NO_PLAN;
    case 'void':
      return planVoid(event.sale, known, newId);
    case 'claim':
      return planClaim(event.sale, event.memberKeyId, known, newId);
    case 'event': {
      const { memberKeyId, kind, type, subType, atMs, payload, tags } = event;
      return append({
        ...syncDraft(newId(), 'event'),
        memberKeyId,
        detail: {
          kind,
          type,
          atMs,
          ...(subType === undefined ? {} : { subType }),
          ...(payload === undefined ? {} : { payload }),
          ...(tags === undefined ? {} : { tags: [...tags] }),
        },
      });
    }
  }
}

const append = (...drafts: readonly OperationDraft[]): Plan => ({ append: drafts, drop: [], makeDue: [] });

/**
 * The pay and, in the same commit, the cancel that becomes due only if the sale dies (design 7.8). A second pay goes after
 * the cancel of the first, so that both never stand together.
 */
function planPay(event: PlanEvent & { readonly kind: 'pay' }, known: readonly Operation[], newId: () => string): Plan {
  const { sale, amountMinor, evidence } = event;
  const earlier = known
    .filter((operation) => operation.kind === 'pay' && reversalOf(operation) !== 'none')
    .map((operation) => reversalIn(known, operation.id))
    .findLast((cancel) => cancel !== null && !isFinished(cancel.state));
  const shared = { saleId: sale.saleId, memberKeyId: sale.memberKeyId };
  const transactionId = sale.saleId;
  const payId = newId();
  const pay: OperationDraft = {
    ...syncDraft(payId, 'pay'),
    ...shared,
    detail: { kind: 'pay', transactionId, amountMinor },
    lane: 'fast',
    afterId: earlier?.id ?? null,
    evidence,
  };
  const cancel: OperationDraft = {
    ...syncDraft(newId(), 'cancel-payment'),
    ...shared,
    detail: { kind: 'cancel-payment', transactionId, amountMinor },
    state: 'owed',
    afterId: payId,
    undoesId: payId,
  };
  return { append: [pay, cancel], drop: [], makeDue: earlier?.state === 'owed' ? [earlier.id] : [] };
}

/** One submit, with or without the member; pays that are tenders stay, every other one is given back. */
function planComplete(
  event: PlanEvent & { readonly kind: 'complete' },
  known: readonly Operation[],
  newId: () => string,
): Plan {
  const { sale } = event;
  const kind = sale.memberKeyId === null ? 'submit-unclaimed' : 'submit';
  const submit: OperationDraft = {
    ...syncDraft(newId(), kind),
    saleId: sale.saleId,
    memberKeyId: sale.memberKeyId,
    detail: { kind, transactionId: sale.saleId },
    afterId: unfinishedEnrol(known, sale.memberKeyId),
  };
  return { append: [submit], ...endOfPays(sale, known) };
}
