import type { Operation, OperationDraft } from '../../../src-shared/queue/operation.ts';
import type { Plan, PlanEvent } from '../backend.ts';
import { NO_PLAN, ofSale, syncDraft, unfinishedEnrol } from '../plan-links.ts';
import { endOfPays, payWithCancel } from '../plan-pay.ts';
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
      return payWithCancel(event, known, newId, { transactionId: event.sale.saleId });
    case 'complete':
      return planComplete(event, known, newId);
    case 'opened':
    case 'member-removed':
    case 'way-out':
      // Identifying only reads here, and a refused sale has no other way than the same content again.
      return NO_PLAN;
    case 'void':
      return planVoid(event.sale, ofSale(event.sale, known), newId);
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
