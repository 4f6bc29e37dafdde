import type { DueInvoice } from './due.ts';
import type { InspectedPosting, Inspection } from './inspection.ts';

export interface ReconcileTerms {
  /** Every member that the replay made known: CustomerID → the name by which the program knows him. */
  readonly members: ReadonlyMap<string, string>;
  /** What each of them started with. */
  readonly openingPoints: number;
  /** What a pay of so many minor units takes. */
  readonly cost: (payMinor: number) => number;
  /**
   * How many pays that were due may be missing because the cashier took cash instead: none in an undisturbed run, all
   * when the back end was unreachable or faulty, one for each kill.
   */
  readonly paysThatMayBeMissing: number;
  /** Invoice number → what is parked in doubt for its pay, minor units: this much may stand without being due. */
  readonly inDoubt: ReadonlyMap<string, number>;
}

export interface LedgerFigures {
  /** Standing sales and returns. */
  readonly postings: number;
  /** Invoices of which something is due and does not stand. */
  readonly missing: number;
  /** Invoices of which more stands than is due. */
  readonly twice: number;
  /** Σ |posted − due| over invoices, minor units. */
  readonly differenceMinor: number;
  /** Σ |balance − due| over members, points as the program's ledger counts them. */
  readonly differencePoints: number;
  readonly explainedMinor: number;
}

export interface Reconciliation extends LedgerFigures {
  /** Sales whose pay stands and is due. */
  readonly paidWithPoints: number;
  /** In words, for people: what is wrong, the first of them. */
  readonly findings: readonly string[];
}

/** What stands at the program under one reference. */
interface Standing {
  readonly sales: number;
  /** Those of them that stand as nobody's. */
  readonly nobodys: number;
  readonly salesMinor: number;
  readonly earns: number;
  readonly earnPoints: number;
  readonly spends: number;
  readonly spendMinor: number;
}

const NOTHING: Standing = {
  sales: 0,
  nobodys: 0,
  salesMinor: 0,
  earns: 0,
  earnPoints: 0,
  spends: 0,
  spendMinor: 0,
};

/** Compares what is due with what was posted, invoice by invoice and member by member (replay.md rule 12). Pure. */
export function reconcile(
  due: ReadonlyMap<string, DueInvoice>,
  inspection: Inspection,
  terms: ReconcileTerms,
): Reconciliation {
  const groups = Map.groupBy(
    inspection.postings.filter(({ kind }) => kind !== 'opening'),
    ({ reference }) => reference,
  );
  const book = new Book(terms);
  for (const invoice of due.values()) book.add(invoice, standingOf(groups.get(invoice.invoiceNo) ?? []));
  for (const [reference, postings] of groups)
    if (!due.has(reference)) book.addStranger(reference, standingOf(postings));
  return book.close(inspection);
}

function standingOf(postings: readonly InspectedPosting[]): Standing {
  const standing = { ...NOTHING };
  for (const { kind, memberId, points, amountMinor } of postings) {
    const step = kind.endsWith('-cancel') ? -1 : 1;
    if (kind.startsWith('sale')) {
      standing.sales += step;
      if (memberId === null) standing.nobodys += step;
      standing.salesMinor += amountMinor;
    } else if (kind.startsWith('spend')) {
      standing.spends += step;
      standing.spendMinor += amountMinor;
    } else if (points !== 0) {
      standing.earns += step;
      standing.earnPoints += points;
    }
  }
  return standing;
}

/** Collects the figures while the invoices go by. */
class Book {
  readonly #terms: ReconcileTerms;
  readonly #duePoints: Map<string, number>;
  readonly #findings: string[] = [];
  #postings = 0;
  #missing = 0;
  #twice = 0;
  #differenceMinor = 0;
  #paidWithPoints = 0;
  #lackedPays = 0;

  constructor(terms: ReconcileTerms) {
    this.#terms = terms;
    this.#duePoints = new Map([...terms.members.values()].map((name) => [name, terms.openingPoints]));
  }

