import type { RuleFailure } from './rules.ts';

export interface Accepted {
  readonly accepted: true;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

export interface Refused {
  readonly accepted: false;
  readonly status: number;
  /** In Pascal case; null: the vendor names none. The API spells it as set. */
  readonly code: string | null;
  readonly message: string;
  readonly failures: readonly RuleFailure[];
  /** Names of fields that are wrong. */
  readonly fields: readonly string[];
}

export type EndpointResult = Accepted | Refused;

export const accepted = (fields: Accepted['fields'], warnings: readonly string[] = []): Accepted => ({
  accepted: true,
  fields,
  warnings,
});

export const refused = (status: number, code: string | null, message: string): Refused => ({
  accepted: false,
  status,
  code,
  message,
  failures: [],
  fields: [],
});

/** 400 without a code, with the failing field names in `details` (section 13.4). */
export const malformed = (fields: readonly string[]): Refused => ({
  ...refused(400, null, 'The request is not valid'),
  fields,
});

/** A4: `RulesError`, all failures together. */
export const rulesError = (failures: readonly RuleFailure[]): Refused => ({
  ...refused(422, 'RulesError', 'Rules of incentives are not satisfied'),
  failures,
});

export const NOT_CLAIMABLE = refused(400, 'TransactionNotClaimable', 'The transaction cannot be claimed');
