import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import { afterClose } from '../../src-shared/queue/operation-state.ts';
import { parseClaimCode } from '../../src-shared/receipt/claim-code.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';
import type { Identified } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import { askDirectly, directProblem } from '../selling/identify-member.ts';
import { enteredWay } from '../selling/identify-ways.ts';
import { OwnCards } from '../staff/own-cards.ts';
import type { StoredSale } from '../stores/sale-store.ts';
import type { Unclaimed } from '../stores/unclaimed-store.ts';
import { applyPlan } from '../sync/apply-plan.ts';
import type { TillParts } from '../till/till-parts.ts';

export interface Claimable {
  readonly unclaimed: Unclaimed;
  readonly sale: StoredSale;
  readonly totalMinor: number;
}

/** The unclaimed sale of a code, if it can still be given to a member. */
export function findUnclaimed(code: string, { stores, clock, backEnd }: TillParts): Result<Claimable> {
  const parsed = parseClaimCode(code);
  if (!parsed.ok) return problem('claim-code-malformed', { why: parsed.error });
  const unclaimed = stores.unclaimed.byCode(parsed.code);
  if (unclaimed === null) return problem('claim-not-found');
  if (unclaimed.claimedAtMs !== null) return problem('already-claimed');
  const sale = stores.sales.byId(unclaimed.saleId);
  if (sale === null) return problem('claim-not-found');
  if (sale.state === 'voided') return problem('already-voided');
  // Receipts of a time when it was offered are still about.
  const { claim } = backEnd.capabilities;
  if (claim === 'none' || claim === 'by-program')
    return problem('not-offered-by-program', { because: 'The till does not add such a sale to a member any more.' });
  if (clock.nowMs() > unclaimed.untilMs) return problem('claim-expired', { untilMs: unclaimed.untilMs });
  // What was taken back was reported without a member: given the whole sale, he would keep points for it.
  if (stores.sales.returnsOf(sale.saleId).length > 0) return problem('sale-has-returns');
  return done({ unclaimed, sale, totalMinor: saleTotals(sale).totalMinor });
}

export interface ClaimedSale {
  readonly sale: StoredSale;
  /** The submit that carries the member. */
  readonly submitId: string | null;
}

/**
 * Gives an unclaimed sale to a member, once. Not yet sent: the submit goes with the member. Sent: it is cancelled and
 * submitted again under an id of its own (contract section 6 rule 7). Never to a card of whoever sold or claims it. Audited.
 */
export async function claimUnclaimed(
  code: string,
  entered: readonly [MemberIdentifier, ...MemberIdentifier[]],
  staffId: string,
  parts: TillParts,
  signal: AbortSignal,
  record: (saleId: string) => void,
): Promise<Result<ClaimedSale>> {
  const before = findUnclaimed(code, parts);
  if (!before.ok) return before;
  const { backEnd, db, stores, clock } = parts;
  if (!parts.mayRecord()) return problem('no-space');
  const way = enteredWay(entered, parts);
  if (!way.ok) return way;
  const answer = await askDirectly<Identified>(parts, () => backEnd.identify(entered, null, signal));
  if (answer.kind === 'refused' || (answer.kind === 'unavailable' && way.value.balanceOnly))
    return directProblem(answer);
  const others = answer.kind === 'ok' ? answer.value.member.identifiers : [];
  const identifiers = [
    ...entered,
    ...others.filter((one) => !entered.some((own) => own.method === one.method && own.value === one.value)),
  ];
  const ownCards = new OwnCards(stores.settings, parts.dataKey);
  const claimed = atomically(db, (): Result<ClaimedSale> => {
    const found = findUnclaimed(code, parts);
    if (!found.ok) return found;
    const { sale, unclaimed } = found.value;
    if (ownCards.isOwn([staffId, sale.staffId], identifiers)) return problem('claim-own-card');
    const nowMs = clock.nowMs();
    const memberKeyId = stores.memberKeys.keep(identifiers, nowMs);
    stores.unclaimed.markClaimed(unclaimed.claimCode, staffId, nowMs);
    stores.sales.setMember(sale.saleId, memberKeyId);
    const known = [...stores.operations.ofSale(sale.saleId), ...stores.operations.openOfMember(memberKeyId)];
    const plan = backEnd.plan({ kind: 'claim', sale, memberKeyId }, known, parts.newId);
    applyPlan(plan, parts);
    // What was refused is replaced now: nobody is to send it again.
    for (const draft of plan.append) {
      const refused = draft.replacesId === null ? null : stores.operations.factsById(draft.replacesId);
      const move = refused === null ? null : afterClose(refused, 0);
      if (refused !== null && move !== null)
        stores.operations.settle(refused.id, 'parked', move, { nowMs, nextAtMs: null, errorCode: 'replaced' });
    }
    stores.audit.add({ atMs: nowMs, staffId, action: 'claim', subject: sale.saleNumber, reason: null });
    record(sale.saleId);
    return done({ sale, submitId: plan.append.findLast((draft) => draft.kind === 'submit')?.id ?? null });
  });
  if (claimed.ok) {
    parts.changes.changed();
    parts.loop.wake();
  }
  return claimed;
}
