import type { Incentive } from './rbi-options.ts';

/** The engine id by which this guest uses it; null where there is none. */
export function engineIdOf({ personal, loyaltyEngineId }: Incentive, loyaltyId: string): string | null {
  return (personal === undefined ? loyaltyEngineId : personal[loyaltyId]) ?? null;
}
