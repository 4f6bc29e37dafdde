import { currency, exponentOf, minor } from '../../../src-shared/money/money.ts';
import { moneyFor, type PointsRate, points, pointsFor } from '../../../src-shared/money/points.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { PomeloSettings } from './pomelo-settings.ts';

/**
 * The store's own rates: the program has none (contract section 8.2). This till moves whole points only; what a balance has
 * beyond whole points is left where it is.
 */
export interface Rates {
  readonly earn: PointsRate;
  readonly burn: PointsRate;
  readonly nonEarningDepartments: readonly string[];
}

/** @param code ISO 4217. */
export function ratesOf(settings: PomeloSettings, code: string): Rates {
  const hundredthsOfMajor = 100 * 10 ** exponentOf(currency(code));
  return {
    earn: { points: settings.earnHundredthsPerMajor, minor: hundredthsOfMajor },
    burn: { points: settings.burnHundredthsPerMajor, minor: hundredthsOfMajor },
    nonEarningDepartments: settings.nonEarningDepartments,
  };
}

/**
 * Whole points that a sale earns, rounded towards zero; below 0 for what a return takes back. What is paid with points and
 * what deals take off earns nothing, and what a return gives back as points takes nothing.
 */
export function earnedPoints({ lines, deals, tenders }: Sale, rates: Rates): number {
  const dealsMinor = deals.reduce((sum, deal) => sum + deal.amountMinor, 0);
  const totalMinor = lines.reduce((sum, line) => sum + line.netMinor, 0) - dealsMinor;
  const earningMinor = lines
    .filter((line) => !rates.nonEarningDepartments.includes(line.departmentCode))
    .reduce((sum, line) => sum + line.netMinor, 0);
  const pointsMinor = tenders
    .filter((tender) => tender.payOperationId !== null)
    .reduce((sum, tender) => sum + tender.amountMinor, 0);
  const base = earningMinor - dealsMinor - pointsMinor;
  const ofItsSign = totalMinor < 0 ? Math.min(0, base) : Math.max(0, base);
  return pointsFor(minor(ofItsSign), rates.earn, 'towardsZero');
}

/** Whole points that an amount costs, rounded up: the shop never gives more than it takes. @param amountMinor above 0. */
export function pointsToPay(amountMinor: number, { burn }: Rates): number {
  const down = pointsFor(minor(amountMinor), burn, 'towardsZero');
  return moneyFor(down, burn, 'towardsZero') < amountMinor ? points(down + 1) : down;
}

/** What a balance is worth as a tender, minor units, rounded down; paying it costs the balance at most. */
export const spendableMinor = (balance: number, { burn }: Rates): number =>
  balance <= 0 ? 0 : moneyFor(points(balance), burn, 'towardsZero');
