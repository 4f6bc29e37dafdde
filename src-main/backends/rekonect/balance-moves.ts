import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';

/** How this business gives points for a sale, where the till was told (contract A12 and A13). */
export interface EarnRule {
  /** Hundredths of a percent of what earns. */
  readonly basisPoints: number;
  readonly nonEarningDepartments: readonly string[];
}

/** From where to where a balance may have moved, in its smallest unit. */
export interface Moves {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * What other operations may have done to a balance since it was read. Null: one of them cannot be reckoned. Pure.
 *
 * An operation that surely took effect after the reading counts in full; one that may have taken effect before it, or not
 * at all, makes the range wider.
 *
 * @param sinceMs when the balance was read
 * @param rule null: what a sale earns is not known, so any of them makes the range unknown
 */
export function balanceMoves(
  operations: readonly Operation[],
  saleOf: (saleId: string) => Sale | null,
  sinceMs: number,
  rule: EarnRule | null,
): Moves | null {
  let lowest = 0;
  let highest = 0;
  for (const operation of operations) {
    const effect = effectOf(operation, saleOf, rule);
    if (effect === null) return null;
    const isSure = operation.happened === 1 && operation.firstSentAtMs !== null && operation.firstSentAtMs >= sinceMs;
    lowest += isSure ? effect : Math.min(0, effect);
    highest += isSure ? effect : Math.max(0, effect);
  }
  return { lowest, highest };
}

function effectOf(
  { detail, saleId }: Operation,
  saleOf: (saleId: string) => Sale | null,
  rule: EarnRule | null,
): number | null {
  switch (detail.kind) {
    case 'pay':
      return -detail.amountMinor;
    case 'cancel-payment':
      return Math.abs(detail.amountMinor);
    case 'submit-unclaimed':
      return 0;
    case 'submit':
    case 'cancel-sale': {
      const sale = saleId === null ? null : saleOf(saleId);
      if (sale === null || rule === null || sale.deals.length > 0 || sale.usedGifts.length > 0) return null;
      const earned = earnedBy(sale, rule);
      return detail.kind === 'submit' ? earned : 0 - earned;
    }
    case 'enrol':
    case 'identify':
    case 'update-member':
    case 'adjust':
    case 'release':
    case 'event':
      return null;
  }
}

/** A12 and A13, rounded towards zero. Used to understand a balance only, never shown (A14). */
function earnedBy({ lines, tenders }: Sale, { basisPoints, nonEarningDepartments }: EarnRule): number {
  const totalMinor = lines.reduce((sum, line) => sum + line.netMinor, 0);
  const earningMinor = lines
    .filter((line) => !nonEarningDepartments.includes(line.departmentCode))
    .reduce((sum, line) => sum + line.netMinor, 0);
  const paidMinor = tenders
    .filter((tender) => tender.payOperationId !== null)
    .reduce((sum, tender) => sum + tender.amountMinor, 0);
  const base = totalMinor < 0 ? Math.min(0, earningMinor) : Math.max(0, earningMinor - paidMinor);
  return Number((BigInt(base) * BigInt(basisPoints)) / 10_000n);
}
