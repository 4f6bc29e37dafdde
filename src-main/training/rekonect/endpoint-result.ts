import type { JsonObject } from './json-object.ts';

export interface Accepted {
  readonly accepted: true;
  /** The endpoint's fields, put at root or under `data` by the envelope setting. */
  readonly fields: JsonObject;
  readonly message?: string;
  /** Departures from the contract that are let pass (A10). */
  readonly warnings: readonly string[];
}

/** A refusal of section 2; nothing was changed. */
export interface Refused {
  readonly accepted: false;
  readonly code: string;
  readonly message: string;
  readonly path: string | null;
}

export type EndpointResult = Accepted | Refused;

export function accepted(fields: JsonObject, warnings: readonly string[] = []): Accepted {
  return { accepted: true, fields, warnings };
}

/** Section 2 and A2: public codes where there are any, `SIM_…` where there are none. */
export const CODE = {
  memberNotFound: '203',
  alreadyKnown: '204',
  balanceTooLow: '407',
  invalid: '1001',
  server: '500',
  auth: 'SIM_AUTH',
  confirmation: 'SIM_CONFIRMATION',
  asset: 'SIM_ASSET',
  shortCode: 'SIM_SHORTCODE',
  transaction: 'SIM_TX',
  blocked: 'SIM_BLOCKED',
} as const;

export function refused(code: string, message: string, path: string | null = null): Refused {
  return { accepted: false, code, message, path };
}

/** Request validation failed at this place. */
export function invalid(path: string, message: string): Refused {
  return refused(CODE.invalid, message, path);
}
