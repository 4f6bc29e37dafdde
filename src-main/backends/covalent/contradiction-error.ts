export type Contradiction =
  | 'totals-mismatch'
  | 'no-sale'
  | 'no-member'
  | 'no-execution'
  | 'no-transaction'
  | 'original-missing'
  | 'overtaken'
  | 'not-offered';

/**
 * The stored data do not allow this operation to be sent; the row is parked with `code` and `message`. The message is for a
 * manager and free of personal data.
 */
export class ContradictionError extends Error {
  override readonly name = 'ContradictionError';
  readonly code: Contradiction;

  constructor(code: Contradiction, message: string) {
    super(message);
    this.code = code;
  }
}
