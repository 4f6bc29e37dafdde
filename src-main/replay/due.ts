import type { Journey } from './draw-journeys.ts';
import type { InvoiceDigest, TradingDigest } from './plan-invoices.ts';

/** What every member starts with: 1,000,000.00 points (replay.md rule 5), in hundredths. */
export const OPENING_POINTS = 100_000_000;

/** Contract A12 and A13: hundredths of a percent of what earns. */
const EARN_BASIS_POINTS = 500;

/** What must stand at the program for one invoice when all is done. Money in minor units, points in hundredths. */
export interface DueInvoice {
  readonly invoiceNo: string;
  /** False: sold and taken back again, so that nothing may be left of it. */
  readonly stands: boolean;
  readonly totalMinor: number;
  /** Whom it moves points for; null: nobody. */
  readonly customerId: string | null;
  /** What a pay with points comes to where one is made; 0: none may stand. */
  readonly payMinor: number;
  /** Points earned (below 0: taken back) when nothing is paid with points, and when the pay stands. */
  readonly earnPoints: number;
  readonly earnPointsAfterPay: number;
}

/** Worked out from file and seed alone (replay.md rule 12): neither the till nor the simulators are asked. */
export function dueFromFile(
  digest: TradingDigest,
  journeys: ReadonlyMap<string, Journey>,
): ReadonlyMap<string, DueInvoice> {
  const due = new Map<string, DueInvoice>();
  for (const invoice of digest.invoices) {
    if (invoice.kind === 'void') continue;
    due.set(invoice.invoiceNo, dueOf(invoice, digest.voidedBy.has(invoice.invoiceNo), journeys.get(invoice.invoiceNo)));
  }
  return due;
}

function dueOf(invoice: InvoiceDigest, voidedByFile: boolean, journey: Journey | undefined): DueInvoice {
  const { invoiceNo, totalMinor, earningMinor } = invoice;
  const stands = !voidedByFile && journey?.kind !== 'void';
  const customerId = journey?.kind === 'claim' ? journey.customerId : invoice.customerId;
  const payMinor = stands ? invoice.payMinor : 0;
  if (!stands || customerId === null)
    return { invoiceNo, stands, totalMinor, customerId, payMinor, earnPoints: 0, earnPointsAfterPay: 0 };
  return {
    invoiceNo,
    stands,
    totalMinor,
    customerId,
    payMinor,
    earnPoints: earned(earningMinor),
    earnPointsAfterPay: earned(Math.max(0, earningMinor - payMinor)),
  };
}

/** 5 % rounded towards zero. */
function earned(earningMinor: number): number {
  return Number((BigInt(earningMinor) * BigInt(EARN_BASIS_POINTS)) / 10_000n);
}
