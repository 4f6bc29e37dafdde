/** How many passed and failed; what each runner says in its last line and the next one adds up. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0 };

/** One thing that passed or failed as a whole. */
export function one(hasPassed: boolean): Tally {
  return hasPassed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export function add(...tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({ passed: sum.passed + tally.passed, failed: sum.failed + tally.failed }),
    NOTHING,
  );
}

export function tallyLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed`;
}
