import { isFinished, type Operation } from '../../src-shared/queue/operation.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import { type Scheduled, SECOND } from '../../src-shared/time/clock.ts';
import type { Identified } from '../backends/backend.ts';
import type { TillParts } from '../till/till-parts.ts';
import type { CompletedSale } from './complete-sale.ts';
import { askDirectly } from './identify-member.ts';
import type { MemberReading } from './open-sales.ts';
import { keepPresentation } from './presentation.ts';
import { maskIdentifier } from './sale-view.ts';

/** How long a receipt may wait for the program's answer. */
export const RECEIPT_WAIT_MS = 1.5 * SECOND;

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
 * Waits shortly for the submit's answer and reads the member once more, so that the receipt can show the new balance; both
 * together take 1.5 s at most. "Earned" is printed only as the difference of two readings with nothing else of this member
 * in between (contract A14). The sale is recorded: whatever goes wrong here only makes its receipt say less.
 */
export async function readNewBalance(
  completed: CompletedSale,
  before: MemberReading | null,
  parts: TillParts,
  signal: AbortSignal,
): Promise<void> {
  const { submitId, sale } = completed;
  const { connectivity, clock, log } = parts;
  if (submitId === null) return;
  if (connectivity.admission(clock.nowMs()).kind !== 'all') return;
  const overdue = new AbortController();
  const untilMs = clock.nowMs() + RECEIPT_WAIT_MS;
  let timer: Scheduled | null = null;
  const limit = new Promise<void>((resolve) => {
    timer = clock.schedule(RECEIPT_WAIT_MS, () => {
      overdue.abort();
      resolve();
    });
  });
  const reading = readInTime(submitId, sale, before, untilMs, parts, AbortSignal.any([signal, overdue.signal])).catch(
    (error: unknown) => {
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'the new balance could not be kept');
    },
  );
  await Promise.race([reading, limit]);
  (timer as Scheduled | null)?.cancel();
}

async function readInTime(
  submitId: string,
  sale: Sale,
  before: MemberReading | null,
  untilMs: number,
  parts: TillParts,
  signal: AbortSignal,
): Promise<void> {
  const { stores, backEnd, clock } = parts;
  const finished = await waitFinished(submitId, untilMs - clock.nowMs(), parts);
  const submit = stores.operations.byId(submitId);
  if (!finished || submit?.state !== 'delivered') return;
  keepAnswer(sale.saleId, submit, parts);
  const identifiers = sale.memberKeyId === null ? null : stores.memberKeys.identifiers(sale.memberKeyId);
  const scanned = identifiers?.[0];
  // Where identifying opens something, the answer to the sale itself is all the program says.
  if (identifiers === null || scanned === undefined || backEnd.capabilities.identify === 'opens') return;
  const answer = await askDirectly<Identified>(parts, () => backEnd.identify(identifiers, null, signal));
  if (answer.kind !== 'ok' || signal.aborted) return;
  const { balancePoints } = answer.value.member;
  keepPresentation(
    sale.saleId,
    {
      balancePoints,
      pointsEarned: submit.answer?.pointsEarned ?? earnedBetween(before, balancePoints, submit, sale, parts),
      memberHint: maskIdentifier(scanned.value),
    },
    parts,
  );
}

/** What the program answered to the sale, for its receipt. */
function keepAnswer(saleId: string, { answer }: Operation, parts: TillParts): void {
  const said = {
    ...(answer?.balancePoints === undefined ? {} : { balancePoints: answer.balancePoints }),
    ...(answer?.pointsEarned === undefined ? {} : { pointsEarned: answer.pointsEarned }),
    ...(answer?.presentation === undefined ? {} : { texts: answer.presentation }),
    ...(answer?.receiptCode === undefined ? {} : { receiptCode: answer.receiptCode }),
  };
  if (Object.keys(said).length > 0) keepPresentation(saleId, said, parts);
}

/** Null where another operation of this member may have moved the balance since the first reading. */
function earnedBetween(
  before: MemberReading | null,
  balanceAfter: number | null,
  submit: Operation,
  sale: Sale,
  { stores }: TillParts,
): number | null {
  const balanceBefore = before?.member?.balancePoints ?? null;
  const readAtMs = before?.readAtMs ?? null;
  if (balanceAfter === null || balanceBefore === null || readAtMs === null) return null;
  // The answer to a pay of this sale is itself the reading.
  const ownPays = new Set(sale.tenders.map((tender) => tender.payOperationId));
  const others = stores.operations
    .disturbing(submit, readAtMs)
    .filter((other) => !(ownPays.has(other.id) && other.endedAtMs !== null && other.endedAtMs <= readAtMs));
  return others.length > 0 ? null : balanceAfter - balanceBefore;
}
