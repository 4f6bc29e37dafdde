import type { EffectsView } from '../../src-shared/contract/views.ts';
import { done, problem } from '../../src-shared/errors/error-codes.ts';
import { claimUnclaimed, findUnclaimed } from '../claiming/claim-unclaimed.ts';
import { atomically } from '../database/atomically.ts';
import { RECEIPT_WAIT_MS, waitFinished } from '../selling/after-completing.ts';
import { listSales, loyaltyOf, summaryOf } from '../selling/history.ts';
import { receiptOf } from '../selling/receipt.ts';
import type { TillParts } from '../till/till-parts.ts';
import { previewReturn, returnLines } from '../voiding/return-lines.ts';
import { effectsOfDoneVoid, isWithoutLoyalty, previewVoid, voidSale } from '../voiding/void-sale.ts';
import type { Caller } from './caller.ts';
import { enteredIdentifiers } from './entered-identifiers.ts';
import type { Once } from './once.ts';
import type { Procedures } from './procedures.ts';

/** Claims stand outside of any sale that is open. */
export const CLAIM_SCOPE = 'claim';

/** The manager behind a call: the caller himself, or who approved exactly this; null: none. */
export type ManagerOf = (
  caller: Caller,
  approvalId: string | undefined,
  procedure: string,
  input: unknown,
) => string | null;

interface AfterSaleDesk {
  readonly parts: TillParts;
  readonly once: Once;
  readonly managerOf: ManagerOf;
}

/** What happens to a sale once it is completed: its receipt, its void, returned lines, and a claim. */
export function afterSaleProcedures({
  parts,
  once,
  managerOf,
}: AfterSaleDesk): Pick<Procedures['cashier'], 'receipt' | 'history' | 'claim'> {
  const { stores } = parts;
  const scopeOf = (saleId: string): string => `sale ${saleId}`;
  const claimAnswer = (saleId: string) =>
    done({
      saleNumber: stores.sales.numberOf(saleId) ?? '',
      loyalty: loyaltyOf(saleId, true, parts) === 'done' ? ('done' as const) : ('waiting' as const),
    });

  return {
    receipt: {
      get: ({ saleId }) => receiptOf(saleId, false, parts),
      reprint: (input, caller) =>
        once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          (record) => {
            const receipt = receiptOf(input.saleId, true, parts);
            if (!receipt.ok) return receipt;
            atomically(parts.db, () => {
              stores.audit.add({
                atMs: parts.clock.nowMs(),
                staffId: caller.staff?.id ?? null,
                action: 'reprint',
                subject: receipt.value.saleNumber,
                reason: null,
              });
              record(input.saleId);
            });
            return receipt;
          },
          () => receiptOf(input.saleId, true, parts),
        ),
    },
    history: {
      list: ({ text, before, limit }) => done(listSales(text ?? null, before ?? null, limit, parts)),
      effectsOfVoid: ({ saleId }) => previewVoid(saleId, parts),
      void: ({ approvalId, ...input }, caller) => {
        const answer = (effects: EffectsView | null) => {
          const sale = summaryOf(input.saleId, parts);
          return sale === null || effects === null ? problem('sale-not-found') : done({ sale, effects });
        };
        return once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          (record) => {
            const shown = previewVoid(input.saleId, parts);
            if (!shown.ok) return shown;
            const managerId = isWithoutLoyalty(shown.value)
              ? managerOf(caller, approvalId, 'cashier.history.void', input)
              : null;
            const who = { staffId: caller.staff?.id ?? '', reason: input.reason ?? null, managerId };
            const effects = voidSale(input.saleId, input.fingerprint, who, parts, record);
            return effects.ok ? answer(effects.value) : effects;
          },
          () => answer(effectsOfDoneVoid(input.saleId, parts)),
        );
      },
      effectsOfReturn: ({ saleId, lines }) => previewReturn(saleId, lines, parts),
      returnLines: ({ approvalId, ...input }, caller) =>
        once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          (record) => {
            const { saleId, lines, fingerprint } = input;
            const shown = previewReturn(saleId, lines, parts);
            if (!shown.ok) return shown;
            const managerId = isWithoutLoyalty(shown.value)
              ? managerOf(caller, approvalId, 'cashier.history.returnLines', input)
              : null;
            const who = { staffId: caller.staff?.id ?? '', reason: null, managerId };
            const completed = returnLines(saleId, lines, fingerprint, who, parts, record);
            return completed.ok ? receiptOf(completed.value.sale.saleId, false, parts) : completed;
          },
          (returnSaleId) => receiptOf(returnSaleId, false, parts),
        ),
    },
    claim: {
      find: ({ code }) => {
        const found = findUnclaimed(code, parts);
        if (!found.ok) return found;
        const { sale, unclaimed, totalMinor } = found.value;
        return done({
          saleId: sale.saleId,
          saleNumber: sale.saleNumber,
          closedAtMs: sale.closedAtMs ?? sale.openedAtMs,
          totalMinor,
          currency: sale.currency,
          untilMs: unclaimed.untilMs,
        });
      },
      confirm: ({ approvalId: _approval, ...input }, caller, signal) =>
        once.stored(
          CLAIM_SCOPE,
          input.commandId,
          input,
          async (record) => {
            const entered = enteredIdentifiers(input);
            const claimed = await claimUnclaimed(input.code, entered, caller.staff?.id ?? '', parts, signal, record);
            if (!claimed.ok) return claimed;
            const { submitId, sale } = claimed.value;
            const reachable = parts.connectivity.admission(parts.clock.nowMs()).kind === 'all';
            if (submitId !== null && reachable) await waitFinished(submitId, RECEIPT_WAIT_MS, parts);
            return claimAnswer(sale.saleId);
          },
          claimAnswer,
        ),
    },
  };
}
