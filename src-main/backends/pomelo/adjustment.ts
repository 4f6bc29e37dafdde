import type { Operation } from '../../../src-shared/queue/operation.ts';
import { ACCOUNT_TYPES, type AccountType } from './pomelo-settings.ts';

/** What an operation moves here. Fixed when it is planned, so that a reversal takes back what was given, at any later rate. */
export interface Adjustment {
  /** Whole points; above 0 are minted, below 0 burned. */
  readonly points: number;
  readonly account: AccountType;
}

export const factsOf = ({ points, account }: Adjustment): Record<string, string> => ({
  points: String(points),
  account,
});

export const opposite = ({ points, account }: Adjustment): Adjustment => ({ points: 0 - points, account });

/** Null for an operation that moves nothing here, or that says nothing of it. */
export function adjustmentOf({ detail }: Pick<Operation, 'detail'>): Adjustment | null {
  const facts = 'facts' in detail ? detail.facts : undefined;
  const account = ACCOUNT_TYPES.find((one) => one === facts?.['account']);
  const points = Number(facts?.['points'] ?? Number.NaN);
  return account === undefined || !Number.isSafeInteger(points) || points === 0 ? null : { points, account };
}
