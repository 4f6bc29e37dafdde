/** Who can do something about an error. */
export type WhoActs = 'cashier' | 'manager' | 'support' | 'integrator' | 'nobody';

interface ErrorFacts {
  readonly acts: WhoActs;
  /** HTTP status where the error leaves by the integrator API. */
  readonly status: number;
}

/** Every error that leaves the main process. The messages are full records over these codes, one for each language. */
export const ERROR_CODES = {
  // input and state of the sale
  'sale-not-found': { acts: 'cashier', status: 404 },
  'sale-not-open': { acts: 'cashier', status: 409 },
  'sale-not-completed': { acts: 'cashier', status: 409 },
  'sale-empty': { acts: 'cashier', status: 422 },
  'sale-not-paid': { acts: 'cashier', status: 422 },
  'sale-overpaid': { acts: 'cashier', status: 422 },
  'sale-has-pay': { acts: 'cashier', status: 409 },
  'sale-has-tenders': { acts: 'cashier', status: 409 },
  'another-sale-open': { acts: 'cashier', status: 409 },
  'line-not-found': { acts: 'cashier', status: 404 },
  'quantity-not-allowed': { acts: 'cashier', status: 422 },
  'article-not-found': { acts: 'cashier', status: 404 },
  'amount-not-allowed': { acts: 'cashier', status: 422 },
  'totals-mismatch': { acts: 'support', status: 422 },
  // member and loyalty
  'member-not-found': { acts: 'cashier', status: 404 },
  'member-required': { acts: 'cashier', status: 422 },
  'member-already-set': { acts: 'cashier', status: 409 },
  'member-not-active': { acts: 'cashier', status: 409 },
  'id-method-not-offered': { acts: 'cashier', status: 422 },
  'stronger-id-needed': { acts: 'cashier', status: 403 },
  'id-detail-missing': { acts: 'cashier', status: 422 },
  'other-member': { acts: 'cashier', status: 409 },
  'code-needs-connection': { acts: 'cashier', status: 503 },
  'code-may-be-used': { acts: 'cashier', status: 502 },
  'benefit-not-confirmed': { acts: 'cashier', status: 409 },
  'way-out-unknown': { acts: 'manager', status: 409 },
  'consent-needed': { acts: 'cashier', status: 422 },
  'code-wrong': { acts: 'cashier', status: 422 },
  'not-offered-by-program': { acts: 'nobody', status: 422 },
  'gift-not-usable': { acts: 'cashier', status: 409 },
  'pay-refused': { acts: 'cashier', status: 409 },
  'pay-standing': { acts: 'cashier', status: 409 },
  'pay-undecided': { acts: 'cashier', status: 409 },
  'pay-too-early-to-ask': { acts: 'cashier', status: 409 },
  'loyalty-offline': { acts: 'nobody', status: 503 },
  'loyalty-paused': { acts: 'manager', status: 503 },
  'loyalty-refused': { acts: 'cashier', status: 502 },
  'loyalty-unclear': { acts: 'cashier', status: 502 },
  'offline-limit-reached': { acts: 'manager', status: 409 },
  // void, return, claim
  'already-voided': { acts: 'cashier', status: 409 },
  'effects-changed': { acts: 'cashier', status: 409 },
  'return-too-many': { acts: 'cashier', status: 422 },
  'sale-has-returns': { acts: 'cashier', status: 409 },
  'claim-code-malformed': { acts: 'cashier', status: 422 },
  'claim-not-found': { acts: 'cashier', status: 404 },
  'claim-expired': { acts: 'manager', status: 410 },
  'already-claimed': { acts: 'cashier', status: 409 },
  'claim-own-card': { acts: 'manager', status: 403 },
  // queue review
  'operation-not-found': { acts: 'manager', status: 404 },
  'operation-not-parked': { acts: 'manager', status: 409 },
  'retry-not-allowed': { acts: 'manager', status: 409 },
  'reference-needed': { acts: 'manager', status: 422 },
  // people and doors
  'not-signed-in': { acts: 'cashier', status: 401 },
  'not-allowed': { acts: 'manager', status: 403 },
  'approval-needed': { acts: 'manager', status: 403 },
  'pin-wrong': { acts: 'cashier', status: 401 },
  'pin-locked': { acts: 'manager', status: 423 },
  'pairing-code-wrong': { acts: 'integrator', status: 401 },
  'pairing-closed': { acts: 'integrator', status: 403 },
  'token-unknown': { acts: 'integrator', status: 401 },
  'door-refused': { acts: 'integrator', status: 403 },
  'command-reused': { acts: 'integrator', status: 409 },
  'input-malformed': { acts: 'integrator', status: 422 },
  // the machine
  'no-space': { acts: 'manager', status: 507 },
  'storage-read-only': { acts: 'support', status: 507 },
  'training-not-opened': { acts: 'manager', status: 409 },
  'training-only': { acts: 'nobody', status: 403 },
  internal: { acts: 'support', status: 500 },
} as const satisfies Record<string, ErrorFacts>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An expected "no", as a value. `detail` fills the message's places and never holds personal data. */
export interface TillProblem {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: TillProblem };

export const done = <T>(value: T): Result<T> => ({ ok: true, value });
export const problem = (code: ErrorCode, detail: TillProblem['detail'] = {}): Result<never> => ({
  ok: false,
  problem: { code, detail },
});