  add(due: DueInvoice, standing: Standing): void {
    const { invoiceNo } = due;
    const doubtMinor = this.#terms.inDoubt.get(invoiceNo) ?? 0;
    // A pay in doubt beside a sale that was paid in cash: the sale then earned in full, so what it earned tells the two apart.
    const inDoubt =
      doubtMinor > 0 && standing.spends === 1 && standing.spendMinor === doubtMinor && !paidByPoints(due, standing);
    const payStands = standing.spends > 0 && !inDoubt;
    const paid = due.payMinor > 0 && (payStands || !this.#mayLackItsPay());
    const dueSpends = paid || inDoubt ? 1 : 0;
    const dueSpendMinor = paid ? due.payMinor : inDoubt ? doubtMinor : 0;
    const { told, points } = paid ? due.paid : due.plain;
    const expected = told ? 1 : 0;
    const dueEarns = points === 0 ? 0 : 1;

    const withoutMember = due.customerId !== null && standing.nobodys > 0;
    if (withoutMember) this.#findings.push(`invoice ${invoiceNo}: it stands without its member`);
    const lacks =
      withoutMember || standing.sales < expected || standing.earns < dueEarns || standing.spends < dueSpends;
    const exceeds = standing.sales > expected || standing.earns > dueEarns || standing.spends > dueSpends;
    const difference =
      Math.abs(standing.salesMinor - expected * due.totalMinor) + Math.abs(standing.spendMinor - dueSpendMinor);
    this.#note(invoiceNo, lacks, exceeds, difference);
    this.#postings += Math.max(0, standing.sales);
    if (paid && payStands) this.#paidWithPoints += 1;
    if (due.customerId !== null) this.#credit(due.customerId, points - this.#terms.cost(dueSpendMinor));
  }

  /** Postings under a reference that no invoice of the file has. */
  addStranger(reference: string, standing: Standing): void {
    const exceeds = standing.sales !== 0 || standing.earns !== 0 || standing.spends !== 0;
    this.#note(reference, false, exceeds, Math.abs(standing.salesMinor) + Math.abs(standing.spendMinor));
    this.#postings += Math.max(0, standing.sales);
  }

  close({ members }: Inspection): Reconciliation {
    let explainedMinor = 0;
    for (const minor of this.#terms.inDoubt.values()) explainedMinor += minor;
    return {
      postings: this.#postings,
      missing: this.#missing,
      twice: this.#twice,
      differenceMinor: this.#differenceMinor,
      differencePoints: this.#differencePoints(members),
      explainedMinor,
      paidWithPoints: this.#paidWithPoints,
      findings: this.#findings,
    };
  }

  /** Beyond what the run explains, a pay that is not there is a posting that is missing. */
  #mayLackItsPay(): boolean {
    if (this.#lackedPays >= this.#terms.paysThatMayBeMissing) return false;
    this.#lackedPays += 1;
    return true;
  }

  #differencePoints(members: Inspection['members']): number {
    const balances = new Map(members.map(({ name, memberId, points }) => [name ?? memberId, points]));
    let sum = 0;
    for (const [name, due] of this.#duePoints) {
      const balance = balances.get(name) ?? 0;
      sum += Math.abs(balance - due);
      if (balance !== due) this.#findings.push(`a member has ${balance - due} too many, as the ledger counts points`);
    }
    return sum;
  }

  #credit(customerId: string, points: number): void {
    const name = this.#terms.members.get(customerId);
    const before = name === undefined ? undefined : this.#duePoints.get(name);
    if (name === undefined || before === undefined) throw new Error('an invoice of a customer whom nobody made known');
    this.#duePoints.set(name, before + points);
  }

  #note(reference: string, lacks: boolean, exceeds: boolean, differenceMinor: number): void {
    if (lacks) this.#missing += 1;
    if (exceeds) this.#twice += 1;
    this.#differenceMinor += differenceMinor;
    if (lacks) this.#findings.push(`invoice ${reference}: something due does not stand`);
    if (exceeds) this.#findings.push(`invoice ${reference}: more stands than is due`);
    if (differenceMinor !== 0) this.#findings.push(`invoice ${reference}: ${differenceMinor} minor units differ`);
  }
}

/** Whether the sale was recorded as paid with points, as far as what it earned can tell. */
function paidByPoints(due: DueInvoice, standing: Standing): boolean {
  return due.payMinor > 0 && due.stands && standing.earnPoints === due.paid.points;
}
