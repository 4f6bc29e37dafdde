type Contradiction =
  | 'totals-mismatch'
  | 'no-sale'
  | 'no-member'
  | 'no-card'
  | 'no-points'
  | 'no-transaction'
  | 'no-execution'
  | 'no-confirmation-code'
  | 'consents-missing'
  | 'profile-incomplete'
  | 'profile-malformed'
  | 'original-missing'
  | 'overtaken'
  | 'not-offered';

/**
 * The stored data do not allow this operation to be sent; the row is parked with the message, which is for a manager and free
 * of personal data.
 */
export class ContradictionError extends Error {
  override readonly name = 'ContradictionError';
  readonly code: Contradiction;

  constructor(code: Contradiction, message: string) {
    super(message);
    this.code = code;
  }
}
