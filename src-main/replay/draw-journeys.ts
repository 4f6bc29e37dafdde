import { createHash } from 'node:crypto';
import type { InvoiceDigest, TradingDigest } from './plan-invoices.ts';

/** In which moment of its life a sale is voided (replay.md rule 7). */
export type VoidMoment = 'unsent' | 'unknown' | 'delivered' | 'only-pay-delivered';

export type Journey =
  | { readonly kind: 'void'; readonly moment: VoidMoment }
  | { readonly kind: 'claim'; readonly customerId: string; readonly moment: 'unsent' | 'delivered' };

const VOIDED_ONE_IN = 10;
const CLAIMED_ONE_IN = 3;

/** A number from 0 to 2^32 − 1, the same for ever for the same seed, invoice and question. */
export function drawn(seed: number, invoiceNo: string, question: string): number {
  return createHash('sha256')
    .update(JSON.stringify([seed, invoiceNo, question]))
    .digest()
    .readUInt32BE(0);
}

/**
 * What happens to sales after they were sold: invoice number → journey. From the file and the seed alone.
 *
 * A sale that the file itself takes back is left to the file. The moments of the voids are dealt out in turn, so that all
 * four occur in any file with enough sales; where chance drew no sale with a pay, the one nearest to being drawn is taken.
 */
export function drawJourneys(digest: TradingDigest, seed: number): ReadonlyMap<string, Journey> {
  const journeys = new Map<string, Journey>();
  const sales = digest.invoices.filter(({ kind, invoiceNo }) => kind === 'sale' && !digest.voidedBy.has(invoiceNo));
  const chosen = new Set(sales.filter(({ invoiceNo }) => drawn(seed, invoiceNo, 'void') % VOIDED_ONE_IN === 0));
  if (![...chosen].some(hasPay)) {
    const nearest = sales.filter(hasPay).sort((a, b) => nearness(seed, a) - nearness(seed, b))[0];
    if (nearest !== undefined) chosen.add(nearest);
  }
  const withPay = turns<VoidMoment>(['only-pay-delivered', 'delivered', 'unknown']);
  const withoutPay = turns<VoidMoment>(['unsent', 'unknown', 'delivered']);
  for (const sale of sales) {
    const { invoiceNo, customerId, totalMinor } = sale;
    if (chosen.has(sale)) {
      journeys.set(invoiceNo, { kind: 'void', moment: hasPay(sale) ? withPay() : withoutPay() });
    } else if (customerId === null && totalMinor > 0 && drawn(seed, invoiceNo, 'claim') % CLAIMED_ONE_IN === 0) {
      const member = digest.customers[drawn(seed, invoiceNo, 'claimed by') % digest.customers.length];
      if (member === undefined) continue;
      const moment = drawn(seed, invoiceNo, 'claimed when') % 2 === 0 ? 'unsent' : 'delivered';
      journeys.set(invoiceNo, { kind: 'claim', customerId: member, moment });
    }
  }
  return journeys;
}

const hasPay = ({ payMinor }: InvoiceDigest): boolean => payMinor > 0;
const nearness = (seed: number, { invoiceNo }: InvoiceDigest): number => drawn(seed, invoiceNo, 'void');

/** Hands out the values in turn, for ever. */
function turns<T>(values: readonly [T, ...T[]]): () => T {
  let next = 0;
  return () => values[next++ % values.length] ?? values[0];
}
