import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { TillParts } from '../till/till-parts.ts';
import { openingLimit, recordPastLimit } from './offline-limits.ts';
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
  /** The manager who lets the till sell past an offline limit; absent: the limits hold. */
  readonly pastLimitBy?: string | null;
}

/** The next number, never given again; inside the commit that stores the sale with it. */
export const nextSaleNumber = ({ config, generationLetter, stores }: TillParts): string =>
  `${config.terminal.prefix}-${generationLetter}${String(stores.settings.next('sale-number')).padStart(6, '0')}`;

/**
 * Opens a sale with a number that is never given again, also without a connection. One at a time at the till itself.
 *
 * @param record runs in the commit that stores the sale (the command id).
 */
export function openSale(
  order: OpenSaleOrder,
  parts: TillParts,
  record: (saleId: string) => void = () => undefined,
): Result<OpenSale> {
  const { openSales, clock, config, newId } = parts;
  if (!parts.mayRecord()) return problem('no-space');
  if (order.source === 'till' && order.returnOfSaleId === null && openSales.ofSource('till') !== null)
    return problem('another-sale-open');
  const limit = openingLimit(parts);
  if (limit !== null && order.pastLimitBy == null) return limit;
  const open = openSales.add((): Sale => {
    const saleNumber = nextSaleNumber(parts);
    if (limit !== null && order.pastLimitBy != null) recordPastLimit(saleNumber, limit, order.pastLimitBy, parts);
    const saleId = newId();
    record(saleId);
    return {
      saleId,
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
