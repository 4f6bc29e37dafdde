type Contradiction = 'no-sale' | 'no-card' | 'no-points' | 'totals-mismatch' | 'not-offered';

/** The stored data do not allow this operation to be sent; the row is parked with the message, which a manager reads. */
export class ContradictionError extends Error {
  override readonly name = 'ContradictionError';
  readonly code: Contradiction;

  constructor(code: Contradiction, message: string) {
    super(message);
    this.code = code;
  }
}
