import type { Untold } from './due.ts';

/** A line as it is put into the till. Amounts in minor units, quantity in thousandths. */
export interface ReplayLine {
  readonly articleCode: string;
  readonly name: string;
  readonly departmentCode: string;
  readonly departmentName: string;
  readonly action: 'sale' | 'return';
  /** Above 0. */
  readonly quantityThousandths: number;
  readonly unitPriceMinor: number;
  /** Quantity × price, rounded once; below 0 on a return line. */
  readonly grossMinor: number;
}

/** One invoice of the file as a sale or a return sale. */
export interface ReplaySale {
  /** The invoice number: travels to the program, and begins every command id. */
  readonly reference: string;
  readonly openedAtMs: number;
  readonly closedAtMs: number;
  readonly lines: readonly ReplayLine[];
  readonly totalMinor: number;
  /** The member, as the file names him; null: nobody's sale. */
  readonly customerId: string | null;
}

export interface OpenedSale {
  readonly saleId: string;
  readonly state: 'open' | 'completed' | 'voided';
}

export type PayAnswer = 'confirmed' | 'refused' | 'undecided';

/** Where the submit of a sale is. */
export type SubmitState = 'none' | 'unsent' | 'sending' | 'unknown' | 'finished' | 'parked';

export interface TillFigures {
  /** Every row of the queue, once. A row that waits for a parked one counts as parked with it. */
  readonly operations: {
    readonly delivered: number;
    readonly dropped: number;
    readonly closed: number;
    readonly parked: number;
    readonly open: number;
  };
  /** Pays parked in doubt (or whose cancel is), one for each sale. */
  readonly inDoubt: readonly { readonly reference: string; readonly minor: number }[];
  /** Parked rows of any other kind. */
  readonly wronglyParked: readonly { readonly reference: string; readonly kind: string }[];
  /** What of its standing sales the program was not told. */
  readonly untold: Untold;
}

/**
 * One till as the replay uses it. Every step carries a command id and is done once: repeated, it gives its first answer.
 * An expected "no" is an answer; a rejected promise means that the till is broken and ends the run.
 */
export interface ReplayTill {
  /** Opens the sale, puts its lines in and identifies the member, each step once. */
  openSale(sale: ReplaySale): Promise<OpenedSale>;
  /** A pay with points, the cashier waiting 2 s. */
  pay(saleId: string, commandId: string, amountMinor: number): Promise<PayAnswer>;
  /** Everything still due in cash (below 0: handed out); a pay that is undecided is given back. */
  takeCash(saleId: string, commandId: string): Promise<void>;
  /**
   * Completes the sale at the time of the file. Returns the claim code of a sale without a member.
   *
   * @param held nothing of the sale is sent before `letGo`
   */
  complete(saleId: string, commandId: string, closedAtMs: number, held: boolean): Promise<string | null>;
  letGo(saleId: string): void;
  voidSale(saleId: string, commandId: string): Promise<void>;
  claim(claimCode: string, commandId: string, customerId: string): Promise<void>;
  /** The sale recorded under a reference, or null. */
  find(reference: string): OpenedSale | null;
  submitState(saleId: string): SubmitState;
  /** Resolves when nothing in the queue can change by itself any more, or after the time given. */
  drained(withinMs: number): Promise<void>;
  figures(): TillFigures;
  close(): Promise<void>;
}
