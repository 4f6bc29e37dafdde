import type { Clock } from '../../src-shared/time/clock.ts';
import type { Plan } from '../backends/backend.ts';
import type { Account } from '../stores/operation-store.ts';
import type { Stores } from '../stores/stores.ts';

/** What storing a plan needs of a till. */
interface PlanParts {
  readonly stores: Stores;
  readonly account: Account;
  readonly clock: Clock;
}

/** Stores what a plan says, inside the caller's commit: first what must not be sent any more, then what is new. */
export function applyPlan(plan: Plan, { stores, account, clock }: PlanParts): void {
  const { operations } = stores;
  const nowMs = clock.nowMs();
  for (const id of plan.drop) operations.drop(id, nowMs);
  operations.append(plan.append, account, nowMs);
  for (const id of plan.makeDue) operations.makeDue(id, nowMs);
  for (const draft of plan.append) askAboutUndone(draft.undoesId);
  for (const id of plan.makeDue) askAboutUndone(operations.factsById(id)?.undoesId ?? null);

  /** Whether there is something to give back matters now, so an unknown original is asked about from now on. */
  function askAboutUndone(undoneId: string | null): void {
    if (undoneId !== null && operations.factsById(undoneId)?.kind === 'pay')
      operations.scheduleUnknown(undoneId, nowMs);
  }
}
