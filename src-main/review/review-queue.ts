import type { QueueRow } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { isFinished } from '../../src-shared/queue/operation.ts';
import { afterClose, afterRetry } from '../../src-shared/queue/operation-state.ts';
import { operationNameEn, reasonEn } from '../../src-shared/queue/reason-en.ts';
import { MANY_ATTEMPTS } from '../../src-shared/queue/retry-schedule.ts';
import type { WayOut } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import type { ListedOperation } from '../stores/operation-store.ts';
import { applyPlan } from '../sync/apply-plan.ts';
import { materialiseContext } from '../sync/operation-context.ts';
import type { TillParts } from '../till/till-parts.ts';

const UNREADABLE =
  'What is stored of this operation cannot be read, so it cannot be sent. Ask the program whether it happened, then close it.';

/** One operation as the sync queue shows it. */
export function queueRow(operation: ListedOperation, parts: TillParts): QueueRow {
  const { stores, config, account } = parts;
  const waitsForId = [operation.undoesId, operation.afterId].find((id) => {
    const other = id === null ? null : stores.operations.factsById(id);
    return other !== null && !isFinished(other.state);
  });
  const waitsFor = waitsForId == null ? null : stores.operations.factsById(waitsForId);
  const sale = operation.saleId === null ? null : stores.sales.numberOf(operation.saleId);
  return {
    id: operation.id,
    seq: operation.seq,
    kind: operation.kind,
    state: operation.state,
    happened: operation.happened,
    saleId: operation.saleId,
    saleNumber: sale,
    amountMinor: operation.detail !== null && 'amountMinor' in operation.detail ? operation.detail.amountMinor : null,
    currency: config.shop.currency,
    backEnd: operation.backEnd,
    recordedAtMs: operation.recordedAtMs,
    lastAttemptAtMs: operation.lastAttemptAtMs,
    nextAtMs: operation.nextAtMs,
    attempts: operation.attempts,
    manyAttempts: operation.attempts >= MANY_ATTEMPTS,
    waitsFor: waitsFor === null || isFinished(operation.state) ? null : operationNameEn(waitsFor.kind),
    otherAccount: operation.backEnd !== account.backEnd || operation.account !== account.account,
    errorCode: operation.errorCode,
    reason: operation.detail === null ? UNREADABLE : reasonEn(operation),
    canRetry: afterRetry(operation, false) !== null && !(operation.happened === 0 && isOfVoidedSale(operation, parts)),
    canClose: operation.state === 'parked',
    closeNeedsReference: needsReference(operation, parts),
    waysOut: [...waysOutOf(operation, parts)],
  };
}

const isOfVoidedSale = (operation: ListedOperation, { stores }: TillParts): boolean =>
  operation.saleId !== null && stores.sales.byId(operation.saleId)?.state === 'voided' && operation.undoesId === null;

/** Other ends that the program knows for a refused or doubtful operation of a sale that stands. */
function waysOutOf(listed: ListedOperation, parts: TillParts): readonly WayOut[] {
  if (listed.state !== 'parked' || listed.detail === null) return [];
  const operation = parts.stores.operations.byId(listed.id);
  if (operation === null || operation.backEnd !== parts.backEnd.name || isOfVoidedSale(listed, parts)) return [];
  return parts.backEnd.waysOut(operation, materialiseContext(operation, parts.stores, parts.clock.nowMs()));
}

/** A reversal waits that names the program's reference, so closing its original as "it happened" needs that. */
function needsReference(operation: ListedOperation, { stores, backEnd }: TillParts): boolean {
  const { reversedByReference } = backEnd.capabilities;
  if (!reversedByReference.includes(operation.kind) || operation.state !== 'parked') return false;
  const cancel = stores.operations.undoerOf(operation.id);
  return cancel !== null && !isFinished(cancel.state);
}

function findParked(id: string, { stores }: TillParts): Result<ListedOperation> {
  const operation = stores.operations.listedById(id);
  if (operation === null) return problem('operation-not-found');
  return operation.state === 'parked' ? done(operation) : problem('operation-not-parked', { state: operation.state });
}

export interface ReviewedBy {
  readonly staffId: string;
  readonly reason: string;
}

