/**
 * What the till's reason says (P4): `REF <reference> <operation> <amountMinor> OP <id>[ UNDOES <id>]`, the reference
 * percent-encoded. The real program reads nothing in it; here it lets a reconciliation compare money as well.
 */
export interface AdjustmentReason {
  readonly reference: string;
  /** As the till calls it: `submit`, `pay`, `cancel-payment`, `cancel-sale`. */
  readonly operation: string;
  /** The sale's total (a return's is below 0) or what was paid, minor units. */
  readonly amountMinor: number;
  readonly operationId: string;
  readonly undoesId: string | null;
}

const FORM = /^REF (\S+) ([a-z-]+) (-?\d{1,15}) OP (\S+)(?: UNDOES (\S+))?$/;

/** Null for any other text, which is as good a reason. */
export function readReason(text: string): AdjustmentReason | null {
  const [, reference, operation, amount, operationId, undoesId] = FORM.exec(text) ?? [];
  if (reference === undefined || operation === undefined || operationId === undefined) return null;
  return {
    reference: decoded(reference),
    operation,
    amountMinor: Number(amount),
    operationId,
    undoesId: undoesId ?? null,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
