import type { EffectsView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { OperationKind } from '../../src-shared/queue/operation.ts';
import { afterClose } from '../../src-shared/queue/operation-state.ts';
import { atomically } from '../database/atomically.ts';
import { keepPresentation, readPresentation } from '../selling/presentation.ts';
import type { StoredSale } from '../stores/sale-store.ts';
import { applyPlan } from '../sync/apply-plan.ts';
import type { TillParts } from '../till/till-parts.ts';
import { effectsOfVoid, fingerprintOf } from './effects.ts';

/** A sale that can still be voided, or why not. */
function findVoidable(saleId: string, { stores }: TillParts): Result<StoredSale> {
  const sale = stores.sales.byId(saleId);
  if (sale === null) return problem('sale-not-found');
  if (sale.state === 'voided') return problem('already-voided');
  if (sale.state === 'open') return problem('sale-not-completed');
  if (sale.state !== 'completed') return problem('sale-not-open');
  if (stores.sales.returnsOf(saleId).length > 0) return problem('sale-has-returns');
  return done(sale);
}

/** What voiding this sale would take and give back, as things stand now. */
export function previewVoid(saleId: string, parts: TillParts): Result<EffectsView> {
  const found = findVoidable(saleId, parts);
  if (!found.ok) return found;
  const { stores, backEnd } = parts;
  const sale = found.value;
  const known = sale.memberKeyId === null || stores.memberKeys.identifiers(sale.memberKeyId) !== null;
  const operations = stores.operations.ofSale(saleId);
  const nowMs = parts.clock.nowMs();
  const effects = effectsOfVoid(
    sale,
    operations,
    (operation) => backEnd.canUndo(operation, operations, nowMs),
    readPresentation(saleId, parts)?.pointsEarned ?? null,
    known,
  );
  if (wasAdjusted(sale, parts))
    effects.push({ kind: 'cannot-be-undone', amountMinor: null, points: null, text: TOLD_ONCE });
  return done({ saleId, effects, fingerprint: fingerprintOf(effects) });
}

const TOLD_ONCE = 'The program was told of this return and cannot be told that it was undone.';

/** A return that the program knows as a change of its sale, not as a sale of its own that could be cancelled. */
function wasAdjusted({ saleId, returnOfSaleId, closedAtMs }: StoredSale, { stores }: TillParts): boolean {
  if (returnOfSaleId === null || stores.operations.ofSale(saleId).length > 0) return false;
  return stores.operations
    .ofSale(returnOfSaleId)
    .some(
      ({ kind, state, recordedAtMs }) =>
        CHANGES_A_SALE.has(kind) && state !== 'dropped' && recordedAtMs >= (closedAtMs ?? 0),
    );
}

const CHANGES_A_SALE: ReadonlySet<OperationKind> = new Set(['adjust', 'cancel-sale', 'cancel-payment']);

export interface VoidedBy {
  readonly staffId: string;
  readonly reason: string | null;
  /** The manager who allows a void without loyalty, where the member's identifiers were purged; absent: nobody does. */
  readonly managerId?: string | null;
}

/**
 * Voids a completed sale, once: its operations are dropped, reversed, or their reversals wait for the outcome (design 8).
 *
 * @param fingerprint of the effects that were shown; null only for callers that show none (the integrator API, replay).
 * @param record runs in the same commit (the command id).
 */
export function voidSale(
  saleId: string,
  fingerprint: string | null,
  who: VoidedBy,
  parts: TillParts,
  record: (saleId: string) => void,
): Result<EffectsView> {
  const { db, stores, backEnd, clock } = parts;
  const voided = atomically(db, (): Result<EffectsView> => {
    const shown = previewVoid(saleId, parts);
    if (!shown.ok) return shown;
    if (fingerprint !== null && fingerprint !== shown.value.fingerprint) return problem('effects-changed');
    const sale = stores.sales.byId(saleId);
    if (sale === null) return problem('sale-not-found');
    const withoutLoyalty = isWithoutLoyalty(shown.value);
    if (withoutLoyalty && who.managerId == null) return problem('approval-needed');
    if (!parts.mayRecord()) return problem('no-space');
    const nowMs = clock.nowMs();
    if (!withoutLoyalty) {
      applyPlan(backEnd.plan({ kind: 'void', sale }, stores.operations.ofSale(saleId), parts.newId), parts);
    }
    closeRefused(saleId, nowMs, parts);
    stores.sales.changeState(saleId, 'completed', 'voided', nowMs);
    keepPresentation(saleId, { voided: shown.value }, parts);
    stores.audit.add({
      atMs: nowMs,
      staffId: who.staffId,
      action: withoutLoyalty ? `void without loyalty, allowed by ${who.managerId ?? ''}` : 'void',
      subject: sale.saleNumber,
      reason: who.reason,
    });
    record(saleId);
    return shown;
  });
  if (voided.ok) {
    parts.changes.changed();
    parts.loop.wake();
  }
  return voided;
}

/** Only the money comes back: the program cannot be told whose points they were. */
export const isWithoutLoyalty = ({ effects }: EffectsView): boolean =>
  effects.some((one) => one.kind === 'without-loyalty');

/** What the void of this sale said, for a repeated confirmation; null: it is not voided. */
export const effectsOfDoneVoid = (saleId: string, parts: TillParts): EffectsView | null =>
  readPresentation(saleId, parts)?.voided ?? null;

/**
 * Refused operations of a voided sale: nobody will send them again, so they leave the list of what needs a person. A
 * refused reversal stays: what it was to take back still stands at the program.
 */
function closeRefused(saleId: string, nowMs: number, { stores }: TillParts): void {
  for (const row of stores.operations.factsOfSale(saleId)) {
    if (row.state !== 'parked' || row.happened !== 0 || row.undoesId !== null) continue;
    const move = afterClose(row, 0);
    if (move !== null)
      stores.operations.settle(row.id, 'parked', move, { nowMs, nextAtMs: null, errorCode: 'sale-voided' });
  }
}