/** Refused: sent again. In doubt: asked about again, never sent blindly. Audited. */
export function retryOperation(id: string, who: ReviewedBy, parts: TillParts, record: () => void): Result<QueueRow> {
  const found = findParked(id, parts);
  if (!found.ok) return found;
  const operation = found.value;
  const { stores, db, clock } = parts;
  const move = afterRetry(operation, parts.backEnd.capabilities.storesRefusals);
  if (move === null || (operation.happened === 0 && isOfVoidedSale(operation, parts)))
    return problem('retry-not-allowed');
  atomically(db, () => {
    const nowMs = clock.nowMs();
    stores.operations.settle(id, 'parked', move, {
      nowMs,
      nextAtMs: nowMs,
      errorCode: operation.errorCode,
      errorText: operation.errorText,
    });
    stores.audit.add({ atMs: nowMs, staffId: who.staffId, action: 'retry', subject: id, reason: who.reason });
    record();
  });
  parts.changes.operationsMoved([id]);
  parts.loop.wake();
  return reviewed(id, parts);
}

/**
 * Ends a refused or doubtful operation in another way that its program knows: it is closed as not happened, which in doubt is
 * the manager's own finding, and what the way out plans takes its place, in one commit. Audited.
 */
export function takeWayOut(
  id: string,
  wayOutId: string,
  who: ReviewedBy,
  parts: TillParts,
  record: () => void,
): Result<QueueRow> {
  const found = findParked(id, parts);
  if (!found.ok) return found;
  const { stores, db, clock, backEnd } = parts;
  const wayOut = waysOutOf(found.value, parts).find((one) => one.id === wayOutId);
  const refused = stores.operations.byId(id);
  const sale = found.value.saleId === null ? null : stores.sales.byId(found.value.saleId);
  const closing = afterClose(found.value, 0);
  if (wayOut === undefined || refused === null || sale === null || closing === null) return problem('way-out-unknown');
  atomically(db, () => {
    const nowMs = clock.nowMs();
    const { errorCode, errorText } = refused;
    stores.operations.settle(id, 'parked', closing, { nowMs, nextAtMs: null, errorCode, errorText });
    const event = { kind: 'way-out', sale, refused, wayOut: wayOutId } as const;
    applyPlan(backEnd.plan(event, stores.operations.ofSale(sale.saleId), parts.newId), parts);
    const action = `way out: ${wayOut.label}`;
    stores.audit.add({ atMs: nowMs, staffId: who.staffId, action, subject: id, reason: who.reason });
    record();
  });
  parts.changes.operationsMoved([id]);
  parts.loop.wake();
  return reviewed(id, parts);
}

/** Ends a parked operation with what a person found out. Audited. What waited for it goes on or is dropped. */
export function closeOperation(
  id: string,
  finding: { readonly happened: boolean; readonly reference: string | null },
  who: ReviewedBy,
  parts: TillParts,
  record: () => void,
): Result<QueueRow> {
  const found = findParked(id, parts);
  if (!found.ok) return found;
  const operation = found.value;
  const { stores, db, clock } = parts;
  if (finding.happened && finding.reference === null && needsReference(operation, parts))
    return problem('reference-needed');
  const move = afterClose(operation, finding.happened ? 1 : 0);
  if (move === null) return problem('operation-not-parked', { state: operation.state });
  atomically(db, () => {
    const nowMs = clock.nowMs();
    stores.operations.settle(id, 'parked', move, {
      nowMs,
      nextAtMs: null,
      answer: finding.reference === null ? null : { confirmationCode: finding.reference },
      errorCode: operation.errorCode,
      errorText: operation.errorText,
    });
    stores.audit.add({
      atMs: nowMs,
      staffId: who.staffId,
      action: finding.happened ? 'close: it happened' : 'close: it did not happen',
      subject: id,
      reason: who.reason,
    });
    record();
  });
  parts.changes.operationsMoved([id]);
  parts.loop.wake();
  return reviewed(id, parts);
}

function reviewed(id: string, parts: TillParts): Result<QueueRow> {
  const operation = parts.stores.operations.listedById(id);
  return operation === null ? problem('operation-not-found') : done(queueRow(operation, parts));
}
