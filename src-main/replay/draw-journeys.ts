import { createHash } from 'node:crypto';
import type { InvoiceDigest, TradingDigest } from './plan-invoices.ts';
import type { ProgramRules } from './program-rules.ts';

/** In which moment of its life a sale is voided (replay.md rule 7). */
export type VoidMoment = 'unsent' | 'unknown' | 'delivered' | 'only-pay-delivered';

export type Journey =
  | { readonly kind: 'void'; readonly moment: VoidMoment }
  | { readonly kind: 'claim'; readonly customerId: string; readonly moment: 'unsent' | 'delivered' };

const VOIDED_ONE_IN = 10;
const CLAIMED_ONE_IN = 3;

/** A number from 0 to 2^32 − 1, the same for ever for the same seed, invoice and question. */
function drawn(seed: number, invoiceNo: string, question: string): number {
  return createHash('sha256')
    .update(JSON.stringify([seed, invoiceNo, question]))
    .digest()
    .readUInt32BE(0);
}

/**
 * What happens to sales after they were sold: invoice number → journey. From the file, the seed and the program's rules alone.
 *
 * A sale that the file itself takes back is left to the file. The moments are dealt out in turn, so that each occurs in any
 * file with enough sales; where chance drew no void of a sale with a pay, or no claim, the nearest to being drawn is taken.
 * Where the program gives unclaimed sales to members by itself, none is claimed here.
 *
 * @param seed null: nothing happens
 */
export function drawJourneys(
  digest: TradingDigest,
  seed: number | null,
  { pays, claims }: Pick<ProgramRules, 'pays' | 'claims'>,
): ReadonlyMap<string, Journey> {
  const journeys = new Map<string, Journey>();
  if (seed === null) return journeys;
  const hasPay = ({ payMinor }: InvoiceDigest): boolean => pays && payMinor > 0;
  const sales = digest.invoices.filter(({ kind, invoiceNo }) => kind === 'sale' && !digest.voidedBy.has(invoiceNo));
  const voided = drawOneIn(VOIDED_ONE_IN, sales, seed, 'void');
  if (![...voided].some(hasPay)) for (const sale of nearest(sales.filter(hasPay), seed, 'void')) voided.add(sale);
  const withPay = turns<VoidMoment>(['only-pay-delivered', 'delivered', 'unknown']);
  const withoutPay = turns<VoidMoment>(['unsent', 'unknown', 'delivered']);
  for (const sale of sales.filter((one) => voided.has(one)))
    journeys.set(sale.invoiceNo, { kind: 'void', moment: hasPay(sale) ? withPay() : withoutPay() });

  if (!claims) return journeys;
  const nobodys = sales.filter((sale) => sale.customerId === null && sale.totalMinor > 0 && !voided.has(sale));
  const claimed = drawOneIn(CLAIMED_ONE_IN, nobodys, seed, 'claim');
  if (claimed.size === 0) for (const sale of nearest(nobodys, seed, 'claim')) claimed.add(sale);
  const moment = turns<'unsent' | 'delivered'>(['unsent', 'delivered']);
  for (const { invoiceNo } of nobodys.filter((one) => claimed.has(one))) {
    const customerId = digest.customers[drawn(seed, invoiceNo, 'claimed by') % digest.customers.length];
    if (customerId !== undefined) journeys.set(invoiceNo, { kind: 'claim', customerId, moment: moment() });
  }
  return journeys;
}

type Sales = readonly InvoiceDigest[];

function drawOneIn(many: number, sales: Sales, seed: number, question: string): Set<InvoiceDigest> {
  return new Set(sales.filter(({ invoiceNo }) => drawn(seed, invoiceNo, question) % many === 0));
}

/** The one sale (of none: none) whose draw was lowest. */
function nearest(sales: Sales, seed: number, question: string): Sales {
  const lowest = (a: InvoiceDigest, b: InvoiceDigest): number =>
    drawn(seed, a.invoiceNo, question) - drawn(seed, b.invoiceNo, question);
  return [...sales].sort(lowest).slice(0, 1);
}

/** Hands out the values in turn, for ever. */
function turns<T>(values: readonly [T, ...T[]]): () => T {
  let next = 0;
  return () => values[next++ % values.length] ?? values[0];
}
