import { allocate } from '../money/allocate.ts';
import { minor } from '../money/money.ts';
import { multiplyDivide } from '../money/rounding.ts';
import type { Sale, SaleTotals } from './sale.ts';

/** The totals of a sale in minor units; prices include tax. */
export function saleTotals(sale: Pick<Sale, 'lines' | 'deals' | 'tenders'>): SaleTotals {
  let grossMinor = 0;
  let netMinor = 0;
  for (const line of sale.lines) {
    grossMinor += line.grossMinor;
    netMinor += line.netMinor;
  }
  const generalDiscountMinor = sale.deals.reduce((sum, deal) => sum + deal.amountMinor, 0);
  const totalMinor = netMinor - generalDiscountMinor;
  let paidMinor = 0;
  let changeMinor = 0;
  for (const tender of sale.tenders) {
    paidMinor += tender.amountMinor;
    changeMinor += tender.tenderedMinor - tender.amountMinor;
  }
  return {
    grossMinor,
    generalDiscountMinor,
    totalMinor,
    taxMinor: includedTaxMinor(sale, generalDiscountMinor),
    paidMinor,
    dueMinor: totalMinor - paidMinor,
    changeMinor,
  };
}

/** The tax inside the total, rounded half away from zero once per rate; deals lower every rate's share in proportion. */
function includedTaxMinor(sale: Pick<Sale, 'lines'>, generalDiscountMinor: number): number {
  const byRate = new Map<number, number>();
  for (const line of sale.lines) byRate.set(line.taxRateBp, (byRate.get(line.taxRateBp) ?? 0) + line.netMinor);
  const rates = [...byRate.keys()];
  const nets = rates.map((rate) => byRate.get(rate) ?? 0);
  const share =
    generalDiscountMinor > 0 && nets.some((net) => net > 0)
      ? allocate(
          minor(generalDiscountMinor),
          nets.map((net) => Math.max(net, 0)),
        )
      : nets.map(() => 0);
  return rates.reduce(
    (sum, rate, index) =>
      sum + multiplyDivide((nets[index] ?? 0) - (share[index] ?? 0), rate, 10_000 + rate, 'halfAwayFromZero'),
    0,
  );
}
