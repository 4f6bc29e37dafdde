import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Member } from '../../src-shared/member/member.ts';
import type { Evidence, Operation } from '../../src-shared/queue/operation.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';
import type { Identified } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findOpen } from './change-basket.ts';
import { giveBack } from './give-back-pay.ts';
import { askDirectly, directProblem, identifiersOf, strongEnough } from './identify-member.ts';
import { offeredNow } from './offered-now.ts';
import type { OpenSale } from './open-sales.ts';
import { paysOf, type StandingPay, wantedPay } from './standing-pay.ts';
import { addTender } from './tenders.ts';

export interface PayResult {
  readonly result: 'confirmed' | 'refused' | 'undecided';
  /** The program's words or ours, where refused or undecided. */
  readonly reason: string | null;
  readonly open: OpenSale;
}

/**
 * Pays part of the sale with points while the cashier waits (design 7.8). The pay and its owed cancel are one commit; the
 * balance read right before is its evidence. Never without a connection, never queued, one standing pay a sale.
 *
 * @param amountMinor above 0, at most what is due.
 * @param record runs in the commit that stores the pay (the command id).
 */
export async function payWithPoints(
  saleId: string,
  amountMinor: number,
  parts: TillParts,
  signal: AbortSignal,
  record: (payOperationId: string) => void,
): Promise<Result<PayResult>> {
  const ready = readyToPay(saleId, amountMinor, parts);
  if (!ready.ok) return ready;
  const { backEnd, clock, db, stores, account, fastLane, openSales } = parts;
  const { memberKeyId } = ready.value.sale;
  const identifiers = identifiersOf(ready.value, parts) ?? [];
  const read = await askDirectly<Identified>(parts, () => backEnd.identify(identifiers, null, signal));
  if (read.kind !== 'ok') return directProblem(read);
  // Meanwhile anything may have happened to the sale, also another member.
  const again = readyToPay(saleId, amountMinor, parts);
  if (!again.ok) return again;
  const open = again.value;
  if (open.sale.memberKeyId !== memberKeyId) return problem('member-required');
  const nowMs = clock.nowMs();
  const { member } = read.value;
  open.member = { identifiers, member, readAtMs: nowMs, codeProved: open.member?.codeProved ?? false };
  if (!member.active) return problem('member-not-active', { status: member.status });
  openSales.flush();
  const plan = backEnd.plan(
    { kind: 'pay', sale: open.sale, amountMinor, evidence: evidenceOf(member, nowMs, parts) },
    stores.operations.ofSale(saleId),
    parts.newId,
  );
  const pay = plan.append.find((draft) => draft.kind === 'pay');
  if (pay === undefined) throw new Error('the plan of a pay holds no pay');
  atomically(db, () => {
    stores.operations.append(plan.append, account, nowMs);
    for (const id of plan.makeDue) stores.operations.makeDue(id, nowMs);
    record(pay.id);
  });
  parts.changes.changed();
  return done(payResult(open, await fastLane.send(pay.id, signal), parts));
}

/** The balance read right before: what a look-up compares with when nobody knows whether the pay arrived. */
function evidenceOf(member: Member, nowMs: number, { backEnd }: TillParts): Evidence {
  const [spent, other] =
    backEnd.capabilities.spends === 'points'
      ? [member.balancePoints, member.balanceCredit]
      : [member.balanceCredit, member.balancePoints];
  return {
    ...(spent === null ? {} : { balanceBefore: spent, balanceBeforeAtMs: nowMs }),
    ...(other === null ? {} : { otherBalanceBefore: other }),
  };
}

