import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { TillParts } from '../till/till-parts.ts';
import type { OpenSale } from './open-sales.ts';

export interface OpenSaleOrder {
  /** `till`, or `pos:<client id>`. */
  readonly source: string;
  readonly staffId: string;
  /** Null: the sale number is the reference. */
  readonly reference: string | null;
  /** Business time of opening; null: now. */
  readonly openedAtMs: number | null;
  readonly returnOfSaleId: string | null;
}

/** Opens a sale with a number that is never given again, also without a connection. One at a time at the till itself. */
export function openSale(order: OpenSaleOrder, parts: TillParts): Result<OpenSale> {
  const { openSales, clock, config, stores, newId } = parts;
  if (!parts.mayRecord()) return problem('no-space');
  if (order.source === 'till' && order.returnOfSaleId === null && openSales.ofSource('till') !== null)
    return problem('another-sale-open');
  const limit = offlineProblem(parts);
  if (limit !== null) return limit;
  const open = openSales.add((): Sale => {
    const saleNumber = `${config.terminal.prefix}-${parts.generationLetter}${String(stores.settings.next('sale-number')).padStart(6, '0')}`;
    return {
      saleId: newId(),
      saleNumber,
      reference: order.reference ?? saleNumber,
      source: order.source,
      state: 'open',
      currency: config.shop.currency,
      staffId: order.staffId,
      openedAtMs: order.openedAtMs ?? clock.nowMs(),
      closedAtMs: null,
      voidedAtMs: null,
      memberKeyId: null,
      returnOfSaleId: order.returnOfSaleId,
      lines: [],
      deals: [],
      usedGifts: [],
      tenders: [],
    };
  });
  parts.changes.changed();
  return done(open);
}

/** How much may be sold before the operations of what was sold without a connection have left (design 8.8). */
function offlineProblem({ connectivity, config, stores, clock }: TillParts): Result<never> | null {
  const { longestMs, mostSales, mostTotalMinor } = config.offline;
  const facts = connectivity.facts();
  if (facts.state !== 'not-connected') return null;
  if (longestMs !== null && facts.sinceMs !== null && clock.nowMs() - facts.sinceMs > longestMs)
    return problem('offline-limit-reached', { limit: 'time' });
  if (mostSales === null && mostTotalMinor === null) return null;
  const waiting = stores.sales.offlineWaiting();
  if (mostSales !== null && waiting.count >= mostSales) return problem('offline-limit-reached', { limit: 'sales' });
  if (mostTotalMinor !== null && waiting.minor >= mostTotalMinor)
    return problem('offline-limit-reached', { limit: 'total' });
  return null;
}
