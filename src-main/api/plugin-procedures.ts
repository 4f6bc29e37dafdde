import type { z } from 'zod';
import type { posBasket, posPayAnswer, posSaleStatus } from '../../src-shared/contract/plugin.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Operation } from '../../src-shared/queue/operation.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';
import { DAY } from '../../src-shared/time/clock.ts';
import type { Pairing } from '../plugin/pairing.ts';
import { statusOf } from '../review/status.ts';
import { readNewBalance } from '../selling/after-completing.ts';
import { putBasket } from '../selling/change-basket.ts';
import { clearSale } from '../selling/clear-sale.ts';
import { completeSale } from '../selling/complete-sale.ts';
import { loyaltyOf } from '../selling/history.ts';
import { identifyMember } from '../selling/identify-member.ts';
import { openSale } from '../selling/open-sale.ts';
import type { OpenSale } from '../selling/open-sales.ts';
import { askAgain, payResult, payWithPoints } from '../selling/pay-with-points.ts';
import { chooseGifts, previewBenefits } from '../selling/preview-benefits.ts';
import { receiptOf } from '../selling/receipt.ts';
import { memberView, plainView } from '../selling/sale-view.ts';
import { paysOf, wantedPay } from '../selling/standing-pay.ts';
import { takeTender } from '../selling/take-tender.ts';
import { changeTenders } from '../selling/tenders.ts';
import type { TillParts } from '../till/till-parts.ts';
import { voidSale } from '../voiding/void-sale.ts';
import type { Caller } from './caller.ts';
import { enteredIdentifiers } from './entered-identifiers.ts';
import type { Once } from './once.ts';
import type { Procedures } from './procedures.ts';

type Basket = z.infer<typeof posBasket>;
type PosSale = z.infer<typeof posSaleStatus>;
type PayAnswer = z.infer<typeof posPayAnswer>;
type Tenders = readonly { readonly type: 'CASH' | 'CARD'; readonly amountMinor: number }[];

const loyaltyTenders = ({ sale }: OpenSale) => sale.tenders.filter((tender) => tender.payOperationId !== null);

