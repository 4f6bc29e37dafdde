import { isFinished } from '../../src-shared/queue/operation.ts';
import { SECOND } from '../../src-shared/time/clock.ts';
import type { Identified } from '../backends/backend.ts';
import type { TillParts } from '../till/till-parts.ts';
import type { CompletedSale } from './complete-sale.ts';
import { askDirectly } from './identify-member.ts';
import type { MemberReading } from './open-sales.ts';
import { keepPresentation } from './presentation.ts';
import { maskIdentifier } from './sale-view.ts';

/** How long a receipt may wait for the program's answer. */
const RECEIPT_WAIT_MS = 1.5 * SECOND;

/** Resolves when the operation is finished, or after `waitMs`; true if it is finished. */
export function waitFinished(operationId: string, waitMs: number, parts: TillParts): Promise<boolean> {
  const { stores, changes, clock } = parts;
  const finished = (): boolean => {
    const state = stores.operations.factsById(operationId)?.state;
    return state !== undefined && isFinished(state);
  };
  if (finished()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      timer.cancel();
      resolve(finished());
    };
    const stop = changes.onOperationMoved(operationId, () => {
      const state = stores.operations.factsById(operationId)?.state;
      // Parked or unknown: waiting longer would not help this customer.
      if (state !== 'queued' && state !== 'sending') end();
    });
    const timer = clock.schedule(waitMs, end);
  });
}

/**
 * Waits shortly for the submit's answer and reads the member once more, so that the receipt can show the new balance.
 * "Earned" is printed only as the difference of two readings with nothing else of this member open (contract A14).
 */
export async function readNewBalance(
  completed: CompletedSale,
  before: MemberReading | null,
  parts: TillParts,
  signal: AbortSignal,
): Promise<void> {
  const { submitId, sale } = completed;
  if (submitId === null || sale.memberKeyId === null) return;
  if (parts.connectivity.facts().state === 'not-connected') return;
  const finished = await waitFinished(submitId, RECEIPT_WAIT_MS, parts);
  const submit = parts.stores.operations.byId(submitId);
  const identifiers = parts.stores.memberKeys.identifiers(sale.memberKeyId);
  const scanned = identifiers?.[0];
  if (!finished || submit?.state !== 'delivered' || identifiers === null || scanned === undefined) return;
  const answer = await askDirectly<Identified>(parts, () => parts.backEnd.identify(identifiers, signal));
  if (answer.kind !== 'ok') return;
  const balancePoints = answer.value.member.balancePoints;
  const othersOpen = parts.stores.operations.openOfMember(sale.memberKeyId).length > 0;
  const balanceBefore = before?.member?.balancePoints ?? null;
  const difference =
    balancePoints === null || balanceBefore === null || othersOpen ? null : balancePoints - balanceBefore;
  keepPresentation(
    sale.saleId,
    {
      balancePoints,
      pointsEarned: submit.answer?.pointsEarned ?? difference,
      memberHint: maskIdentifier(scanned.value),
    },
    parts,
  );
}
