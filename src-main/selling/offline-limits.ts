import { problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { TillParts } from '../till/till-parts.ts';

type LimitParts = Pick<TillParts, 'connectivity' | 'config' | 'stores' | 'clock'>;

/** How long and how many may be sold before what was sold without a connection has left (design 8.8); null: go on. */
export function openingLimit({ connectivity, config, stores, clock }: LimitParts): Result<never> | null {
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

/** How much one sale, and all of them together, may come to without a connection; null: go on. */
export function completingLimit(
  totalMinor: number,
  { connectivity, config, stores }: LimitParts,
): Result<never> | null {
  if (connectivity.facts().state !== 'not-connected') return null;
  const { mostPerSaleMinor, mostTotalMinor } = config.offline;
  if (mostPerSaleMinor !== null && totalMinor > mostPerSaleMinor)
    return problem('offline-limit-reached', { limit: 'per-sale' });
  if (mostTotalMinor !== null && totalMinor > 0 && stores.sales.offlineWaiting().minor + totalMinor > mostTotalMinor)
    return problem('offline-limit-reached', { limit: 'total' });
  return null;
}

/** A manager lets the till sell on past a limit: audited, in the caller's commit. */
export function recordPastLimit(
  saleNumber: string,
  limit: Result<never>,
  managerId: string,
  { stores, clock }: LimitParts,
): void {
  stores.audit.add({
    atMs: clock.nowMs(),
    staffId: managerId,
    action: 'sold past the offline limit',
    subject: saleNumber,
    reason: limit.ok ? null : String(limit.problem.detail['limit'] ?? ''),
  });
}