/** The integrator API over the use cases. A POS's sale is found by its own id, scoped to the paired client. */
export function pluginProcedures(parts: TillParts, once: Once, pairing: Pairing): Procedures['plugin'] {
  const { stores, openSales } = parts;
  const sourceOf = (caller: Caller): string => `pos:${caller.posClient?.id ?? ''}`;
  const scopeOf = (caller: Caller, posSaleId: string): string => `${sourceOf(caller)} ${posSaleId}`;

  /**
   * The sale of a POS's id; made by the first call that names it.
   *
   * @param pastLimitBy who sells past an offline limit; null: refused here, before a customer pays.
   */
  const findOrOpen = (posSaleId: string, caller: Caller, pastLimitBy: string | null = null): Result<OpenSale> => {
    const stored = stores.sales.byReference(sourceOf(caller), posSaleId);
    if (stored === null)
      return openSale(
        {
          source: sourceOf(caller),
          staffId: sourceOf(caller),
          reference: posSaleId,
          openedAtMs: null,
          returnOfSaleId: null,
          pastLimitBy,
        },
        parts,
      );
    const open = openSales.get(stored.saleId);
    return open === null ? problem('sale-not-open') : done(open);
  };

  /** Puts the basket as given in place of what stood; the same basket changes nothing. */
  const withBasket = (open: OpenSale, { lines }: Basket): Result<OpenSale> =>
    putBasket(
      open,
      lines.map((line) => ({ ...line, weighed: line.quantityThousandths % 1_000 !== 0 })),
      parts,
    );

  const payAnswer = (saleId: string, pay: Operation): Result<PayAnswer> => {
    const open = openSales.get(saleId);
    if (pay.detail.kind !== 'pay') return problem('operation-not-found');
    const { amountMinor } = pay.detail;
    if (open !== null) {
      const { result, reason } = payResult(open, pay, parts);
      return done({ result, reason, amountMinor });
    }
    const result = pay.state === 'delivered' ? 'confirmed' : pay.happened === 0 ? 'refused' : 'undecided';
    return done({ result, reason: pay.errorText ?? pay.errorCode, amountMinor });
  };

  const statusOfSale = (posSaleId: string, caller: Caller): Result<PosSale> => {
    const stored = stores.sales.byReference(sourceOf(caller), posSaleId);
    if (stored === null) return problem('sale-not-found');
    const open = openSales.get(stored.saleId);
    const view = plainView(open?.sale ?? stored);
    const pay = paysOf(stored.saleId, parts).at(-1)?.standing ?? 'none';
    return done({
      saleId: posSaleId,
      saleNumber: view.saleNumber,
      state: view.state,
      totals: view.totals,
      deals: view.deals,
      member: open === null ? null : memberView(open, parts),
      pay: pay === 'sending' ? 'undecided' : pay,
      loyalty: loyaltyOf(stored.saleId, stored.memberKeyId !== null, parts),
    });
  };
  const sale = (input: { readonly saleId: string }, caller: Caller): Result<PosSale> =>
    statusOfSale(input.saleId, caller);

  return {
    pair: ({ code }) => pairing.swap(code),
    status: () => done({ ...statusOf(parts, null), networkUp: null }),
    identify: (input, caller, signal) => {
      const found = findOrOpen(input.saleId, caller);
      if (!found.ok) return found;
      return once.inBasket(
        found.value,
        input.commandId,
        input,
        async () => {
          const [identifier, ...details] = enteredIdentifiers(input.member);
          const identified = await identifyMember(found.value.sale.saleId, identifier, details, parts, signal);
          return identified.ok ? sale(input, caller) : identified;
        },
        () => sale(input, caller),
      );
    },
    preview: async (input, caller, signal) => {
      const found = findOrOpen(input.saleId, caller);
      if (!found.ok) return found;
      const filled = withBasket(found.value, input.basket);
      if (!filled.ok) return filled;
      const { saleId } = found.value.sale;
      if (input.giftKeys.length > 0 || found.value.sale.usedGifts.length > 0) {
        const chosen = chooseGifts(saleId, input.giftKeys, parts);
        if (!chosen.ok) return chosen;
      }
      const previewed = await previewBenefits(saleId, parts, signal);
      if (!previewed.ok) return previewed;
      const status = sale(input, caller);
      if (!status.ok) return status;
      const preview = previewed.value.preview?.preview;
      return done({
        sale: status.value,
        pointsToEarn: preview?.pointsToEarn ?? null,
        notApplied: (preview?.notApplied ?? []).map(({ key, name, reason }) => ({ key, name, reason })),
      });
    },
    pay: (input, caller, signal) =>
      once.stored(
        scopeOf(caller, input.saleId),
        input.commandId,
        input,
        async (record) => {
          const found = findOrOpen(input.saleId, caller);
          if (!found.ok) return found;
          const filled = withBasket(found.value, input.basket);
          if (!filled.ok) return filled;
          const paid = await payWithPoints(found.value.sale.saleId, input.amountMinor, parts, signal, record);
          if (!paid.ok) return paid;
          return done({ result: paid.value.result, reason: paid.value.reason, amountMinor: input.amountMinor });
        },
        (payId) => {
          const pay = stores.operations.byId(payId);
          return pay === null ? problem('operation-not-found') : payAnswer(pay.saleId ?? '', pay);
        },
      ),
    askAgain: async (input, caller, signal) => {
      const stored = stores.sales.byReference(sourceOf(caller), input.saleId);
      if (stored === null) return problem('sale-not-found');
      const asked = await askAgain(stored.saleId, parts, signal);
      if (!asked.ok) return asked;
      const pay = paysOf(stored.saleId, parts).at(-1);
      const { result, reason } = asked.value;
      return done({ result, reason, amountMinor: pay?.amountMinor ?? 0 });
    },
    abandon: (input, caller) =>
      once.stored(
        scopeOf(caller, input.saleId),
        input.commandId,
        input,
        (record) => {
          const stored = stores.sales.byReference(sourceOf(caller), input.saleId);
          if (stored === null) return problem('sale-not-found');
          const cleared = clearSale(stored.saleId, parts, record);
          return cleared.ok ? sale(input, caller) : cleared;
        },
        () => sale(input, caller),
      ),
    complete: (input, caller, signal) =>
      once.stored(
        scopeOf(caller, input.saleId),
        input.commandId,
        input,
        async (record) => {
          const future = inFuture(input);
          if (future !== null) return future;
          // The customer has paid and nobody at a POS can approve: what was sold is recorded, the limits audited.
          const pastLimitBy = sourceOf(caller);
          const found = findOrOpen(input.saleId, caller, pastLimitBy);
          if (!found.ok) return found;
          const open = found.value;
          const { saleId } = open.sale;
          const filled = withBasket(open, input.basket);
          if (!filled.ok) return filled;
          const taken = takeAll(open, input.tenders);
          if (!taken.ok) return taken;
          const before = open.member;
          const recordAll = (id: string): void => {
            if (input.openedAtMs !== undefined) stores.sales.setOpenedAt(id, input.openedAtMs);
            record(id);
          };
          const completed = completeSale(saleId, input.closedAtMs ?? null, parts, recordAll, pastLimitBy);
          if (!completed.ok) {
            changeTenders(open, loyaltyTenders(open), parts);
            return completed;
          }
          await readNewBalance(completed.value, before, parts, signal);
          return completedAnswer(input.saleId, saleId, caller);
        },
        (saleId) => completedAnswer(input.saleId, saleId, caller),
      ),
    void: (input, caller) =>
      once.stored(
        scopeOf(caller, input.saleId),
        input.commandId,
        input,
        (record) => {
          const stored = stores.sales.byReference(sourceOf(caller), input.saleId);
          if (stored === null) return problem('sale-not-found');
          const voided = voidSale(stored.saleId, null, { staffId: sourceOf(caller), reason: null }, parts, record);
          return voided.ok ? sale(input, caller) : voided;
        },
        () => sale(input, caller),
      ),
    sale,
  };

  /** A time of business that cannot have been yet, whatever the clocks of two machines differ by. */
  function inFuture(times: { readonly openedAtMs?: number | undefined; readonly closedAtMs?: number | undefined }) {
    const latestMs = parts.clock.nowMs() + DAY;
    for (const path of ['openedAtMs', 'closedAtMs'] as const)
      if ((times[path] ?? 0) > latestMs)
        return problem('input-malformed', { path, why: 'more than a day ahead of the clock of the till' });
    return null;
  }

  /** A POS brings all its tenders with the completing call, and they fit to the minor unit or nothing is taken. */
  function takeAll(open: OpenSale, tenders: Tenders): Result<null> {
    const { dueMinor } = saleTotals({ ...open.sale, tenders: loyaltyTenders(open) });
    const givenMinor = tenders.reduce((sum, tender) => sum + tender.amountMinor, 0);
    if (givenMinor !== dueMinor) {
      const pay = wantedPay(open.sale.saleId, parts);
      if (pay !== null && pay.standing !== 'confirmed') return problem('pay-undecided', { state: pay.standing });
      return givenMinor * Math.sign(dueMinor) < Math.abs(dueMinor)
        ? problem('sale-not-paid', { dueMinor: dueMinor - givenMinor })
        : problem('sale-overpaid', { overMinor: givenMinor - dueMinor });
    }
    for (const tender of tenders) {
      if (tender.amountMinor === 0) continue;
      const taken = takeTender(open.sale.saleId, tender.type, tender.amountMinor, parts);
      if (!taken.ok) {
        changeTenders(open, loyaltyTenders(open), parts);
        return taken;
      }
    }
    return done(null);
  }

  function completedAnswer(posSaleId: string, saleId: string, caller: Caller) {
    const status = statusOfSale(posSaleId, caller);
    if (!status.ok) return status;
    const receipt = receiptOf(saleId, false, parts);
    return receipt.ok ? done({ sale: status.value, receipt: { ...receipt.value, saleId: posSaleId } }) : receipt;
  }
}
