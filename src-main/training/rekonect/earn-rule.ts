import type { RekonectSettings } from './rekonect-settings.ts';
import type { TransactionBody } from './transaction-body.ts';

/**
 * Points a submitted sale gives (A12), or takes back where its total is below 0 (A13), rounded towards zero.
 *
 * @param loyaltyPaidMinor what was paid with points or credit, minor units; earns nothing
 */
export function earnedPoints(body: TransactionBody, loyaltyPaidMinor: number, settings: RekonectSettings): number {
  let earningMinor = 0;
  for (const { departmentCode, netMinor } of body.lines)
    if (!settings.nonEarningDepartments.includes(departmentCode)) earningMinor += netMinor;
  const base =
    body.totalMinor < 0 ? Math.min(0, earningMinor) : Math.max(0, earningMinor - Math.max(0, loyaltyPaidMinor));
  const scaled = base * settings.earnBasisPoints * settings.pointUnitsPerMinor;
  const remainder = scaled % 10_000;
  return (scaled - remainder) / 10_000 + 0;
}