function readyToPay(saleId: string, amountMinor: number, parts: TillParts): Result<OpenSale> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const support = offeredNow(parts.backEnd.capabilities.payWithPoints, 'pay', parts);
  if (!support.offered) return problem('not-offered-by-program', { because: support.because });
  const allowed = strongEnough(found.value, parts);
  if (!allowed.ok) return allowed;
  // One at a time; one that is being given back must be gone first, or both would stand together for a while.
  const standing = paysOf(saleId, parts).at(-1)?.standing;
  if (standing === 'undecided' || standing === 'sending') return problem('pay-undecided', { state: standing });
  if (standing !== undefined) return problem('pay-standing');
  const { dueMinor } = saleTotals(found.value.sale);
  if (amountMinor <= 0 || amountMinor > dueMinor) return problem('amount-not-allowed', { why: 'more-than-due' });
  if (!parts.mayRecord()) return problem('no-space');
  if (!parts.connectivity.mayPay()) {
    return parts.connectivity.facts().state === 'paused' ? problem('loyalty-paused') : problem('loyalty-offline');
  }
  return found;
}

/** What a settled pay means for its sale; a confirmed one becomes a tender. */
export function payResult(open: OpenSale, pay: Operation, parts: TillParts): PayResult {
  const wanted = parts.stores.operations.undoerOf(pay.id)?.state === 'owed';
  if (pay.happened !== 0 && !wanted) {
    return { result: 'refused', reason: 'It is given back, because the sale went on without it.', open };
  }
  if (pay.state === 'delivered') {
    takeLoyaltyTender(open, pay, parts);
    return { result: 'confirmed', reason: null, open };
  }
  if (pay.happened === 0) return { result: 'refused', reason: pay.errorText ?? pay.errorCode, open };
  return { result: 'undecided', reason: pay.errorText ?? pay.errorCode, open };
}

/** A confirmed pay counts towards the total, once. */
export function takeLoyaltyTender(open: OpenSale, pay: Operation, parts: TillParts): void {
  if (pay.detail.kind !== 'pay' || open.sale.tenders.some((tender) => tender.payOperationId === pay.id)) return;
  const { amountMinor } = pay.detail;
  const points = pay.answer?.balancePoints ?? null;
  if (points !== null && open.member?.member != null) {
    open.member = {
      ...open.member,
      readAtMs: parts.clock.nowMs(),
      member: {
        ...open.member.member,
        balancePoints: points,
        spendableMinor:
          open.member.member.spendableMinor === null ? null : open.member.member.spendableMinor - amountMinor,
      },
    };
  }
  addTender(open, { type: 'POINTS', amountMinor, tenderedMinor: amountMinor, payOperationId: pay.id }, parts);
  parts.openSales.flush();
}

/** From when an undecided pay may be asked about. */
export const askAgainAtMs = (pay: StandingPay, { config }: TillParts): number =>
  (pay.operation.lastAttemptAtMs ?? pay.operation.firstSentAtMs ?? pay.operation.recordedAtMs) + config.sync.payQuietMs;

/** Asks about an undecided pay while the cashier waits; proved absent, it is sent once more with the same content. */
export async function askAgain(saleId: string, parts: TillParts, signal: AbortSignal): Promise<Result<PayResult>> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const pay = wantedPay(saleId, parts);
  if (pay === null || pay.standing !== 'undecided') return problem('pay-undecided', { state: pay?.standing ?? 'none' });
  if (parts.clock.nowMs() < askAgainAtMs(pay, parts))
    return problem('pay-too-early-to-ask', { atMs: askAgainAtMs(pay, parts) });
  if (!parts.connectivity.mayPay()) return problem('loyalty-offline');
  const settled = await parts.fastLane.askAgain(pay.operation.id, signal);
  return done(payResult(found.value, settled, parts));
}

/** Gives back the pay of an open sale, or makes sure that it never counts: its owed cancel becomes due. */
export function abandonPay(saleId: string, parts: TillParts): Result<OpenSale> {
  const found = findOpen(saleId, parts);
  if (!found.ok) return found;
  const pay = wantedPay(saleId, parts);
  if (pay !== null) giveBack(found.value, pay, parts);
  return found;
}
