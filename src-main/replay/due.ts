import type { Journey } from './draw-journeys.ts';
import type { InvoiceDigest, TradingDigest } from './plan-invoices.ts';
import type { ProgramRules } from './program-rules.ts';

/** What the program shall have been told of one invoice. */
export interface DueMoves {
  /** Whether the sale or return stands at the program with its money. */
  readonly told: boolean;
  /** Points earned; below 0: taken back. */
  readonly points: number;
}

/** What must stand at the program for one invoice when all is done. Money in minor units, points as the ledger counts them. */
export interface DueInvoice {
  readonly invoiceNo: string;
  /** False: sold and taken back again, so that nothing may be left of it. */
  readonly stands: boolean;
  readonly totalMinor: number;
  /** Whom it moves points for; null: nobody. */
  readonly customerId: string | null;
  /** What a pay with points comes to where one is made; 0: none may stand. */
  readonly payMinor: number;
  /** When nothing is paid with points. */
  readonly plain: DueMoves;
  /** When the pay stands. */
  readonly paid: DueMoves;
  /** Why a standing invoice is nothing to the program: no member yet, or no way to take it back; null: it is told, or moves nothing. */
  readonly untold: 'held' | 'uncorrected' | null;
}

const NOTHING: DueMoves = { told: false, points: 0 };

/** Worked out from file and seed alone (replay.md rule 12): neither the till nor the simulators are asked. */
export function dueFromFile(
  digest: TradingDigest,
  journeys: ReadonlyMap<string, Journey>,
  rules: ProgramRules,
): ReadonlyMap<string, DueInvoice> {
  const due = new Map<string, DueInvoice>();
  for (const invoice of digest.invoices) {
    if (invoice.kind === 'void') continue;
    const { invoiceNo } = invoice;
    due.set(invoiceNo, dueOf(invoice, digest.voidedBy.has(invoiceNo), journeys.get(invoiceNo), rules));
  }
  return due;
}

function dueOf(
  invoice: InvoiceDigest,
  voidedByFile: boolean,
  journey: Journey | undefined,
  rules: ProgramRules,
): DueInvoice {
  const { invoiceNo, totalMinor, earningMinor } = invoice;
  const stands = !voidedByFile && journey?.kind !== 'void';
  const customerId = journey?.kind === 'claim' ? journey.customerId : invoice.customerId;
  const untold = stands ? untoldBecause(invoice, customerId, rules) : null;
  const payMinor = stands && rules.pays ? invoice.payMinor : 0;
  const facts = { invoiceNo, stands, totalMinor, customerId, payMinor, untold };
  if (!stands || untold !== null) return { ...facts, plain: NOTHING, paid: NOTHING };
  return {
    ...facts,
    plain: movesOf(earningMinor, customerId, rules),
    // What is paid with points earns nothing.
    paid: movesOf(payMinor === 0 ? earningMinor : Math.max(0, earningMinor - payMinor), customerId, rules),
  };
}

function untoldBecause(
  { kind, totalMinor }: InvoiceDigest,
  customerId: string | null,
  rules: ProgramRules,
): DueInvoice['untold'] {
  if (kind === 'return') return rules.returns === 'uncorrected' ? 'uncorrected' : null;
  // A sale that comes to nothing is nothing to claim, and its receipt has no code.
  return customerId === null && totalMinor > 0 && rules.unclaimed === 'held' ? 'held' : null;
}

function movesOf(baseMinor: number, customerId: string | null, rules: ProgramRules): DueMoves {
  const points = customerId === null ? 0 : rules.earned(baseMinor);
  const takesNobody = customerId === null && rules.unclaimed === 'held';
  return { told: points !== 0 || (rules.tellsWithoutPoints && !takesNobody), points };
}

/** What a program has no place for, and what it cannot take back. */
export interface Untold {
  /** Sales that wait for a member. */
  readonly held: number;
  readonly uncorrected: { readonly count: number; readonly minor: number };
}

/** The same two figures that the tills are asked for, from the file. */
export function untoldOf(due: ReadonlyMap<string, DueInvoice>): Untold {
  const all = [...due.values()];
  const uncorrected = all.filter(({ untold }) => untold === 'uncorrected');
  return {
    held: all.filter(({ untold }) => untold === 'held').length,
    uncorrected: {
      count: uncorrected.length,
      minor: uncorrected.reduce((sum, { totalMinor }) => sum + Math.abs(totalMinor), 0),
    },
  };
}
